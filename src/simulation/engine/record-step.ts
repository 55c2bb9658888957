import type { LendingBook } from '../book.js';
import type { VenueLedger } from '../lending/ledger.js';
import type { PathTimeline } from '../outcome.js';
import type { SharedMarket } from '../shared-market.js';
import { debtUsdOf, weightedCollateralUsdOf, type Balances } from '../valuation.js';
import { shortfallUsdOf } from './settlement.js';

/** Writes one step of a lending venue into the record of its path; looks at every account, as a record is made of a few paths only. */
export function recordLendingStep(
  timeline: PathTimeline,
  book: LendingBook,
  balances: Balances,
  oraclePriceUsd: Float64Array,
  market: SharedMarket,
  ledger: VenueLedger,
  liquidatedAccounts: number,
): void {
  const { step, factorLog } = market;
  let shortfallUsd = 0;
  let weightedUsd = 0;
  let debtUsd = 0;
  for (let account = 0; account < book.accounts.length; account++) {
    const owedUsd = debtUsdOf(book, balances, oraclePriceUsd, account);
    if (owedUsd === 0) continue;
    debtUsd += owedUsd;
    weightedUsd += weightedCollateralUsdOf(book, balances, oraclePriceUsd, account);
    shortfallUsd += shortfallUsdOf(book, balances, oraclePriceUsd, account);
  }
  timeline.liquidatedDebtByStepUsd[step] = ledger.repaidUsd;
  timeline.soldByStepUsd[step] = ledger.soldUsd;
  timeline.badDebtByStepUsd[step] = shortfallUsd + ledger.writtenOffUsd;
  timeline.healthByStep[step] = debtUsd > 0 ? weightedUsd / debtUsd : Infinity;
  timeline.liquidatedAccountsByStep[step] = liquidatedAccounts;
  timeline.marketLogByStep.set(factorLog, step * factorLog.length);
}
