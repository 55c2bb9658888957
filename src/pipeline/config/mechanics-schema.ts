import { z } from 'zod';

const positive = z.number().positive();
const ratio = z.number().min(0).max(1);

const feedSchema = z.strictObject({
  delaySteps: z.int().min(0),
  averageSteps: z.int().min(1).optional(),
  deviationRatio: z.number().min(0).lt(1).optional(),
  heartbeatSteps: z.int().min(1).optional(),
});

/** How the oracle sees the market. */
export const oracleSchema = feedSchema.extend({
  /** Feeds of single factors; what one leaves out is the oracle's. */
  feeds: z
    .array(feedSchema.partial().extend({ factor: z.string() }))
    .refine((feeds) => new Set(feeds.map(({ factor }) => factor)).size === feeds.length, { message: 'must name each factor once' })
    .optional(),
  /** Adapters that hold a factor's price below start · startRatio · (1 + growth · years). */
  caps: z.array(z.strictObject({ factor: z.string(), startRatio: positive, growthRatioPerYear: z.number().min(0) })).optional(),
});

/** How the venue liquidates, beyond the close factor; what is left out follows from the venue. */
export const liquidationSchema = z.strictObject({
  /** Health factor, and value in USD, below which a call may repay all. */
  fullBelowHealth: z.number().min(0).lt(1).optional(),
  fullBelowUsd: z.number().min(0).optional(),
  /** Calls repay what restores this health factor; the close factor is then not used. */
  targetHealth: z.number().min(1).optional(),
  penalty: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('flat') }),
      z.strictObject({ kind: z.literal('health'), minimumShareRatio: ratio, healthForMax: z.number().positive().lt(1) }),
      z.strictObject({ kind: z.literal('size'), minimumShareRatio: ratio, sizeForMaxUsd: positive }),
    ])
    .optional(),
  protocolFeeShareRatio: ratio.optional(),
  writesOffBadDebt: z.boolean().optional(),
  /** Dutch auctions, as Maker's, in place of calls at a fixed bonus. */
  auction: z
    .strictObject({
      startRatio: positive,
      cutRatio: z.number().positive().lt(1),
      cutSeconds: positive,
      tailSeconds: positive,
      cuspRatio: z.number().positive().lt(1),
      penaltyRatio: z.number().min(0),
    })
    .optional(),
});

export const liquidatorsSchema = z.strictObject({
  gasUsd: z.number().min(0),
  gasVolatilityExponent: z.number().min(0).max(4).optional(),
  flashFeeRatio: z.number().min(0).lt(1).optional(),
  minimumProfitUsd: z.number().min(0),
  capacityUsdPerStep: positive,
  callsPerAccountPerStep: z.int().min(1).max(20),
  latencySteps: z.int().min(0).optional(),
  settlementDelaySteps: z.int().min(0).optional(),
  exposurePremium: z.number().min(0).optional(),
  population: z.strictObject({ count: z.int().min(1).max(1000), onlineRatio: ratio }).optional(),
  order: z.enum(['weakest', 'profit']).optional(),
});

/** What owners do as their accounts weaken; nothing when left out. */
export const borrowersSchema = z
  .strictObject({ kind: z.enum(['repay', 'top-up']), belowHealth: z.number().gt(1), targetHealth: z.number().min(1), probabilityPerStep: ratio })
  .refine(({ belowHealth, targetHealth }) => targetHealth >= belowHealth, { message: 'must be at least belowHealth: an owner who acts leaves the danger', path: ['targetHealth'] });

/** The insurance fund that pays before suppliers do. */
export const backstopSchema = z.strictObject({ fundUsd: z.number().min(0), inflowUsdPerStep: z.number().min(0).optional(), feeShareRatio: ratio.optional() });

/** How depth shrinks as volatility rises; not at all when left out. */
export const depthVolatilitySchema = z.strictObject({ impactExponent: z.number().min(0).max(4), halfLifeHours: positive });

/** What a stress does to the oracle, in hours from the start. */
export const oracleStressSchema = z.strictObject({
  frozen: z.strictObject({ fromHour: z.number().min(0), toHour: z.number().min(0) }).optional(),
  manipulations: z.array(z.strictObject({ factor: z.string(), fromHour: z.number().min(0), toHour: z.number().min(0), priceRatio: positive })).optional(),
});
