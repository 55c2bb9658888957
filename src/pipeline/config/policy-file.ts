import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { limitsSchema } from './limits-file.js';
import { parseConfig } from './parse-config.js';

const lossConstraint = z
  .strictObject({
    metric: z.enum(['badDebt', 'liquidatedDebt', 'penalty', 'fundDraw']),
    statistic: z.enum(['mean', 'var', 'es', 'probability']),
    level: z.number().min(0.5).lt(1).optional(),
    max: z.number().min(0),
    unit: z.enum(['usd', 'supply-ratio', 'ratio']),
  })
  .refine(({ statistic, level }) => (statistic === 'var' || statistic === 'es') === (level !== undefined), {
    message: 'level is needed for var and es, and only there',
    path: ['level'],
  })
  .refine(({ statistic, unit }) => (statistic === 'probability') === (unit === 'ratio'), {
    message: 'a probability has unit ratio, every other statistic usd or supply-ratio',
    path: ['unit'],
  })
  .refine(({ statistic, unit, max }) => (statistic !== 'probability' && unit !== 'supply-ratio') || max <= 1, {
    message: 'a ratio cannot exceed 1',
    path: ['max'],
  });

const changeConstraint = z.strictObject({ metric: z.literal('newlyLiquidatableDebt'), max: z.number().min(0).max(1), unit: z.literal('debt-ratio') });

const limit = z.strictObject({ kind: z.enum(['absolute-bps', 'relative']), max: z.number().min(0), stepBps: z.int().min(1) });
const usdLimit = z.strictObject({ kind: z.enum(['absolute-usd', 'relative']), max: z.number().min(0), stepUsd: z.number().positive() });
const reserveLimits = { ltvBps: limit, liquidationThresholdBps: limit, liquidationBonusBps: limit };

const policySchema = z.strictObject({
  name: z.string().min(1),
  objective: z
    .strictObject({
      maximise: z.enum(['borrowingPower', 'maxLeverage', 'liquidationRevenue']).optional(),
      minimise: z.enum(['penalty', 'liquidatedDebt']).optional(),
      minimumGainRatio: z.number().min(0),
      minimumCostFallRatio: z.number().min(0).max(1),
    })
    .refine(({ maximise, minimise }) => (maximise === undefined) !== (minimise === undefined), { message: 'one of maximise and minimise is needed, and only one' }),
  constraints: z.array(z.discriminatedUnion('metric', [changeConstraint, lossConstraint])).min(1),
  /** Smallest distance from LTV to liquidation threshold that a proposal may leave. */
  minimumBufferBps: z.int().min(0),
  changeLimits: z.strictObject({
    ...reserveLimits,
    /** Of the market file's `furtherAssets`; what is left out is as above. */
    furtherAssets: z.record(z.string(), z.strictObject(reserveLimits).partial()).optional(),
    /** Of a penalty that is not flat; a number that is left out stays. Without it the shape is not searched. */
    penaltyShape: z.strictObject({ minimumShareBps: limit, healthForMaxBps: limit, sizeForMaxUsd: usdLimit }).partial().optional(),
  }),
  /** Who may set it, and at what pace: the name of a file in data/limits/, or such a file's content. */
  updateLimits: z.union([z.string().regex(/^[a-z0-9-]+$/), limitsSchema], 'must be the name of a file in data/limits/, or name, source and limits as they stand in one').optional(),
  borrowers: z.strictObject({ response: z.enum(['none', 're-lever']), shareRatio: z.number().min(0).max(1) }),
  paths: z.strictObject({ screening: z.int().min(2), final: z.int().min(2) }),
});

/** What is wanted: objective, constraints, change limits, borrowers' response, budget. */
export type PolicyFile = z.infer<typeof policySchema>;
export type LossConstraint = z.infer<typeof lossConstraint>;
export type PolicyConstraint = PolicyFile['constraints'][number];
export type ChangeLimit = z.infer<typeof limit>;
export type ShapeLimit = ChangeLimit | z.infer<typeof usdLimit>;

/**
 * Reads a policy file's text.
 *
 * @throws UsageError naming the file, the field and the rule it breaks
 */
export function parsePolicyFile(text: string, path: string): PolicyFile {
  const policy = parseConfig(policySchema, text, path);
  if (policy.paths.screening > policy.paths.final) {
    throw new UsageError(`paths.screening (${policy.paths.screening}) is larger than paths.final (${policy.paths.final})`, {
      where: path,
      suggestions: ['Screening looks at every candidate with few paths; give it at most as many as the final stage.'],
    });
  }
  return policy;
}
