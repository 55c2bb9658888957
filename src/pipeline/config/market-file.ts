import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { backstopSchema, borrowersSchema, depthVolatilitySchema, liquidationSchema, liquidatorsSchema, oracleSchema } from './mechanics-schema.js';
import { parseConfig } from './parse-config.js';

const positive = z.number().positive();

const depthPair = z.strictObject({ sell: z.string(), buy: z.string() });

/** YAML reads an address without quotes as a number, and loses its digits. */
const choice = z.union([z.string(), z.array(z.string())], 'must be a text or a list of texts, in quotes: without them YAML takes an address for a number');

const subgraph = z.strictObject({
  source: z.string(),
  endpoint: z.string(),
  network: z.string().optional(),
  tables: z.array(z.string()).optional(),
  block: z.int().min(0).optional(),
  /** Dates in UTC, as the flags of `data pull` take them. */
  at: z.string().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
  confirmations: z.int().min(0).optional(),
  choose: z.record(z.string(), choice).optional(),
});

/** A stretch of history that a run sends the book through. */
export const replayWindow = z.strictObject({ name: z.string(), from: z.iso.date(), to: z.iso.date(), note: z.string().optional() });

const marketSchema = z.strictObject({
  name: z.string().min(1),
  venue: z.enum(['aave-v2', 'aave-v3']),
  network: z.string(),
  dataset: z.string(),
  /** Pulled into the dataset when there is none of its name; earlier ones give what later ones have too. */
  subgraphs: z.array(subgraph).min(1).optional(),
  /** Of the dataset's lending markets the one under study; may be left out where there is one. */
  lendingMarket: z.string().optional(),
  /** What the reserves' oracle prices are in; left out: ETH on Aave v2, USD on Aave v3. */
  baseCurrency: z.string().optional(),
  /** The reserve whose parameters are searched. */
  asset: z.string(),
  /** Reserves that are searched along with it. */
  furtherAssets: z.array(z.string()).min(1).optional(),
  /** Values in force when they are not the dataset's: a vote since the snapshot, or a what-if. */
  parametersInForce: z
    .strictObject({ ltvBps: z.int(), liquidationThresholdBps: z.int(), liquidationBonusBps: z.int() })
    .optional(),
  closeFactorBps: z.int().min(1).max(10_000),
  horizonDays: positive.max(60),
  stepSeconds: z.literal(3600),
  /** Price factors: the model of each and the quotes that say how deep it is. */
  factors: z.record(z.string(), z.strictObject({ model: z.enum(['garch', 'peg']), depth: depthPair })),
  /** Asset → the factors whose product moves its price; none = constant in USD. */
  assets: z.record(z.string(), z.array(z.string())),
  market: z.strictObject({
    fitFrom: z.iso.date(),
    bootstrapBlockHours: positive,
    depthScale: positive,
    depthMinimumImpactRatio: z.number().min(0),
    recoveryHalfLifeHours: positive,
    permanentShareRatio: z.number().min(0).max(1),
    depthVolatility: depthVolatilitySchema.optional(),
  }),
  oracle: oracleSchema,
  liquidation: liquidationSchema.optional(),
  liquidators: liquidatorsSchema,
  borrowers: borrowersSchema.optional(),
  backstop: backstopSchema.optional(),
  /** Datasets with a market file beside them whose venues sell into the same markets. */
  alongside: z.array(z.string()).optional(),
  replayWindows: z.array(replayWindow),
});

/** What is: venue, assets, price factors, horizon, liquidators, replay windows. */
export type MarketFile = z.infer<typeof marketSchema>;

/** What says what the reserves' oracle prices are in. */
export interface BaseCurrencyRule {
  readonly venue: string;
  readonly baseCurrency?: string | undefined;
}

/** What the oracle prices of the reserves are in. */
export function readBaseCurrency({ venue, baseCurrency }: BaseCurrencyRule): string {
  return baseCurrency ?? (venue === 'aave-v2' ? 'ETH' : 'USD');
}

export type MarketSubgraph = z.infer<typeof subgraph>;

/**
 * Reads a market file's text.
 *
 * @throws UsageError naming the file, the field and the rule it breaks
 */
export function parseMarketFile(text: string, path: string): MarketFile {
  const market = parseConfig(marketSchema, text, path);
  const names = Object.keys(market.factors);
  const firstPeg = names.findIndex((name) => market.factors[name]!.model === 'peg');
  const late = names.find((name, index) => firstPeg >= 0 && index > firstPeg && market.factors[name]!.model === 'garch');
  if (late !== undefined) {
    throw new UsageError(`factors.${late}: factors of model garch stand before those of model peg`, { where: path, suggestions: [`Move it above ${names[firstPeg]}: the order decides which random numbers a factor gets.`] });
  }
  return market;
}
