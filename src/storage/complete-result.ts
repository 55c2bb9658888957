import type { RunResult } from '../core/run-result.js';

type Fields = Record<string, unknown>;

/** Fields that the result's form gained after it was first written, each with what an outcome without it knows: nothing. */
const LATER_FIELDS: readonly { readonly name: string; readonly listOwners: (result: RunResult) => readonly object[]; readonly field: string; readonly empty: unknown }[] = [
  { name: 'backtest.rolling', listOwners: ({ backtest }) => [backtest], field: 'rolling', empty: null },
  { name: 'backtest.bookLosses', listOwners: ({ backtest }) => [backtest], field: 'bookLosses', empty: null },
  { name: 'backtest.liquidationForecast', listOwners: ({ backtest }) => [backtest], field: 'liquidationForecast', empty: null },
  { name: 'backtest.windows.baselines', listOwners: ({ backtest }) => backtest.windows, field: 'baselines', empty: [] },
];

/**
 * Brings an outcome of an earlier version to the form of this one, with a warning that names what it lacks.
 *
 * Special case: an outcome that lacks nothing is given back as it is.
 */
export function completeResult(result: RunResult): RunResult {
  const completed = structuredClone(result);
  const lacking = LATER_FIELDS.filter(({ listOwners, field, empty }) => {
    const owners = (listOwners(completed) as readonly Fields[]).filter((owner) => !(field in owner));
    for (const owner of owners) owner[field] = empty;
    return owners.length > 0;
  });
  if (lacking.length === 0) return result;
  const note = {
    code: 'older-result',
    message: `plimsoll ${result.tool.version} made this run before a result held ${lacking.map(({ name }) => name).join(', ')}: these are shown as if they had not been computed`,
    remedy: 'run it again with this version',
  };
  return { ...completed, warnings: [...completed.warnings, note] };
}
