import { z } from 'zod';
import { parseConfig } from './parse-config.js';

const positive = z.number().positive();

const depthPair = z.strictObject({ sell: z.string(), buy: z.string() });

const marketSchema = z.strictObject({
  name: z.string().min(1),
  venue: z.literal('aave-v2'),
  network: z.string(),
  dataset: z.string(),
  /** The reserve whose parameters are searched. */
  asset: z.string(),
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
  }),
  oracle: z.strictObject({ delaySteps: z.int().min(0) }),
  liquidators: z.strictObject({
    gasUsd: z.number().min(0),
    minimumProfitUsd: z.number().min(0),
    capacityUsdPerStep: positive,
    callsPerAccountPerStep: z.int().min(1).max(20),
  }),
  replayWindows: z.array(z.strictObject({ name: z.string(), from: z.iso.date(), to: z.iso.date(), note: z.string().optional() })),
});

/** What is: venue, assets, price factors, horizon, liquidators, replay windows. */
export type MarketFile = z.infer<typeof marketSchema>;

/**
 * Reads a market file's text.
 *
 * @throws UsageError naming the file, the field and the rule it breaks
 */
export function parseMarketFile(text: string, path: string): MarketFile {
  return parseConfig(marketSchema, text, path);
}
