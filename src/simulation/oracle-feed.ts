import type { OracleRule } from './scenario.js';

/**
 * What the protocol's oracle says of each factor, step by step.
 *
 * Formula, per factor in log prices relative to the start: the feed reads the mean of the market's last `averageSteps` values that are at least
 * `delaySteps` old (a geometric mean of prices: with 1 the price itself); it publishes that when it differs from the last published price by
 * `deviationRatio` or more, or when `heartbeatSteps` have passed since. Before the path began the market stood at its start.
 * Special cases: a deviation of 0 publishes at every step. Factors are published apart, as feeds are.
 * @source "Uniswap v3 Core" (2021), section 5.2, for the geometric time-weighted mean; deviation threshold and heartbeat as Chainlink states them of
 *   each feed, e.g. 0.5 % and one hour of ETH/USD on Ethereum
 */
export class OracleFeed {
  /** Log of the published factor prices relative to the start. */
  readonly publishedLog: Float64Array;
  private readonly publishedStep: Int32Array;

  constructor(
    private readonly rule: OracleRule,
    private readonly factors: number,
  ) {
    this.publishedLog = new Float64Array(factors);
    this.publishedStep = new Int32Array(factors);
  }

  /** Whether the oracle is the market of some steps ago and nothing else. */
  get isPlain(): boolean {
    return (this.rule.averageSteps ?? 1) === 1 && (this.rule.deviationRatio ?? 0) === 0;
  }

  reset(): void {
    this.publishedLog.fill(0);
    this.publishedStep.fill(0);
  }

  /** Goes to a step. @param marketLog log market prices, (steps + 1) × factors, row-major, known up to the step */
  advance(step: number, marketLog: Float64Array): void {
    const { delaySteps, deviationRatio = 0, heartbeatSteps = Infinity } = this.rule;
    const last = step > delaySteps ? step - delaySteps : 0;
    for (let factor = 0; factor < this.factors; factor++) {
      const read = this.average(factor, last, marketLog);
      const isDue = step - this.publishedStep[factor]! >= heartbeatSteps;
      if (!isDue && Math.abs(Math.expm1(read - this.publishedLog[factor]!)) < deviationRatio) continue;
      this.publishedLog[factor] = read;
      this.publishedStep[factor] = step;
    }
  }

  private average(factor: number, last: number, marketLog: Float64Array): number {
    const count = this.rule.averageSteps ?? 1;
    let sum = 0;
    for (let step = Math.max(0, last - count + 1); step <= last; step++) sum += marketLog[step * this.factors + factor]!;
    // Steps before the start add nothing: the log is 0 there.
    return sum / count;
  }
}
