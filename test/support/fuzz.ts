import type { Parameters } from 'fast-check';

/** Draws are an argument like everything else: the same every time, so that a red run means a change and not a draw. */
const DEFAULT_SEED = 20_230_621;

/**
 * Budget and replay of property tests: `FUZZ_RUNS` sets the number of draws, `FUZZ_SEED` draws elsewhere (try `FUZZ_SEED=$RANDOM`), and
 * with `FUZZ_PATH` replays a failure that fast-check printed.
 */
export function fuzzParameters<T>(defaultRuns: number): Parameters<T> {
  const { FUZZ_RUNS, FUZZ_SEED, FUZZ_PATH } = process.env;
  return {
    numRuns: FUZZ_RUNS ? Number(FUZZ_RUNS) : defaultRuns,
    seed: FUZZ_SEED ? Number(FUZZ_SEED) : DEFAULT_SEED,
    ...(FUZZ_PATH ? { path: FUZZ_PATH } : {}),
  };
}

/** Draws of a slow suite: all of them with PLIMSOLL_CONFORMANCE=full, as continuous integration sets it, else a quick share. */
export function chooseRuns(full: number, quick: number): number {
  return process.env['PLIMSOLL_CONFORMANCE'] === 'full' ? full : quick;
}
