import type { Parameters } from 'fast-check';

/**
 * Budget and replay of property tests: `FUZZ_RUNS` sets the number of draws, `FUZZ_SEED` and `FUZZ_PATH` replay a failure that
 * fast-check printed.
 */
export function fuzzParameters<T>(defaultRuns: number): Parameters<T> {
  const { FUZZ_RUNS, FUZZ_SEED, FUZZ_PATH } = process.env;
  return {
    numRuns: FUZZ_RUNS ? Number(FUZZ_RUNS) : defaultRuns,
    ...(FUZZ_SEED ? { seed: Number(FUZZ_SEED) } : {}),
    ...(FUZZ_PATH ? { path: FUZZ_PATH } : {}),
  };
}
