/** Which metrics carry the headline: one for risk, one for efficiency, found by name because the metric set is open. */
import type { Metric, MetricSet, RunResult } from '../../core/run-result.js';

export interface ComparedMetric {
  readonly key: string;
  readonly current: Metric;
  readonly recommended: Metric;
  /** Paired, recommended − current; absent when the run did not compute it. */
  readonly difference: Metric | undefined;
}

/** The expected shortfall of bad debt; else the first metric with a level, else the first of all. */
export function findRiskKey(metrics: MetricSet): string | undefined {
  const keys = Object.keys(metrics);
  return (
    keys.find((key) => /^badDebtEs\d+Usd$/.test(key)) ??
    keys.find((key) => metrics[key]!.level !== null) ??
    keys[0]
  );
}

/** What the parameters let users borrow: the first metric named `borrowingPower…`, if there is one. */
export function findEfficiencyKey(metrics: MetricSet): string | undefined {
  return Object.keys(metrics).find((key) => key.startsWith('borrowingPower'));
}

/** The three readings of one metric; `undefined` when the current or the recommended one is missing. */
export function compareMetric(result: Pick<RunResult, 'metrics'>, key: string | undefined): ComparedMetric | undefined {
  if (key === undefined) return undefined;
  const current = result.metrics.current[key];
  const recommended = result.metrics.recommended[key];
  if (current === undefined || recommended === undefined) return undefined;
  return { key, current, recommended, difference: result.metrics.difference[key] };
}
