import { seizeProfits, type AdlPolicy } from '../../protocol/perps/backstop/adl-policy.js';
import type { AdlCandidate } from '../../protocol/perps/backstop/adl-queue.js';
import type { PerpBalances, PerpBook } from './book.js';
import { equityUsdOf } from './valuation.js';

/** Deleveraging counts in millionths of a dollar, the smallest unit of the quote assets that venues settle in. */
const RAW_PER_USD = 1e6;

/** Sides of markets that lost: one bit per side. */
export const LONGS_LOST = 1;
export const SHORTS_LOST = 2;

/** Winners on the other side of what lost, in the form that the protocol library ranks. */
export interface Winners {
  readonly candidates: readonly AdlCandidate[];
  readonly unitByName: ReadonlyMap<string, number>;
}

/**
 * Finds the winners of a wave: units with a positive unrealised profit in positions on the other side of those that lost.
 *
 * @param lostSides bits per market, `LONGS_LOST` and `SHORTS_LOST`
 */
export function findWinners(book: PerpBook, balances: PerpBalances, priceUsd: Float64Array, lostSides: Uint8Array): Winners {
  const candidates: AdlCandidate[] = [];
  const unitByName = new Map<string, number>();
  for (let unit = 0; unit < book.unitNames.length; unit++) {
    const candidate = viewWinner(book, balances, priceUsd, lostSides, unit);
    if (candidate === null) continue;
    candidates.push(candidate);
    unitByName.set(candidate.account, unit);
  }
  return { candidates, unitByName };
}

function viewWinner(book: PerpBook, balances: PerpBalances, priceUsd: Float64Array, lostSides: Uint8Array, unit: number): AdlCandidate | null {
  let profitUsd = 0;
  let entryUsd = 0;
  let markUsd = 0;
  for (let row = book.unitStart[unit]!; row < book.unitStart[unit + 1]!; row++) {
    const market = book.positionMarket[row]!;
    const sizeBase = balances.positionSizeBase[row]!;
    const isOpposite = sizeBase > 0 ? (lostSides[market]! & SHORTS_LOST) !== 0 : sizeBase < 0 && (lostSides[market]! & LONGS_LOST) !== 0;
    if (!isOpposite) continue;
    const rowProfitUsd = sizeBase * (priceUsd[market]! - book.positionEntryPriceUsd[row]!);
    if (!(rowProfitUsd > 0)) continue;
    profitUsd += rowProfitUsd;
    entryUsd += Math.abs(sizeBase) * book.positionEntryPriceUsd[row]!;
    markUsd += Math.abs(sizeBase) * priceUsd[market]!;
  }
  if (profitUsd === 0) return null;
  const profitRaw = toRaw(profitUsd);
  return {
    account: book.unitNames[unit]!,
    equityRaw: toRaw(equityUsdOf(book, balances, priceUsd, unit)),
    seizableRaw: profitRaw,
    unrealisedPnlRaw: profitRaw,
    entryNotionalRaw: toRaw(entryUsd),
    markNotionalRaw: toRaw(markUsd),
  };
}

/**
 * Takes a budget from winners by the venue's policy: lowers their collateral, the positions stay.
 *
 * Gives the units that something was taken from, with the amount in USD; `Σ ≤ budget`, to a millionth of a dollar.
 */
export function seizeFromWinners(policy: AdlPolicy, budgetUsd: number, { candidates, unitByName }: Winners): { unit: number; seizedUsd: number }[] {
  return seizeProfits(policy, toRaw(budgetUsd), candidates)
    .filter(({ seizedRaw }) => seizedRaw > 0n)
    .map(({ account, seizedRaw }) => ({ unit: unitByName.get(account)!, seizedUsd: Number(seizedRaw) / RAW_PER_USD }));
}

/** Rounded down, so that nothing is taken that was not there. */
function toRaw(valueUsd: number): bigint {
  return BigInt(Math.floor(valueUsd * RAW_PER_USD));
}
