import type { PathTimeline } from '../outcome.js';
import type { SharedMarket } from '../shared-market.js';
import type { PerpBalances, PerpBook } from './book.js';
import type { PerpLedger } from './ledger.js';
import { equityUsdOf, maintenanceUsdOf, type PerpPrices } from './valuation.js';

/** Writes one step of a perps venue into the record of its path; looks at every unit, as a record is made of a few paths only. */
export function recordPerpStep(
  timeline: PathTimeline,
  book: PerpBook,
  balances: PerpBalances,
  { markUsd, profitUsd }: PerpPrices,
  market: SharedMarket,
  ledger: PerpLedger,
  liquidatedUnits: number,
): void {
  const { step, factorLog } = market;
  let shortfallUsd = 0;
  let equitySumUsd = 0;
  let maintenanceSumUsd = 0;
  for (let unit = 0; unit < book.unitNames.length; unit++) {
    const maintenanceUsd = maintenanceUsdOf(book, balances, markUsd, unit);
    if (maintenanceUsd === 0) continue;
    const equityUsd = equityUsdOf(book, balances, profitUsd, unit);
    maintenanceSumUsd += maintenanceUsd;
    equitySumUsd += equityUsd;
    if (equityUsd < 0) shortfallUsd -= equityUsd;
  }
  timeline.liquidatedDebtByStepUsd[step] = ledger.closedUsd;
  timeline.soldByStepUsd[step] = ledger.tradedUsd;
  timeline.badDebtByStepUsd[step] = ledger.deficitUsd + shortfallUsd;
  timeline.healthByStep[step] = maintenanceSumUsd > 0 ? equitySumUsd / maintenanceSumUsd : Infinity;
  timeline.liquidatedAccountsByStep[step] = liquidatedUnits;
  timeline.marketLogByStep.set(factorLog, step * factorLog.length);
}
