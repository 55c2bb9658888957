import { averageImpactRatio, marginalLogImpact, sizeFromMarginalLogImpact } from '../market/depth/power-law.js';
import type { FactorDepth, ResilienceRules } from './scenario.js';

/**
 * How far sales and purchases have pushed each price factor, and how it comes back.
 *
 * The law `impact(Q) = a Q^b` is the average impact of selling Q from a rested market, so the price of the last unit is
 * displaced by `(1+b) a Q^b`. Sales add to an outstanding volume Q that decays; a share of every new displacement becomes permanent.
 * Units: volumes in the law's size unit, displacements as log price.
 */
export class DepthState {
  private readonly sold: Float64Array;
  private readonly bought: Float64Array;
  private readonly permanentLog: Float64Array;
  private readonly decay: number;
  private peakSize = 0;

  constructor(
    private readonly depth: readonly FactorDepth[],
    private readonly resilience: ResilienceRules,
    stepSeconds: number,
  ) {
    this.sold = new Float64Array(depth.length);
    this.bought = new Float64Array(depth.length);
    this.permanentLog = new Float64Array(depth.length);
    this.decay = Math.exp((-Math.LN2 * stepSeconds) / resilience.recoveryHalfLifeSeconds);
  }

  /** Forgets everything: a new path starts from a rested market. */
  reset(): void {
    this.sold.fill(0);
    this.bought.fill(0);
    this.permanentLog.fill(0);
    this.peakSize = 0;
  }

  /** Largest outstanding sale so far over the largest size that its law was fitted on. */
  peakSizeRatio(): number {
    return this.peakSize;
  }

  /** Lets one step of recovery pass. */
  recover(): void {
    for (let factor = 0; factor < this.depth.length; factor++) {
      this.sold[factor]! *= this.decay;
      this.bought[factor]! *= this.decay;
    }
  }

  /** Log displacement of a factor's market price, temporary and permanent together (negative after sales). */
  displacementLog(factor: number): number {
    return this.permanentLog[factor]! - this.saleLog(factor, this.sold[factor]!) + this.purchaseLog(factor, this.bought[factor]!);
  }

  /** The part of the displacement that stays. */
  permanentDisplacementLog(factor: number): number {
    return this.permanentLog[factor]!;
  }

  /** Average price, relative to the market price now, that selling `size` more would fetch; 1 for a size of 0. */
  saleMultiplier(factor: number, size: number): number {
    if (size <= 0) return 1;
    const before = this.sold[factor]!;
    const average = (this.proceeds(factor, before + size) - this.proceeds(factor, before)) / size;
    return average * Math.exp(this.saleLog(factor, before));
  }

  /** Average price, relative to the market price now, that buying `size` more would cost; 1 for a size of 0. */
  purchaseMultiplier(factor: number, size: number): number {
    if (size <= 0) return 1;
    const before = this.bought[factor]!;
    const average = (this.cost(factor, before + size) - this.cost(factor, before)) / size;
    return average * Math.exp(-this.purchaseLog(factor, before));
  }

  /** Executes a sale: the volume joins what is outstanding, and a share of the new displacement becomes permanent. */
  sell(factor: number, size: number): void {
    const outstanding = this.sold[factor]! + size;
    this.peakSize = Math.max(this.peakSize, outstanding / this.depth[factor]!.sizeMax);
    const before = this.saleLog(factor, this.sold[factor]!);
    const after = this.saleLog(factor, outstanding);
    const permanent = this.resilience.permanentShareRatio * (after - before);
    this.permanentLog[factor]! -= permanent;
    // permanentLog carries that share from here on, so the outstanding volume shrinks to what explains the rest.
    this.sold[factor] = sizeFromMarginalLogImpact(this.depth[factor]!, after - permanent);
  }

  /** Executes a purchase, the mirror of a sale. */
  buy(factor: number, size: number): void {
    const law = this.depth[factor]!;
    const before = this.purchaseLog(factor, this.bought[factor]!);
    const after = this.purchaseLog(factor, this.bought[factor]! + size);
    const permanent = this.resilience.permanentShareRatio * (after - before);
    this.permanentLog[factor]! += permanent;
    this.bought[factor] = (Math.expm1(after - permanent) / ((1 + law.exponent) * law.coefficient)) ** (1 / law.exponent);
  }

  private saleLog(factor: number, volume: number): number {
    return marginalLogImpact(this.depth[factor]!, volume);
  }

  /** Purchases push the last unit up by (1 + b) a Q^b; there is no bid to exhaust. */
  private purchaseLog(factor: number, volume: number): number {
    const law = this.depth[factor]!;
    return volume <= 0 ? 0 : Math.log1p((1 + law.exponent) * averageImpactRatio(law, volume));
  }

  /** Money for selling `volume` from rest, in units of the rested price; flat once bids are exhausted. */
  private proceeds(factor: number, volume: number): number {
    const law = this.depth[factor]!;
    const filled = Math.min(volume, sizeFromMarginalLogImpact(law, Infinity));
    return filled * (1 - averageImpactRatio(law, filled));
  }

  private cost(factor: number, volume: number): number {
    return volume * (1 + averageImpactRatio(this.depth[factor]!, volume));
  }
}
