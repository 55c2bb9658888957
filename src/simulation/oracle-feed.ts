import type { FeedRule, OracleRule } from './scenario.js';

// Bound once: see shared-market.ts.
const { abs, expm1, log, max, min } = Math;

const SECONDS_PER_YEAR = 365 * 86_400;
const NONE: readonly never[] = [];

/** A feed's rule with nothing left out. */
type ResolvedFeed = { readonly [rule in keyof FeedRule]-?: number };

/**
 * What the protocol's oracle says of each factor, step by step.
 *
 * Formula, per factor in log prices relative to the start: the feed reads the mean of the market's last `averageSteps` values that are at least
 * `delaySteps` old (a geometric mean of prices: with 1 the price itself); it publishes that when it differs from the last published price by
 * `deviationRatio` or more, or when `heartbeatSteps` have passed since. Before the path began the market stood at its start. A manipulated
 * source adds `ln priceRatio` to what is read; a cap holds what is published below `startRatio · (1 + growth · t)`; a frozen feed publishes nothing.
 * Special cases: a deviation of 0 publishes at every step. Factors are published apart, as feeds are, each by its own rule where it has one.
 * @source "Uniswap v3 Core" (2021), section 5.2, for the geometric time-weighted mean; deviation threshold and heartbeat as Chainlink states them of
 *   each feed, e.g. 0.5 % and one hour of ETH/USD on Ethereum; caps that grow linearly: bgd-labs/aave-capo, `PriceCapAdapterBase.getMaxRatioGrowthPerSecond`
 */
export class OracleFeed {
  /** Log of the published factor prices relative to the start. */
  readonly publishedLog: Float64Array;
  /** Whether the oracle is the market of the moment and nothing else. */
  readonly isSpot: boolean;
  private readonly publishedStep: Int32Array;
  private readonly feeds: readonly ResolvedFeed[];

  constructor(
    private readonly rule: OracleRule,
    factors: number,
    private readonly stepSeconds: number,
  ) {
    this.publishedLog = new Float64Array(factors);
    this.publishedStep = new Int32Array(factors);
    this.feeds = Array.from({ length: factors }, (_, factor) => resolveFeed(rule, factor));
    const { caps, frozen, manipulations } = rule;
    this.isSpot = !caps && !frozen && !manipulations && this.feeds.every(({ delaySteps, averageSteps, deviationRatio }) => delaySteps === 0 && averageSteps === 1 && deviationRatio === 0);
  }

  reset(): void {
    this.publishedLog.fill(0);
    this.publishedStep.fill(0);
  }

  /** Goes to a step. @param marketLog log market prices, (steps + 1) × factors, row-major, known up to the step */
  advance(step: number, marketLog: Float64Array): void {
    const { frozen } = this.rule;
    if (frozen && step >= frozen.fromStep && step <= frozen.toStep) return;
    for (let factor = 0; factor < this.feeds.length; factor++) {
      const { deviationRatio, heartbeatSteps } = this.feeds[factor]!;
      const read = this.hold(factor, step, this.average(factor, step, marketLog) + this.distortion(factor, step));
      const isDue = step - this.publishedStep[factor]! >= heartbeatSteps;
      if (!isDue && abs(expm1(read - this.publishedLog[factor]!)) < deviationRatio) continue;
      this.publishedLog[factor] = read;
      this.publishedStep[factor] = step;
    }
  }

  private average(factor: number, now: number, marketLog: Float64Array): number {
    const { delaySteps, averageSteps } = this.feeds[factor]!;
    const width = this.feeds.length;
    const last = now > delaySteps ? now - delaySteps : 0;
    if (averageSteps === 1) return marketLog[last * width + factor]!;
    let sum = 0;
    for (let step = max(0, last - averageSteps + 1); step <= last; step++) sum += marketLog[step * width + factor]!;
    // Steps before the start add nothing: the log is 0 there.
    return sum / averageSteps;
  }

  /** Log of what the manipulations of a factor multiply its price by at a step. */
  private distortion(factor: number, step: number): number {
    let shift = 0;
    for (const manipulation of this.rule.manipulations ?? NONE) {
      if (manipulation.factor === factor && step >= manipulation.fromStep && step <= manipulation.toStep) shift += log(manipulation.priceRatio);
    }
    return shift;
  }

  /** The lower of a price and its caps, as logs. */
  private hold(factor: number, step: number, readLog: number): number {
    let held = readLog;
    for (const cap of this.rule.caps ?? NONE) {
      if (cap.factor === factor) held = min(held, log(cap.startRatio * (1 + (cap.growthRatioPerYear * step * this.stepSeconds) / SECONDS_PER_YEAR)));
    }
    return held;
  }
}

/** The rule of a factor's feed: its own, and the oracle's in what that leaves out. */
function resolveFeed({ feeds, ...oracle }: OracleRule, factor: number): ResolvedFeed {
  const own = feeds?.find((feed) => feed.factor === factor);
  return {
    delaySteps: own?.delaySteps ?? oracle.delaySteps,
    averageSteps: own?.averageSteps ?? oracle.averageSteps ?? 1,
    deviationRatio: own?.deviationRatio ?? oracle.deviationRatio ?? 0,
    heartbeatSteps: own?.heartbeatSteps ?? oracle.heartbeatSteps ?? Infinity,
  };
}
