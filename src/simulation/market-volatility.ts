import type { VolatilityResponse } from './scenario.js';

// Bound once: see shared-market.ts.
const { sqrt } = Math;

/** A market is never taken as calmer or more unquiet than its ordinary volatility by more than this factor. */
const UNREST_MAX = 20;

/**
 * How volatile each factor's market price is as of now, against its ordinary level.
 *
 * Formula: v(t) = λ v(t−1) + (1 − λ) r(t)², λ = 2^(−step / half-life), v(0) the ordinary variance, r(t) the move of the log price from the start of
 * one step to the start of the next, so that it holds what sales did; impact is multiplied by max(1, √(v / ordinary))^exponent: depth
 * shrinks when volatility rises, and is never better than it was quoted.
 * Special cases: an ordinary volatility of 0 leaves the factor's depth alone; the ratio is cut at 20.
 * @source J. P. Morgan/Reuters, RiskMetrics Technical Document (1996), section 5.2; impact in proportion to volatility: R. Almgren, C. Thum,
 *   E. Hauptmann and H. Li, "Direct estimation of equity market impact", Risk 18 (2005)
 */
export class MarketVolatility {
  private readonly variance: Float64Array;
  private readonly ordinary: Float64Array;
  private readonly lastLog: Float64Array;
  private readonly decay: number;

  constructor(
    private readonly response: VolatilityResponse,
    stepSeconds: number,
  ) {
    this.ordinary = Float64Array.from(response.ordinaryPerSqrtStep, (volatility) => volatility * volatility);
    this.variance = this.ordinary.slice();
    this.lastLog = new Float64Array(this.ordinary.length);
    this.decay = 2 ** (-stepSeconds / response.halfLifeSeconds);
  }

  reset(): void {
    this.variance.set(this.ordinary);
    this.lastLog.fill(0);
  }

  /** Takes the prices at the start of a step in. @param factorLog log prices relative to the start, one per factor */
  advance(factorLog: Float64Array): void {
    for (let factor = 0; factor < this.variance.length; factor++) {
      const move = factorLog[factor]! - this.lastLog[factor]!;
      this.variance[factor] = this.decay * this.variance[factor]! + (1 - this.decay) * move * move;
      this.lastLog[factor] = factorLog[factor]!;
    }
  }

  impactMultiplier(factor: number): number {
    return this.unrestOf(factor) ** this.response.impactExponent;
  }

  unrestRatio(): number {
    let highest = 1;
    for (let factor = 0; factor < this.variance.length; factor++) {
      const unrest = this.unrestOf(factor);
      if (unrest > highest) highest = unrest;
    }
    return highest;
  }

  stepVolatility(factor: number): number {
    return sqrt(this.variance[factor]!);
  }

  private unrestOf(factor: number): number {
    const ordinary = this.ordinary[factor]!;
    if (ordinary === 0) return 1;
    const ratio = sqrt(this.variance[factor]! / ordinary);
    return ratio < 1 ? 1 : ratio > UNREST_MAX ? UNREST_MAX : ratio;
  }
}
