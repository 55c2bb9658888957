import { cutWindow, replayBook, type FactorHistory } from '../../backtest/replay/replay-window.js';
import type { Piecewise } from '../../core/piecewise.js';
import type { SearchedParameters } from '../../core/reserve-parameters.js';
import type { ReplayOutcome, ReplayWindow } from '../../core/run-result.js';
import { applyParameters } from '../../simulation/apply-parameters.js';
import type { SharedJob } from '../../simulation/chunk.js';
import type { MarketFile } from '../config/market-file.js';
import type { RunInputs } from '../inputs.js';
import type { BaselineParameters } from './baselines/baseline-parameters.js';

export type NamedWindow = MarketFile['replayWindows'][number];

/** What a window's prices did, and what they would have done to each parameter set. */
export type ReplayedWindow = Omit<ReplayWindow, 'current' | 'recommended' | 'baselines'> & {
  /** In the order of the parameter sets. */
  readonly outcomes: readonly ReplayOutcome[];
};

/** Replays the market file's windows under today's values, the recommended ones and those of simpler rules. */
export function* replayWindows(inputs: RunInputs, shared: SharedJob, recommended: SearchedParameters, baselines: readonly BaselineParameters[]): Piecewise<ReplayWindow[]> {
  const sets = [shared.current, recommended, ...baselines.map(({ parameters }) => parameters)];
  return (yield* replaySets(inputs, shared, inputs.market.replayWindows, sets)).map(({ outcomes, notes, ...window }) => ({
    ...window,
    current: outcomes[0]!,
    recommended: outcomes[1]!,
    baselines: baselines.map(({ rule, basis, parameters }, index) => {
      const { liquidatedDebtByStepUsd: _timeline, ...figures } = outcomes[index + 2]!;
      return { rule, basis, parameters, figures };
    }),
    notes,
  }));
}

/**
 * Replays parameter sets through historical windows: the snapshot's book, scaled prices of the time.
 *
 * A book under other values than today's carries the borrowers' response, as in the simulation.
 */
export function* replaySets({ dataset, market }: RunInputs, shared: SharedJob, windows: readonly NamedWindow[], sets: readonly SearchedParameters[]): Piecewise<ReplayedWindow[]> {
  const { scenario } = shared;
  const histories = scenario.factors.map((factor): FactorHistory => {
    const series = dataset.prices.get(factor)!;
    return { unixSeconds: series.unixSeconds, value: series.close };
  });
  const pegFactor = scenario.factors.findIndex((factor) => market.factors[factor]!.model === 'peg');
  const changed = sets.map((parameters) => applyParameters(shared, parameters));
  const replayed: ReplayedWindow[] = [];
  for (const { name, from, to, note } of windows) {
    const fromUnixSeconds = Date.parse(`${from}T00:00:00Z`) / 1000;
    const toUnixSeconds = Date.parse(`${to}T00:00:00Z`) / 1000;
    const window = cutWindow(histories, fromUnixSeconds, toUnixSeconds, market.stepSeconds);
    const width = histories.length;
    const priceRelativeByStep = Array.from({ length: window.steps + 1 }, (_, step) => Math.exp(window.path[step * width]!));
    const held = window.heldFactors.map((factor) => `${scenario.factors[factor]} is not in the dataset for this window and is held constant.`);
    const outcomes: ReplayOutcome[] = [];
    for (const set of changed) {
      outcomes.push(replayBook(set, set.book, window));
      yield (replayed.length + outcomes.length / changed.length) / windows.length;
    }
    replayed.push({
      name,
      fromUnixSeconds,
      toUnixSeconds,
      maxDrawdownRatio: 1 - Math.min(...priceRelativeByStep),
      minimumPegRatio: pegFactor < 0 || window.heldFactors.includes(pegFactor) ? null : lowestIn(histories[pegFactor]!, fromUnixSeconds, toUnixSeconds),
      priceRelativeByStep,
      outcomes,
      notes: note ? [...held, note] : held,
    });
  }
  return replayed;
}

function lowestIn({ unixSeconds, value }: FactorHistory, fromUnixSeconds: number, toUnixSeconds: number): number {
  let lowest = Infinity;
  for (let index = 0; index < value.length; index++) {
    if (unixSeconds[index]! >= fromUnixSeconds && unixSeconds[index]! <= toUnixSeconds) lowest = Math.min(lowest, value[index]!);
  }
  return lowest;
}
