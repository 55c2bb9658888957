import { philox4x32 } from '../../core/philox.js';
import { hashPurpose } from '../../core/random-stream.js';

/** What owners do as their accounts weaken. */
export type BorrowerBehaviour =
  /** Nothing: the cautious choice. */
  | { readonly kind: 'passive' }
  | {
      /** `repay` brings money from outside for debts, `top-up` brings more of the same collateral. */
      readonly kind: 'repay' | 'top-up';
      /** Health factor below which an owner may act. */
      readonly belowHealth: number;
      /** Health factor that an owner who acts restores. */
      readonly targetHealth: number;
      /** Chance that an owner acts within one step at a health factor of 1 or less; it rises in a straight line from 0 at `belowHealth`. */
      readonly probabilityPerStep: number;
    };

export type ActiveBehaviour = Exclude<BorrowerBehaviour, { kind: 'passive' }>;

const TWO_POW_32 = 4294967296;

/**
 * Draws whether owners act: one number per (seed, venue, path, step, account), so that it does not matter who is asked first, or whether others are.
 */
export class OwnerDraws {
  private readonly words = new Uint32Array(4);
  private readonly purpose: number;
  private path = 0;

  constructor(
    private readonly behaviour: ActiveBehaviour,
    private readonly seed: number,
    place: number,
  ) {
    this.purpose = hashPurpose(`owners/${place}`);
  }

  start(path: number): void {
    this.path = path;
  }

  acts(step: number, account: number, healthFactor: number): boolean {
    const { belowHealth, probabilityPerStep } = this.behaviour;
    const danger = healthFactor <= 1 ? 1 : (belowHealth - healthFactor) / (belowHealth - 1);
    if (danger <= 0) return false;
    philox4x32(account, step, this.path, this.purpose, this.seed >>> 0, Math.floor(this.seed / TWO_POW_32), this.words);
    return (this.words[0]! + 0.5) / TWO_POW_32 < probabilityPerStep * danger;
  }
}
