import type { PowerLaw } from '../market/depth/power-law.js';
import type { FactorDepth, ResilienceRules } from './scenario.js';

// Bound once: see shared-market.ts.
const { exp, expm1, log1p, max, min } = Math;

/** Below this share of the price the law says nothing: the bids are taken as exhausted. */
const PRICE_RATIO_MIN = 0.01;

/**
 * How far sales and purchases have pushed each price factor, and how it comes back.
 *
 * The law `impact(Q) = a Q^b` is the average impact of selling Q from a rested market, so the last unit is displaced by
 * `x = (1+b) a Q^b`. The state is x itself: outstanding volume that decays by a factor d per step turns into x decaying by `d^b`,
 * which spares a power per step. A share of every new displacement becomes permanent.
 * Units: sizes in the law's size unit, displacements as log price.
 * Special cases: a coefficient of 0 is a market that nothing moves; at `Infinity` nothing can be sold, and a sale drops the price to the floor.
 */
export class DepthState {
  /** Marginal impact ratio of what was sold and bought and has not recovered yet. */
  private readonly soldImpact: Float64Array;
  private readonly boughtImpact: Float64Array;
  private readonly permanentLog: Float64Array;
  /** `displacementLog` of each factor as of now. */
  private readonly displacement: Float64Array;
  private readonly decayPerStep: Float64Array;
  private readonly exhaustedSize: Float64Array;
  /** The laws as quoted times what volatility makes of them: `a` and the size at which bids are exhausted. */
  private readonly current: { coefficient: number; readonly exponent: number }[];
  private readonly currentExhaustedSize: Float64Array;
  private peakSize = 0;

  constructor(
    private readonly laws: readonly FactorDepth[],
    private readonly resilience: ResilienceRules,
    stepSeconds: number,
  ) {
    this.soldImpact = new Float64Array(laws.length);
    this.boughtImpact = new Float64Array(laws.length);
    this.permanentLog = new Float64Array(laws.length);
    this.displacement = new Float64Array(laws.length);
    const volumeDecayLog = (-Math.LN2 * stepSeconds) / resilience.recoveryHalfLifeSeconds;
    this.decayPerStep = Float64Array.from(laws, ({ exponent }) => exp(volumeDecayLog * exponent));
    this.exhaustedSize = Float64Array.from(laws, (law) => sizeAtImpact(law, 1 - PRICE_RATIO_MIN));
    this.current = laws.map(({ coefficient, exponent }) => ({ coefficient, exponent }));
    this.currentExhaustedSize = this.exhaustedSize.slice();
  }

  /** Forgets everything: a new path starts from a rested market. */
  reset(): void {
    this.soldImpact.fill(0);
    this.boughtImpact.fill(0);
    this.permanentLog.fill(0);
    this.displacement.fill(0);
    this.peakSize = 0;
    for (let factor = 0; factor < this.laws.length; factor++) this.scaleImpact(factor, 1);
  }

  /** Whether sales move a factor at all. */
  moves(factor: number): boolean {
    return this.laws[factor]!.coefficient > 0;
  }

  /**
   * Sets a factor's impact to `multiplier` times the quoted one from now on.
   *
   * What is displaced stays where it is: a thinner market does not itself move the price, it takes less to move it further.
   */
  scaleImpact(factor: number, multiplier: number): void {
    const law = this.laws[factor]!;
    if (this.current[factor]!.coefficient === law.coefficient * multiplier) return;
    this.current[factor]!.coefficient = law.coefficient * multiplier;
    this.currentExhaustedSize[factor] = this.exhaustedSize[factor]! * multiplier ** (-1 / law.exponent);
  }

  /** Lets one step of recovery pass. */
  recover(): void {
    for (let factor = 0; factor < this.laws.length; factor++) {
      if (this.soldImpact[factor] === 0 && this.boughtImpact[factor] === 0) continue;
      this.soldImpact[factor]! *= this.decayPerStep[factor]!;
      this.boughtImpact[factor]! *= this.decayPerStep[factor]!;
      this.refreshDisplacement(factor);
    }
  }

  /** Log displacement of a factor's market price, temporary and permanent together (negative after sales). */
  displacementLog(factor: number): number {
    return this.displacement[factor]!;
  }

  /** The part of the displacement that stays. */
  permanentDisplacementLog(factor: number): number {
    return this.permanentLog[factor]!;
  }

  /** Largest outstanding sale so far over the largest size that its law was fitted on. */
  peakSizeRatio(): number {
    return this.peakSize;
  }

  /** Average price, relative to the market price now, that selling `size` more would fetch; 1 for a size of 0. */
  saleMultiplier(factor: number, size: number): number {
    const law = this.current[factor]!;
    if (size <= 0 || law.coefficient === 0) return 1;
    if (law.coefficient === Infinity) return 0;
    const before = sizeAtImpact(law, this.soldImpact[factor]!);
    const average = (this.proceeds(factor, before + size) - this.proceeds(factor, before)) / size;
    return average / (1 - this.soldImpact[factor]!);
  }

  /** Average price, relative to the market price now, that buying `size` more would cost; 1 for a size of 0. */
  purchaseMultiplier(factor: number, size: number): number {
    const law = this.current[factor]!;
    if (size <= 0 || law.coefficient === 0) return 1;
    if (law.coefficient === Infinity) return Infinity;
    const before = sizeAtImpact(law, this.boughtImpact[factor]!);
    const average = (costOf(law, before + size) - costOf(law, before)) / size;
    return average / (1 + this.boughtImpact[factor]!);
  }

  /** Executes a sale: the volume joins what is outstanding, and a share of the new displacement becomes permanent. */
  sell(factor: number, size: number): void {
    const law = this.current[factor]!;
    if (size <= 0 || law.coefficient === 0) return;
    const outstanding = sizeAtImpact(law, this.soldImpact[factor]!) + size;
    this.peakSize = max(this.peakSize, outstanding / this.laws[factor]!.sizeMax);
    const before = saleLog(this.soldImpact[factor]!);
    const after = saleLog(max(this.soldImpact[factor]!, min(impactAtSize(law, outstanding), 1 - PRICE_RATIO_MIN)));
    const permanent = this.resilience.permanentShareRatio * (after - before);
    this.permanentLog[factor]! -= permanent;
    // permanentLog carries that share from here on, so the outstanding impact shrinks to the rest.
    this.soldImpact[factor] = -expm1(permanent - after);
    this.refreshDisplacement(factor);
  }

  /** Executes a purchase, the mirror of a sale; there is no bid to exhaust. */
  buy(factor: number, size: number): void {
    const law = this.current[factor]!;
    if (size <= 0 || law.coefficient === 0 || law.coefficient === Infinity) return;
    const before = log1p(this.boughtImpact[factor]!);
    const after = log1p(impactAtSize(law, sizeAtImpact(law, this.boughtImpact[factor]!) + size));
    const permanent = this.resilience.permanentShareRatio * (after - before);
    this.permanentLog[factor]! += permanent;
    this.boughtImpact[factor] = expm1(after - permanent);
    this.refreshDisplacement(factor);
  }

  private refreshDisplacement(factor: number): void {
    this.displacement[factor] = this.permanentLog[factor]! - saleLog(this.soldImpact[factor]!) + log1p(this.boughtImpact[factor]!);
  }

  /** Money for selling `size` from rest, in units of the rested price; flat once bids are exhausted. */
  private proceeds(factor: number, size: number): number {
    const law = this.current[factor]!;
    const filled = min(size, this.currentExhaustedSize[factor]!);
    return filled * (1 - law.coefficient * filled ** law.exponent);
  }
}

function impactAtSize({ coefficient, exponent }: PowerLaw, size: number): number {
  return (1 + exponent) * coefficient * size ** exponent;
}

function sizeAtImpact({ coefficient, exponent }: PowerLaw, impactRatio: number): number {
  return impactRatio === 0 ? 0 : (impactRatio / ((1 + exponent) * coefficient)) ** (1 / exponent);
}

function saleLog(impactRatio: number): number {
  return -log1p(-impactRatio);
}

function costOf({ coefficient, exponent }: PowerLaw, size: number): number {
  return size * (1 + coefficient * size ** exponent);
}
