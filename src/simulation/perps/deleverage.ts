import { assertInvariant } from '../../core/assert.js';
import { seizeProfits, type AdlPolicy } from '../../protocol/perps/backstop/adl-policy.js';
import type { AdlCandidate } from '../../protocol/perps/backstop/adl-queue.js';
import { findUnitOfRow, type PerpBalances, type PerpBook } from './book.js';
import type { PerpLedger } from './ledger.js';
import { sideIndexOf } from './level-lists.js';
import { equityUsdOf, rowMaintenanceUsdOf, type PerpPrices } from './valuation.js';

/** Deleveraging counts in millionths of a dollar, the smallest unit of the quote assets that venues settle in. */
const RAW_PER_USD = 1e6;

/** What a wave's bankrupt positions of one market and side leave when winners have taken what they can. */
export interface LeftOver {
  readonly market: number;
  /** Signed as the bankrupt positions were. */
  readonly sizeBase: number;
  /** What it is short of the mark: it was closed at the bankruptcy price. */
  readonly lossUsd: number;
}

/**
 * Closes bankrupt positions against winners on the other side, at the bankruptcy price.
 *
 * A unit with equity E < 0 and maintenance margins m is closed, by the share asked for, at the prices that use its equity up: position r at the mark plus or
 * minus `−E · (m_r / Σ m) / size_r`, dYdX v4's rule. The bankrupt positions of one market and side in one wave are closed at their mean price against
 * positions of the other side that are in profit, in the order and by the shares of the venue's policy (`seizeProfits`): a winner closes `taken / (loss per
 * base)`, hence gives up no more than its profit, its equity, or its position. What nobody takes is left over.
 * Conserves: base, to the rounding of a double, and money: what bankrupt units are spared is what winners give up and what is left over.
 */
export class Deleverager {
  /** Per market and side, see `sideIndexOf`: what is set aside. */
  private readonly sizeBase: Float64Array;
  private readonly lossUsd: Float64Array;
  private readonly rowsBySide: readonly (readonly number[])[];
  private readonly unitOfRow: Int32Array;
  private isEmpty = true;

  constructor(
    private readonly policy: AdlPolicy,
    private readonly book: PerpBook,
    private readonly balances: PerpBalances,
    private readonly ledger: PerpLedger,
  ) {
    const sides = 2 * book.markets.length;
    this.sizeBase = new Float64Array(sides);
    this.lossUsd = new Float64Array(sides);
    const rowsBySide = Array.from({ length: sides }, (): number[] => []);
    for (let row = 0; row < book.positionMarket.length; row++) rowsBySide[sideIndexOf(book.positionMarket[row]!, book.positionSizeBase[row]!)]!.push(row);
    this.rowsBySide = rowsBySide;
    this.unitOfRow = findUnitOfRow(book);
  }

  /** Forgets what was set aside. */
  reset(): void {
    this.sizeBase.fill(0);
    this.lossUsd.fill(0);
    this.isEmpty = true;
  }

  /**
   * Closes a share of a bankrupt unit's positions at their bankruptcy prices, for the wave to find counterparties.
   *
   * Gives what the unit is spared, `share · −equity`; 0 where no position asks for margin, and nothing is closed then.
   */
  setAside(unit: number, shareRatio: number, { markUsd, profitUsd }: PerpPrices, fundingUsdPerBase: Float64Array): number {
    const { book, balances, ledger } = this;
    const missingUsd = -equityUsdOf(book, balances, profitUsd, unit);
    const from = book.unitStart[unit]!;
    const end = book.unitStart[unit + 1]!;
    let marginUsd = 0;
    for (let row = from; row < end; row++) marginUsd += rowMaintenanceUsdOf(book, balances, markUsd, row);
    assertInvariant(missingUsd > 0, `unit ${unit} is deleveraged with an equity of ${-missingUsd} USD`);
    if (!(marginUsd > 0)) return 0;
    const sparedUsd = shareRatio * missingUsd;
    for (let row = from; row < end; row++) {
      const heldBase = balances.positionSizeBase[row]!;
      if (heldBase === 0) continue;
      const market = book.positionMarket[row]!;
      const side = sideIndexOf(market, heldBase);
      const lossUsd = sparedUsd * (rowMaintenanceUsdOf(book, balances, markUsd, row) / marginUsd);
      const closedBase = this.closeRow(unit, row, shareRatio * Math.abs(heldBase), markUsd[market]!, profitUsd[market]!, fundingUsdPerBase[market]!);
      this.sizeBase[side]! += Math.abs(closedBase);
      this.lossUsd[side]! += lossUsd;
      ledger.closedUsd += Math.abs(closedBase) * markUsd[market]!;
    }
    balances.unitCollateralUsd[unit]! += sparedUsd;
    ledger.writtenOffUsd += sparedUsd;
    this.isEmpty = false;
    return sparedUsd;
  }

  /**
   * Ends a wave: closes winners against what was set aside.
   *
   * @param onClosed told of every unit whose position was closed or made smaller
   * Gives what winners gave up in USD, and passes what nobody took to `onLeftOver`.
   */
  settle(prices: PerpPrices, fundingUsdPerBase: Float64Array, onClosed: (unit: number) => void, onLeftOver: (left: LeftOver) => void): number {
    if (this.isEmpty) return 0;
    let takenUsd = 0;
    for (let side = 0; side < this.sizeBase.length; side++) {
      const sizeBase = this.sizeBase[side]!;
      if (sizeBase === 0) continue;
      const lossPerBaseUsd = this.lossUsd[side]! / sizeBase;
      const takenBase = this.closeWinners(side, lossPerBaseUsd, prices, fundingUsdPerBase, onClosed);
      takenUsd += takenBase * lossPerBaseUsd;
      if (takenBase < sizeBase) onLeftOver({ market: side >> 1, sizeBase: (side % 2 === 0 ? 1 : -1) * (sizeBase - takenBase), lossUsd: (sizeBase - takenBase) * lossPerBaseUsd });
    }
    this.reset();
    return takenUsd;
  }

  private closeWinners(side: number, lossPerBaseUsd: number, { markUsd, profitUsd }: PerpPrices, fundingUsdPerBase: Float64Array, onClosed: (unit: number) => void): number {
    const { balances } = this;
    const market = side >> 1;
    const rowByName = new Map<string, number>();
    const candidates: AdlCandidate[] = [];
    for (const row of this.rowsBySide[side ^ 1]!) {
      const candidate = this.viewWinner(row, lossPerBaseUsd, markUsd[market]!, profitUsd);
      if (candidate === null) continue;
      candidates.push(candidate);
      rowByName.set(candidate.account, row);
    }
    let openBase = this.sizeBase[side]!;
    for (const { account, seizedRaw } of seizeProfits(this.policy, toRaw(this.lossUsd[side]!), candidates)) {
      if (seizedRaw === 0n) continue;
      const row = rowByName.get(account)!;
      const heldBase = Math.abs(balances.positionSizeBase[row]!);
      // A position of which all is asked for is closed to the last digit, not to the last millionth of a dollar.
      const wantedBase = seizedRaw === toRaw(heldBase * lossPerBaseUsd) ? heldBase : Number(seizedRaw) / RAW_PER_USD / lossPerBaseUsd;
      const unit = this.unitOfRow[row]!;
      const closedBase = Math.abs(this.closeRow(unit, row, Math.min(wantedBase, openBase), markUsd[market]!, profitUsd[market]!, fundingUsdPerBase[market]!));
      balances.unitCollateralUsd[unit]! -= closedBase * lossPerBaseUsd;
      this.ledger.seizedUsd += closedBase * lossPerBaseUsd;
      openBase -= closedBase;
      onClosed(unit);
    }
    return this.sizeBase[side]! - openBase;
  }

  /** A winning position in the form that the protocol library ranks; `null` where there is no profit to take. */
  private viewWinner(row: number, lossPerBaseUsd: number, markPriceUsd: number, profitPriceUsd: Float64Array): AdlCandidate | null {
    const { book, balances } = this;
    const sizeBase = balances.positionSizeBase[row]!;
    const heldBase = Math.abs(sizeBase);
    const profitUsd = sizeBase * (profitPriceUsd[book.positionMarket[row]!]! - book.positionEntryPriceUsd[row]!);
    if (!(profitUsd > 0)) return null;
    const unit = this.unitOfRow[row]!;
    const profitRaw = toRaw(profitUsd);
    const positionRaw = toRaw(heldBase * lossPerBaseUsd);
    return {
      account: book.unitNames[unit]!,
      equityRaw: toRaw(equityUsdOf(book, balances, profitPriceUsd, unit)),
      seizableRaw: positionRaw < profitRaw ? positionRaw : profitRaw,
      unrealisedPnlRaw: profitRaw,
      entryNotionalRaw: toRaw(heldBase * book.positionEntryPriceUsd[row]!),
      markNotionalRaw: toRaw(heldBase * markPriceUsd),
    };
  }

  /** Closes some of a position at the mark, settles its funding, and gives the change of its size with the sign that it had. */
  private closeRow(unit: number, row: number, closedBase: number, markPriceUsd: number, profitPriceUsd: number, fundingUsd: number): number {
    const { book, balances, ledger } = this;
    const heldBase = balances.positionSizeBase[row]!;
    const isWhole = closedBase >= Math.abs(heldBase);
    const deltaBase = isWhole ? heldBase : Math.sign(heldBase) * closedBase;
    balances.positionSizeBase[row] = isWhole ? 0 : heldBase - deltaBase;
    balances.unitCollateralUsd[unit]! += deltaBase * (profitPriceUsd - book.positionEntryPriceUsd[row]!);
    const market = book.positionMarket[row]!;
    ledger.soldBase[market]! += deltaBase;
    ledger.tradeCashUsd += deltaBase * markPriceUsd;
    ledger.fundingSettledUsd[market]! += deltaBase * fundingUsd;
    return deltaBase;
  }
}

/** Rounded down, so that nothing is taken that was not there. */
function toRaw(valueUsd: number): bigint {
  return BigInt(Math.floor(valueUsd * RAW_PER_USD));
}
