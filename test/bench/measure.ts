/** One measured figure; `ratio` says how many times better than `baseline` it is, both measured in this run. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: string | null;
  readonly ratio: number | null;
}

/** Gives the median seconds of `runs` calls, after one that does not count. */
export function medianSeconds(runs: number, work: () => void): number {
  work();
  const seconds = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1000;
  });
  return seconds.sort((a, b) => a - b)[Math.floor(runs / 2)]!;
}
