import type { LiquidationMode } from '../../protocol/perps/liquidation/liquidation-mode.js';
import type { LiquidationRecord } from '../../protocol/perps/liquidation/liquidation-window.js';

const NONE: readonly LiquidationRecord[] = [];

/** Modes that close the same whatever was closed before. */
const FORGETFUL: ReadonlySet<LiquidationMode['kind']> = new Set(['full', 'tier-by-tier', 'half-first']);

/** What was closed before, as a venue's mode asks for it: per market for a rate limit, per position for the others. */
export class CloseHistory {
  private readonly records = new Map<number, LiquidationRecord[]>();
  private readonly isPerMarket: boolean;
  private readonly isForgetful: boolean;
  private readonly forgetsWhenSound: boolean;

  constructor(mode: LiquidationMode) {
    this.isForgetful = FORGETFUL.has(mode.kind);
    this.isPerMarket = mode.kind === 'rate-limited';
    this.forgetsWhenSound = mode.kind === 'shortage-ramp';
  }

  reset(): void {
    this.records.clear();
  }

  of(row: number, market: number): readonly LiquidationRecord[] {
    if (this.records.size === 0) return NONE;
    return this.records.get(this.isPerMarket ? market : row) ?? NONE;
  }

  /** Notes what was closed; a position of which nothing is left is not asked about again. */
  add(row: number, market: number, atSeconds: number, sizeBase: number, isWhole: boolean): void {
    if (this.isForgetful || (isWhole && !this.isPerMarket)) return;
    const key = this.isPerMarket ? market : row;
    const known = this.records.get(key);
    if (known) known.push({ atSeconds, sizeBase });
    else this.records.set(key, [{ atSeconds, sizeBase }]);
  }

  /** A unit is sound again: a ramp starts anew with its next shortage. */
  noteSound(fromRow: number, toRow: number): void {
    if (!this.forgetsWhenSound) return;
    for (let row = fromRow; row < toRow; row++) this.records.delete(row);
  }
}
