import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { parseConfig } from '../config/parse-config.js';
import { EXAMPLE } from './perp-market-file.js';
import { tierLimitsSchema } from './tier-limits.js';

const lossConstraint = z
  .strictObject({
    metric: z.enum(['deficit', 'fundDraw', 'deleveraged', 'socialisedLoss', 'closedNotional']),
    statistic: z.enum(['mean', 'var', 'es', 'probability']),
    level: z.number().min(0.5).lt(1).optional(),
    max: z.number().min(0),
    unit: z.enum(['usd', 'open-interest-ratio', 'ratio']),
  })
  .refine(({ statistic, level }) => (statistic === 'var' || statistic === 'es') === (level !== undefined), { message: 'level is needed for var and es, and only there', path: ['level'] })
  .refine(({ statistic, unit }) => (statistic === 'probability') === (unit === 'ratio'), { message: 'a probability has unit ratio, every other statistic usd or open-interest-ratio', path: ['unit'] })
  .refine(({ statistic, max }) => statistic !== 'probability' || max <= 1, { message: 'a probability cannot exceed 1', path: ['max'] });

const changeConstraint = z.strictObject({ metric: z.literal('newlyLiquidatable'), max: z.number().min(0).max(1), unit: z.literal('open-interest-ratio') });

const leverages = z.strictObject({ minimum: z.int().min(1), maximum: z.int().min(1), step: z.int().min(1) });
const floors = z.strictObject({ minimumUsd: z.int().min(1), maximumUsd: z.int().min(1), stepUsd: z.int().min(1) });

const perpPolicySchema = z.strictObject({
  kind: z.literal('perps'),
  name: z.string().min(1),
  objective: z.strictObject({
    maximise: z.literal('maxLeverage'),
    minimumGainRatio: z.number().min(0),
    minimumCostFallRatio: z.number().min(0).max(1),
  }),
  constraints: z.array(z.union([changeConstraint, lossConstraint])).min(1),
  /** What may be tried: so many tiers, leverages and floors in these steps from what is in force. */
  tiers: z.strictObject({ count: z.int().min(1).max(3), leverage: leverages, floor: floors }),
  /** Who may set it, and at what pace: the name of a file in data/limits/, or such a file's content. */
  updateLimits: z.union([z.string().regex(/^[a-z0-9-]+$/), tierLimitsSchema], 'must be the name of a file in data/limits/, or name, source and limits of leverageMax, maintenanceRateBps or floorUsd').optional(),
  traders: z.strictObject({ response: z.enum(['none', 're-lever']), shareRatio: z.number().min(0).max(1) }),
  paths: z.strictObject({ screening: z.int().min(2), final: z.int().min(2) }),
});

/** What is wanted of margin tiers: objective, constraints, space, traders' response, budget. */
export type PerpPolicyFile = z.infer<typeof perpPolicySchema>;
export type PerpLossConstraint = z.infer<typeof lossConstraint>;
export type PerpConstraint = PerpPolicyFile['constraints'][number];

/**
 * Reads a perps policy file's text.
 *
 * @throws UsageError naming the file, the field and the rule it breaks
 */
export function parsePerpPolicyFile(text: string, path: string): PerpPolicyFile {
  const policy = parseConfig(perpPolicySchema, text, path, EXAMPLE);
  const { leverage, floor } = policy.tiers;
  const refuse = (message: string, help: string): never => {
    throw new UsageError(message, { where: path, suggestions: [help] });
  };
  if (policy.paths.screening > policy.paths.final) refuse(`paths.screening (${policy.paths.screening}) is larger than paths.final (${policy.paths.final})`, 'Screening looks at every candidate with few paths; give it at most as many as the final stage.');
  if (leverage.minimum > leverage.maximum) refuse(`tiers.leverage.minimum (${leverage.minimum}) is above its maximum (${leverage.maximum})`, 'Swap them.');
  if (floor.minimumUsd > floor.maximumUsd) refuse(`tiers.floor.minimumUsd (${floor.minimumUsd}) is above its maximum (${floor.maximumUsd})`, 'Swap them.');
  return policy;
}
