import { assertInvariant } from '../../core/assert.js';
import type { PerpBalances, PerpBook } from './book.js';
import type { PerpLedger } from './ledger.js';
import type { PerpBackstop } from './perp-backstop.js';

/** Rounding allowed in the conservation sums, relative to the amounts that they are differences of. */
const CONSERVATION_TOLERANCE = 1e-9;

/**
 * Asserts that nothing was made or lost: base, market by market, and cash over units, fund, winners and fees.
 *
 * With a unit's cash as collateral − Σ size · entry, which no price moves: `Σ cash at end − Σ cash at start = got for what was closed − funding settled − fees −
 * seized from winners − charged to all + deficits written off`; `deficits = fund draw + ADL + socialised`; `fund at end = fund at start + received − drawn`;
 * market by market the funding that fell due, step by step, on longs less shorts is what was settled in closing and what open positions owe.
 * @param horizonDeficitUsd deficits of units that are still open: covered, not written off
 * @throws InternalError when something does not add up
 */
export function assertPerpsConserved(
  book: PerpBook,
  balances: PerpBalances,
  changed: readonly number[],
  ledger: PerpLedger,
  backstop: PerpBackstop,
  startFundUsd: number,
  horizonDeficitUsd: number,
  fundingUsdPerBase: Float64Array,
): void {
  const near = (a: number, b: number, scale: number): boolean => Math.abs(a - b) <= CONSERVATION_TOLERANCE * (scale + 1);
  const closedBase = new Float64Array(book.markets.length);
  const heldBase = new Float64Array(book.markets.length);
  let cashUsd = 0;
  let scaleUsd = ledger.closedUsd;
  let brokenRow = -1;
  for (const unit of changed) {
    cashUsd += balances.unitCollateralUsd[unit]! - book.unitCollateralUsd[unit]!;
    scaleUsd += Math.abs(balances.unitCollateralUsd[unit]!) + Math.abs(book.unitCollateralUsd[unit]!);
    for (let row = book.unitStart[unit]!; row < book.unitStart[unit + 1]!; row++) {
      const market = book.positionMarket[row]!;
      const before = book.positionSizeBase[row]!;
      const after = balances.positionSizeBase[row]!;
      if (!(after === 0 || (before > 0 ? after > 0 && after <= before : after < 0 && after >= before))) brokenRow = row;
      closedBase[market]! += before - after;
      heldBase[market]! += Math.abs(before);
      cashUsd += (before - after) * book.positionEntryPriceUsd[row]!;
      scaleUsd += Math.abs(before) * book.positionEntryPriceUsd[row]!;
    }
  }
  assertInvariant(brokenRow === -1, () => `position ${brokenRow} went from ${book.positionSizeBase[brokenRow]} to ${balances.positionSizeBase[brokenRow]}`);
  for (let market = 0; market < closedBase.length; market++) {
    const gap = Math.abs(closedBase[market]! - ledger.soldBase[market]!);
    assertInvariant(gap <= CONSERVATION_TOLERANCE * heldBase[market]!, () => `market ${market}: units closed ${closedBase[market]} base, the ledger says ${ledger.soldBase[market]}`);
  }
  const fundingUsd = ledger.fundingSettledUsd.reduce((sum, settledUsd) => sum + settledUsd, 0);
  const booked = ledger.tradeCashUsd - fundingUsd - ledger.feesUsd - ledger.seizedUsd - ledger.chargedUsd + ledger.writtenOffUsd;
  assertInvariant(near(cashUsd, booked, scaleUsd + Math.abs(ledger.tradeCashUsd) + Math.abs(fundingUsd)), () => `units' cash changed by ${cashUsd} USD, the ledger says ${booked}`);
  const deficitUsd = ledger.deficitUsd + horizonDeficitUsd;
  const paidUsd = backstop.drawUsd + backstop.adlUsd + backstop.socialisedUsd;
  assertInvariant(near(deficitUsd, paidUsd, scaleUsd + deficitUsd), () => `deficits of ${deficitUsd} USD, paid ${paidUsd}`);
  for (let market = 0; market < closedBase.length; market++) {
    const owedUsd = ledger.fundingSettledUsd[market]! + ledger.netBase(market) * fundingUsdPerBase[market]!;
    const scale = Math.abs(ledger.fundingAccruedUsd[market]!) + heldBase[market]! * Math.abs(fundingUsdPerBase[market]!);
    assertInvariant(near(ledger.fundingAccruedUsd[market]!, owedUsd, scale), () => `market ${market}: funding of ${ledger.fundingAccruedUsd[market]} USD fell due, positions paid ${owedUsd}`);
  }
  const fundUsd = startFundUsd + backstop.receivedUsd - backstop.drawUsd;
  assertInvariant(backstop.fundUsd >= 0 && near(backstop.fundUsd, fundUsd, startFundUsd + backstop.receivedUsd), () => `the fund holds ${backstop.fundUsd} USD, its bookings say ${fundUsd}`);
}
