import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { replayWindow } from '../config/market-file.js';
import { parseConfig } from '../config/parse-config.js';

const positive = z.number().positive();

/** A depth that stands in for another market's may be scaled: 0.1 = a tenth of the size for the same impact. */
const factor = z.strictObject({ model: z.literal('garch'), depth: z.strictObject({ sell: z.string(), buy: z.string() }), depthScale: positive.optional() });

const perpMarketSchema = z.strictObject({
  kind: z.literal('perps'),
  name: z.string().min(1),
  venue: z.enum(['hyperliquid']),
  network: z.string(),
  dataset: z.string(),
  /** Markets that share the margin table under study; all of the dataset's when left out. */
  studiedMarkets: z.array(z.string()).min(1).optional(),
  horizonDays: positive.max(60),
  stepSeconds: z.literal(3600),
  factors: z.record(z.string(), factor),
  /** Market → the factors whose product moves its price. */
  markets: z.record(z.string(), z.array(z.string()).min(1)),
  market: z.strictObject({
    fitFrom: z.iso.date(),
    bootstrapBlockHours: positive,
    depthScale: positive,
    depthMinimumImpactRatio: z.number().min(0),
    recoveryHalfLifeHours: positive,
    permanentShareRatio: z.number().min(0).max(1),
  }),
  oracle: z.strictObject({
    delaySteps: z.int().min(0),
    averageSteps: z.int().min(1).optional(),
    deviationRatio: z.number().min(0).lt(1).optional(),
    heartbeatSteps: z.int().min(1).optional(),
  }),
  /** What longs pay shorts; none when left out. Rates of the premium rule are per interval. */
  funding: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('fixed'), ratesPerDay: z.record(z.string(), z.number()) }),
      z.strictObject({ kind: z.literal('premium'), intervalHours: positive, interestRate: z.number(), dampingRate: z.number().min(0), rateMax: z.number().min(0) }),
    ])
    .optional(),
  liquidators: z.strictObject({ capacityUsdPerStep: positive, callsPerUnitPerStep: z.int().min(1).max(20), secondsBetweenCalls: z.number().min(0) }),
  replayWindows: z.array(replayWindow).optional(),
  backstop: z.strictObject({
    fundUsd: z.number().min(0),
    inflowUsdPerStep: z.number().min(0).optional(),
    /** Share of what the fund leaves open that deleveraging is to raise; 0 = none. */
    adlShareRatio: z.number().min(0).max(1),
  }),
});

/** What is, for a book of perpetual futures: venue, markets, price factors, horizon, liquidators, backstop. */
export type PerpMarketFile = z.infer<typeof perpMarketSchema>;

/**
 * Reads a perps market file's text.
 *
 * @throws UsageError naming the file, the field and the rule it breaks
 */
export function parsePerpMarketFile(text: string, path: string): PerpMarketFile {
  const market = parseConfig(perpMarketSchema, text, path, EXAMPLE);
  const foreign = Object.keys(market.factors).find((name) => !name.endsWith('/USD'));
  if (foreign !== undefined) throw new UsageError(`factors.${foreign}: a factor of a perps market is a price in USD`, { where: path, suggestions: ['Name it after its asset, e.g. ETH/USD.'] });
  for (const [name, factors] of Object.entries(market.markets)) {
    const unknown = factors.find((known) => !(known in market.factors));
    if (unknown !== undefined) throw new UsageError(`markets.${name}: there is no factor ${unknown}`, { where: path, suggestions: [`Factors: ${Object.keys(market.factors).join(', ')}.`] });
  }
  const funded = market.funding?.kind === 'fixed' ? Object.keys(market.funding.ratesPerDay) : [];
  const foreignRate = funded.find((name) => !(name in market.markets));
  if (foreignRate !== undefined) throw new UsageError(`funding.ratesPerDay.${foreignRate}: there is no market ${foreignRate}`, { where: path, suggestions: [`Markets: ${Object.keys(market.markets).join(', ')}.`] });
  return market;
}

export const EXAMPLE = 'Compare with data/hyperliquid_2023/market.yaml and data/policies/perps-moderate.yaml.';
