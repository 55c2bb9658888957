import { parse } from 'yaml';
import type { z } from 'zod';
import { UsageError } from '../../core/errors.js';

/**
 * Reads YAML text by a schema.
 *
 * @param example where a right file is to be seen, for errors
 * @throws UsageError naming the file, the first field that is wrong and its rule
 */
export function parseConfig<T>(schema: z.ZodType<T>, text: string, path: string, example = 'Compare with the files in data/policies/ and with the market file beside the bundled dataset.'): T {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw new UsageError(`not valid YAML: ${(error as Error).message.split('\n')[0]}`, { where: path, cause: error });
  }
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${fieldName(issue.path) || 'the file'}: ${issue.message}`);
  throw new UsageError(problems[0]!, {
    where: path,
    suggestions: [...problems.slice(1, 5), example],
  });
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('').replace(/^\./, '');
}
