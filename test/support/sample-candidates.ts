/** Metrics, constraints and candidates of the sample result; its numbers are invented. */
import type { ReserveParameters } from '../../src/core/reserve-parameters.js';
import type { CandidateSummary, ConstraintOutcome, Metric, MetricSet } from '../../src/core/run-result.js';

export const PATHS = 20_000;
export const HORIZON_SECONDS = 604_800;
export const CURRENT: ReserveParameters = { ltvBps: 7200, liquidationThresholdBps: 8300, liquidationBonusBps: 700 };
export const RECOMMENDED: ReserveParameters = { ltvBps: 7350, liquidationThresholdBps: 8300, liquidationBonusBps: 700 };

function metric(value: number, halfWidth: number, unit: Metric['unit'], more: Partial<Metric> = {}): Metric {
  return {
    value,
    unit,
    ciLow: value - halfWidth,
    ciHigh: value + halfWidth,
    level: null,
    horizonSeconds: HORIZON_SECONDS,
    n: PATHS,
    evidence: 'simulated',
    ...more,
  };
}

/** `shift` moves the tail, `powerShift` the borrowing power; a looser parameter raises both. */
export function buildMetrics(shift: number, powerShift = shift): MetricSet {
  const observed = { horizonSeconds: 0, n: 1020, evidence: 'observed' } as const;
  return {
    badDebtMeanUsd: metric(14_200 + 900 * shift, 2_100, 'usd'),
    badDebtVar99Usd: metric(402_000 + 9_000 * shift, 61_000, 'usd', { level: 0.99 }),
    badDebtEs99Usd: metric(1_184_000 + 31_000 * shift, 142_000, 'usd', { level: 0.99 }),
    badDebtEs99SupplyRatio: metric(0.000214 + 0.0000056 * shift, 0.0000257, 'supply-ratio', { level: 0.99 }),
    badDebtProbabilityRatio: metric(0.0213 + 0.0004 * shift, 0.002, 'ratio'),
    liquidatedDebtMeanUsd: metric(3_410_000 + 20_000 * shift, 180_000, 'usd'),
    liquidatedAccounts: metric(18.4 + 0.1 * shift, 0.8, 'accounts'),
    borrowingPowerUsd: metric(871_000_000 + 18_100_000 * powerShift, 0, 'usd', observed),
    leverageMaxMultiple: metric(3.571 + 0.2 * shift, 0, 'multiple', observed),
  };
}

export function buildDifference(): MetricSet {
  return {
    badDebtMeanUsd: metric(900, 1_150, 'usd'),
    badDebtVar99Usd: metric(9_000, 14_000, 'usd', { level: 0.99 }),
    badDebtEs99Usd: metric(31_000, 44_000, 'usd', { level: 0.99 }),
    badDebtEs99SupplyRatio: metric(0.0000056, 0.000008, 'supply-ratio', { level: 0.99 }),
    badDebtProbabilityRatio: metric(0.0004, 0.0003, 'ratio'),
    liquidatedDebtMeanUsd: metric(20_000, 12_000, 'usd'),
    liquidatedAccounts: metric(0.1, 0.04, 'accounts'),
    borrowingPowerUsd: metric(18_100_000, 0, 'usd', { horizonSeconds: 0, n: 1020, evidence: 'observed' }),
    leverageMaxMultiple: metric(0.2, 0, 'multiple', { horizonSeconds: 0, n: 1020, evidence: 'observed' }),
  };
}

export function buildConstraints(shift: number): ConstraintOutcome[] {
  const es = 0.000214 + 0.0000056 * shift;
  return [
    {
      text: 'badDebt es 0.99 ≤ 0.0005 supply-ratio',
      metric: 'badDebtEs99SupplyRatio',
      limit: 0.0005,
      value: es,
      bound: es + 0.0000257,
      holds: es + 0.0000257 <= 0.0005,
    },
    {
      text: 'badDebt probability ≤ 0.0255 ratio',
      metric: 'badDebtProbabilityRatio',
      limit: 0.0255,
      value: 0.0213 + 0.0004 * shift,
      bound: 0.0233 + 0.0004 * shift,
      holds: 0.0233 + 0.0004 * shift <= 0.0255,
    },
  ];
}

function buildCandidate(parameters: ReserveParameters, shift: number, flags: Partial<CandidateSummary>): CandidateSummary {
  const constraints = buildConstraints(shift);
  const accounts = Math.max(0, Math.round((8300 - parameters.liquidationThresholdBps) / 30));
  return {
    parameters,
    metrics: buildMetrics(shift, (parameters.ltvBps - CURRENT.ltvBps) / 150),
    constraints,
    feasible: constraints.every(({ holds }) => holds),
    onFrontier: false,
    isCurrent: false,
    isRecommended: false,
    newlyLiquidatableAccounts: accounts,
    newlyLiquidatableDebtUsd: accounts * 184_000,
    ...flags,
  };
}

function dominates(a: CandidateSummary, b: CandidateSummary): boolean {
  const [riskA, riskB] = [a.metrics['badDebtEs99Usd']!.value, b.metrics['badDebtEs99Usd']!.value];
  const [powerA, powerB] = [a.metrics['borrowingPowerUsd']!.value, b.metrics['borrowingPowerUsd']!.value];
  return a.feasible && riskA <= riskB && powerA >= powerB && (riskA < riskB || powerA > powerB);
}

export function buildFrontier(): CandidateSummary[] {
  const drawn = Array.from({ length: 28 }, (_, index) => {
    const ltvBps = 6800 + (index % 7) * 200;
    const liquidationThresholdBps = 8100 + Math.floor(index / 7) * 150;
    const shift = (ltvBps - 7200) / 75 + (liquidationThresholdBps - 8300) / 200 + 1 + Math.sin(index * 2.3);
    return buildCandidate({ ltvBps, liquidationThresholdBps, liquidationBonusBps: 700 }, shift, {});
  });
  const marked = [buildCandidate(CURRENT, 0, { isCurrent: true }), buildCandidate(RECOMMENDED, 1, { isRecommended: true })];
  const all = [...marked, ...drawn];
  return all.map((candidate) => ({ ...candidate, onFrontier: candidate.feasible && !all.some((other) => dominates(other, candidate)) }));
}
