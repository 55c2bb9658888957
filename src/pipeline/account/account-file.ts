import { parse } from 'yaml';
import { z } from 'zod';
import { parseDecimal } from '../../core/decimal.js';
import { UsageError } from '../../core/errors.js';

/** A number as people write it; kept as text so that no digit is lost. */
export const decimalText = z
  .union([z.string(), z.number()])
  .transform((value) => String(value))
  .refine((text) => /^-?\d+(\.\d+)?$/.test(text.trim()), { message: 'must be a plain decimal number; quote it when it is long' });

/** Reads a decimal of at least 0 as an integer with some decimals. */
export function decimal(decimals: number): z.ZodType<bigint> {
  return decimalText.transform((text, context) => {
    try {
      const raw = parseDecimal(text, decimals);
      if (raw >= 0n) return raw;
      context.addIssue({ code: 'custom', message: `must be ≥ 0, found ${text}` });
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
    return z.NEVER;
  }) as unknown as z.ZodType<bigint>;
}

/** Whole basis points, ≥ 0. */
export const bps = decimal(0);

/** What every account file holds; `market` and `positions` are the venue's own to read. */
const accountFileSchema = z.strictObject({
  venue: z.string(),
  account: z.string().default('account'),
  /** What the prices are in. */
  currency: z.string().default('USD'),
  /** E-mode category that the account has chosen; 0 for none. Aave v3 only. */
  eModeCategory: z.int().min(0).max(255).default(0),
  /** Margin that a perps account's cross positions share. */
  crossCollateralUsd: decimalText.optional(),
  /** Other accounts of the same perps venue, among which this one is ranked for deleveraging. */
  others: z.array(z.strictObject({ account: z.string(), crossCollateralUsd: decimalText.optional(), positions: z.array(z.unknown()) })).optional(),
  market: z.record(z.string(), z.unknown()),
  positions: z.array(z.unknown()),
  prices: z.record(z.string(), decimal(18)),
});

export type AccountFile = z.output<typeof accountFileSchema>;

/** Reads an account file's YAML or JSON. @throws UsageError naming the file, the field and the rule */
export function parseAccountFile(text: string, path: string): AccountFile {
  return checkSchema(accountFileSchema, parseYaml(text, path), path);
}

/** Reads a file with part of a market section: the parameters to try. @throws UsageError */
export function parseParameterFile(text: string, path: string): Record<string, unknown> {
  return checkSchema(z.record(z.string(), z.unknown()), parseYaml(text, path), path);
}

function parseYaml(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new UsageError(`not valid YAML: ${(error as Error).message.split('\n')[0]}`, { where: path, cause: error });
  }
}

/** Checks data against a schema; the error names the field below `prefix`. @throws UsageError */
export function checkSchema<T>(schema: z.ZodType<T>, data: unknown, where: string, prefix = ''): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const field = issue.path.reduce<string>((name, part) => (typeof part === 'number' ? `${name}[${part}]` : `${name}${name && '.'}${String(part)}`), prefix);
    return `${field || 'the file'}: ${issue.message}`;
  });
  throw new UsageError(problems[0]!, { where, suggestions: [...problems.slice(1, 5), 'See docs/guide/account.md for the fields of each venue.'] });
}

/** Lays changes over a market section, field by field; lists are replaced whole. @throws UsageError when a changed field is not there */
export function applyChanges(market: Readonly<Record<string, unknown>>, changes: Readonly<Record<string, unknown>>, path = 'market'): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...market };
  for (const [name, value] of Object.entries(changes)) {
    const field = `${path}.${name}`;
    if (!Object.hasOwn(market, name)) throw new UsageError(`${field} is not among the parameters in force`, { where: '--parameters' });
    const current = market[name];
    merged[name] = isSection(current) && isSection(value) ? applyChanges(current, value, field) : value;
  }
  return merged;
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
