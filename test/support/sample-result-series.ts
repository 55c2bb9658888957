/** Smooth, deterministic stand-ins for the long arrays of a `RunResult`; shapes are right, numbers are invented. */
import type { DepthModelSummary } from '../../src/core/model-result.js';
import type { DistributionSummary, HealthHistogram, ReplayWindow, RunResult } from '../../src/core/run-result.js';

const STANDARD_NORMAL_QUANTILES = [-2.326, -0.6745, 0, 0.6745, 2.326];

function listOf(length: number, valueAt: (index: number) => number): number[] {
  return Array.from({ length }, (_, index) => valueAt(index));
}

/** Fan of a driftless log-normal walk with 62 % yearly volatility. */
export function buildPriceFan(steps: number, stepSeconds: number): RunResult['pictures']['priceFan'] {
  const sigmaPerStep = 0.62 * Math.sqrt(stepSeconds / 31_557_600);
  return {
    levels: [0.01, 0.25, 0.5, 0.75, 0.99],
    byLevel: STANDARD_NORMAL_QUANTILES.map((z) => listOf(steps + 1, (step) => Math.exp(z * sigmaPerStep * Math.sqrt(step)))),
  };
}

/** 24 bins whose counts fall geometrically and add up to `paths`. */
export function buildDistribution(paths: number, widthUsd: number, decay: number): DistributionSummary {
  const bins = 24;
  const countWith = (rate: number): number[] => {
    const counts = listOf(bins, (bin) => (bin === 0 ? 0 : Math.floor(paths * 0.02 * rate ** bin)));
    counts[0] = paths - counts.reduce((sum, count) => sum + count, 0);
    return counts;
  };
  return {
    edgesUsd: listOf(bins + 1, (edge) => edge * widthUsd),
    currentCounts: countWith(decay),
    recommendedCounts: countWith(decay * 1.015),
  };
}

/** Debt by health factor from 1.00 to 2.50. */
export function buildHealthHistogram(): HealthHistogram {
  const debtAt = (center: number, peak: number): number => Math.round(9.1e7 * Math.exp(-(((center - peak) / 0.22) ** 2)));
  return {
    edges: listOf(31, (edge) => Math.round((1 + edge * 0.05) * 100) / 100),
    currentDebtUsd: listOf(30, (bin) => debtAt(1.025 + bin * 0.05, 1.28)),
    recommendedDebtUsd: listOf(30, (bin) => debtAt(1.025 + bin * 0.05, 1.3)),
  };
}

/** A window whose price falls to `1 − drawdown` in its middle and partly recovers; liquidations follow new lows. */
export function buildReplayWindow(
  name: string,
  fromUnixSeconds: number,
  days: number,
  drawdownRatio: number,
  minimumPegRatio: number | null,
): ReplayWindow {
  const steps = days * 24;
  const priceRelativeByStep = listOf(steps + 1, (step) => {
    const t = step / steps;
    return 1 - drawdownRatio * Math.exp(-(((t - 0.55) / 0.2) ** 2)) + 0.012 * Math.sin(step / 3) * Math.sin(Math.PI * t);
  });
  const liquidateBelow = (threshold: number): number[] => {
    let lowest = threshold;
    return priceRelativeByStep.map((price) => {
      lowest = Math.min(lowest, price);
      return Math.round((threshold - lowest) * 1.6e8);
    });
  };
  const outcome = (threshold: number, lossShare: number): ReplayWindow['current'] => {
    const liquidatedDebtByStepUsd = liquidateBelow(threshold);
    const liquidatedDebtUsd = liquidatedDebtByStepUsd.at(-1)!;
    return {
      liquidatedDebtUsd,
      badDebtUsd: Math.round(liquidatedDebtUsd * lossShare),
      penaltyUsd: Math.round(liquidatedDebtUsd * 0.07),
      liquidatedAccounts: Math.round(liquidatedDebtUsd / 420_000),
      peakImpactRatio: Math.min(0.3, liquidatedDebtUsd / 6e8),
      liquidatedDebtByStepUsd,
    };
  };
  return {
    name,
    fromUnixSeconds,
    toUnixSeconds: fromUnixSeconds + days * 86_400,
    maxDrawdownRatio: 1 - Math.min(...priceRelativeByStep),
    minimumPegRatio,
    priceRelativeByStep,
    current: outcome(0.88, drawdownRatio > 0.4 ? 0.004 : 0),
    recommended: outcome(0.885, drawdownRatio > 0.4 ? 0.0042 : 0),
    baselines: [
      {
        rule: 'historical VaR',
        basis: '99 % of 7-day falls',
        parameters: { ltvBps: 5000, liquidationThresholdBps: 6100, liquidationBonusBps: 700 },
        figures: { liquidatedDebtUsd: 4.7e8, badDebtUsd: 3.2e5, penaltyUsd: 3.3e7, liquidatedAccounts: 411, peakImpactRatio: 0.21 },
      },
    ],
    notes: minimumPegRatio === null ? ['stETH was not traded then; the ratio is held at its long-run value.'] : [],
  };
}

/** Quotes that scatter around a power law by up to a tenth. */
export function buildDepthModel(factor: string, quotesPair: string, coefficient: number, exponent: number): DepthModelSummary {
  const sample = listOf(80, (index) => 10 ** (1 + index * 0.05)).map(
    (size, index): [number, number] => [size, coefficient * size ** exponent * (1 + 0.1 * Math.sin(index * 1.7))],
  );
  const [sizeMax, impactAtMaxQuotedRatio] = sample.at(-1)!;
  return {
    factor,
    quotesPair,
    coefficient,
    exponent,
    rSquared: 0.984,
    quotesUsed: 812,
    quotesLeftOut: 37,
    sizeUnit: 'stETH',
    sizeMax,
    impactAtMaxFittedRatio: coefficient * sizeMax ** exponent,
    impactAtMaxQuotedRatio,
    sample,
  };
}
