import type { LiquidationMode } from '../../protocol/perps/liquidation/liquidation-mode.js';
import type { LiquidationRecord } from '../../protocol/perps/liquidation/liquidation-window.js';

const NONE: readonly LiquidationRecord[] = [];

/** What was closed before, as a venue's mode asks for it: per market for a rate limit, per position for the others. */
export class CloseHistory {
  private readonly records = new Map<number, LiquidationRecord[]>();
  private readonly isPerMarket: boolean;
  private readonly forgetsWhenSound: boolean;

  constructor(mode: LiquidationMode) {
    this.isPerMarket = mode.kind === 'rate-limited';
    this.forgetsWhenSound = mode.kind === 'shortage-ramp';
  }

  reset(): void {
    this.records.clear();
  }

  of(row: number, market: number): readonly LiquidationRecord[] {
    return this.records.get(this.isPerMarket ? market : row) ?? NONE;
  }

  add(row: number, market: number, atSeconds: number, sizeBase: number): void {
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
