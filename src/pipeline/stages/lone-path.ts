import type { RunWarning } from '../../core/run-result.js';
import { findWorstPath, type PathSamples } from '../../simulation/samples.js';
import { measureLargestShare } from './check-constraints.js';

/** One path that makes more than this share of a figure decides it alone. */
export const LONE_PATH_SHARE = 0.5;

const TAIL = { statistic: 'es', level: 0.99 } as const;

/**
 * Says where one path makes more than half of the expected shortfall of bad debt: the figure is then that path's, and another seed draws another.
 *
 * @param samplesOf what is told of → its samples; the set whose tail hangs most on one path is named
 */
export function warnAboutLonePath(samplesOf: Readonly<Record<string, PathSamples>>): RunWarning[] {
  const shares = Object.entries(samplesOf).map(([what, samples]) => ({ what, samples, share: measureLargestShare(samples.badDebtUsd, TAIL) ?? 0 }));
  const { what, samples, share } = shares.reduce((most, one) => (one.share > most.share ? one : most));
  if (share <= LONE_PATH_SHARE) return [];
  const path = findWorstPath(samples);
  const isDrawn = path % 2 === 0;
  const why = isDrawn ? 'innovations have no upper end (docs/models/garch.md)' : 'it is a few stretches of history joined';
  return [
    {
      code: 'lone-path',
      message: `path ${path} alone makes ${(100 * share).toFixed(0)} % of the expected shortfall of bad debt with ${what}: the figure is that of one ${isDrawn ? 'Monte-Carlo' : 'bootstrap'} path`,
      remedy: `look at it hour by hour (plimsoll simulate with the same seed and paths); ${why}: hold other seeds or more --paths beside it`,
    },
  ];
}
