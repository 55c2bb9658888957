/** A parameter set as cells of a table: one column per number, in the order of the sets. */
import type { SearchedParameters } from '../../core/reserve-parameters.js';
import { textCell, type Cell } from '../blocks.js';
import { formatBps } from '../format-numbers.js';
import { formatParameter, nameParameter } from './parameters.js';

/** Titles for `buildColumns`: of the reserve under study, then of further ones and of the penalty's shape where the sets hold them. */
export function listParameterColumns({ furtherReserves = {}, penaltyShape }: SearchedParameters): string[] {
  return [
    '>LTV',
    '>Threshold',
    '>Bonus',
    ...Object.keys(furtherReserves).flatMap((asset) => [`>${asset} LTV`, `>${asset} threshold`, `>${asset} bonus`]),
    ...Object.keys(penaltyShape ?? {}).map((key) => `>${nameParameter(`penalty.${key}`)}`),
  ];
}

/** The cells under `listParameterColumns`. */
export function buildParameterCells({ furtherReserves = {}, penaltyShape, ...reserve }: SearchedParameters): Cell[] {
  const reserves = [reserve, ...Object.values(furtherReserves)];
  return [
    ...reserves.flatMap(({ ltvBps, liquidationThresholdBps, liquidationBonusBps }) => [ltvBps, liquidationThresholdBps, liquidationBonusBps].map((bps) => textCell(formatBps(bps)))),
    ...Object.entries(penaltyShape ?? {}).map(([key, value]: [string, number]) => textCell(formatParameter(key, value))),
  ];
}
