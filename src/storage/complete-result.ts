import type { PerpRunResult } from '../core/perp-run-result.js';
import type { RunResult, RunWarning } from '../core/run-result.js';

type Fields = Record<string, unknown>;

/** A field that a result's form gained after it was first written, with what an outcome without it knows: nothing. */
interface LaterField<Result> {
  readonly name: string;
  readonly listOwners: (result: Result) => readonly object[];
  readonly field: string;
  readonly empty: unknown;
}

const LATER_FIELDS: readonly LaterField<RunResult>[] = [
  { name: 'backtest.rolling', listOwners: ({ backtest }) => [backtest], field: 'rolling', empty: null },
  { name: 'backtest.bookLosses', listOwners: ({ backtest }) => [backtest], field: 'bookLosses', empty: null },
  { name: 'backtest.liquidationForecast', listOwners: ({ backtest }) => [backtest], field: 'liquidationForecast', empty: null },
  { name: 'backtest.windows.baselines', listOwners: ({ backtest }) => backtest.windows, field: 'baselines', empty: [] },
];

const LATER_PERP_FIELDS: readonly LaterField<PerpRunResult>[] = [
  { name: 'attribution', listOwners: (result) => [result], field: 'attribution', empty: { method: 'none', orders: 0, parameters: [] } },
  { name: 'baselines', listOwners: (result) => [result], field: 'baselines', empty: [] },
  { name: 'inapplicableRules', listOwners: (result) => [result], field: 'inapplicableRules', empty: [] },
  { name: 'updateSchedule', listOwners: (result) => [result], field: 'updateSchedule', empty: null },
  { name: 'windows', listOwners: (result) => [result], field: 'windows', empty: [] },
  { name: 'pictures.priceFan', listOwners: ({ pictures }) => [pictures], field: 'priceFan', empty: { levels: [0.5], byLevel: [[1]] } },
  { name: 'pictures.marginHealth', listOwners: ({ pictures }) => [pictures], field: 'marginHealth', empty: { edges: [0, 1], currentNotionalUsd: [0], recommendedNotionalUsd: [0] } },
];

/**
 * Brings an outcome of an earlier version to the form of this one, with a warning that names what it lacks.
 *
 * Special case: an outcome that lacks nothing is given back as it is.
 */
export function completeResult<Result extends RunResult | PerpRunResult>(result: Result): Result {
  return 'kind' in result ? (complete(result, LATER_PERP_FIELDS) as Result) : (complete(result, LATER_FIELDS) as Result);
}

function complete<Result extends { readonly tool: RunResult['tool']; readonly warnings: readonly RunWarning[] }>(result: Result, later: readonly LaterField<Result>[]): Result {
  const completed = structuredClone(result);
  const lacking = later.filter(({ listOwners, field, empty }) => {
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
