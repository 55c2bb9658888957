import type { ReplayWindow } from '../../core/run-result.js';
import { cutWindow, replayBook, type FactorHistory } from '../../backtest/replay/replay-window.js';
import { applyReserveParameters } from '../../simulation/book.js';
import type { SharedJob } from '../../simulation/chunk.js';
import type { RunInputs } from '../inputs.js';
import type { ParameterSearch } from './search-parameters.js';

/**
 * Replays today's and the recommended values through the market file's windows: the snapshot's book, scaled prices of the time.
 *
 * The recommended book carries the borrowers' response, as in the simulation.
 */
export function replayWindows({ dataset, market }: RunInputs, shared: SharedJob, search: ParameterSearch): ReplayWindow[] {
  const { scenario } = shared;
  const histories = scenario.factors.map((factor): FactorHistory => {
    const series = dataset.prices.get(factor)!;
    return { unixSeconds: series.unixSeconds, value: series.close };
  });
  const pegFactor = scenario.factors.findIndex((factor) => market.factors[factor]!.model === 'peg');
  const recommendedBook = applyReserveParameters(scenario.book, shared.reserveAsset, shared.current, search.recommended.parameters, shared.response);
  return market.replayWindows.map(({ name, from, to, note }) => {
    const fromUnixSeconds = Date.parse(`${from}T00:00:00Z`) / 1000;
    const toUnixSeconds = Date.parse(`${to}T00:00:00Z`) / 1000;
    const window = cutWindow(histories, fromUnixSeconds, toUnixSeconds, market.stepSeconds);
    const width = histories.length;
    const priceRelativeByStep = Array.from({ length: window.steps + 1 }, (_, step) => Math.exp(window.path[step * width]!));
    const held = window.heldFactors.map((factor) => `${scenario.factors[factor]} is not in the dataset for this window and is held constant.`);
    return {
      name,
      fromUnixSeconds,
      toUnixSeconds,
      maxDrawdownRatio: 1 - Math.min(...priceRelativeByStep),
      minimumPegRatio: pegFactor < 0 || window.heldFactors.includes(pegFactor) ? null : lowestIn(histories[pegFactor]!, fromUnixSeconds, toUnixSeconds),
      priceRelativeByStep,
      current: replayBook(scenario, scenario.book, window),
      recommended: replayBook(scenario, recommendedBook, window),
      notes: note ? [...held, note] : held,
    };
  });
}

function lowestIn({ unixSeconds, value }: FactorHistory, fromUnixSeconds: number, toUnixSeconds: number): number {
  let lowest = Infinity;
  for (let index = 0; index < value.length; index++) {
    if (unixSeconds[index]! >= fromUnixSeconds && unixSeconds[index]! <= toUnixSeconds) lowest = Math.min(lowest, value[index]!);
  }
  return lowest;
}
