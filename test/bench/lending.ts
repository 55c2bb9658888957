import { createAaveV3Venue } from '../../src/protocol/lending/aave-v3/venue.js';
import type { LendingAccount } from '../../src/protocol/lending/venue.js';
import type { LendingBook } from '../../src/simulation/book.js';
import { healthFactorOf, type Balances } from '../../src/simulation/valuation.js';
import { medianSeconds, type BenchResult } from './measure.js';

const ACCOUNTS = 50_000;
const ROUNDS = 100;
const ETH_USD = 2_000;

/** Values lending accounts of one collateral and one debt at moving prices; the baseline is the venue's exact integer arithmetic. */
export async function benchLending(): Promise<BenchResult[]> {
  const book = createBook();
  const balances: Balances = { collateralAmount: book.collateralAmount.slice(), debtAmount: book.debtAmount.slice() };
  const priceUsd = Float64Array.of(ETH_USD, 1);
  let liquidatable = 0;
  const fast = medianSeconds(9, () => {
    for (let round = 0; round < ROUNDS; round++) {
      priceUsd[0] = ETH_USD - round;
      for (let account = 0; account < ACCOUNTS; account++) if (healthFactorOf(book, balances, priceUsd, account) < 1) liquidatable += 1;
    }
  });
  if (liquidatable === 0) throw new Error('the bench drew no account that is ever liquidatable');
  const venue = createAaveV3Venue({ version: 'v3.3', reserves: { ETH: RESERVE, USD: RESERVE } });
  const accounts = Array.from({ length: ACCOUNTS }, (_, index): LendingAccount => ({
    positions: [venue.openPosition('ETH', 'collateral', toRaw(book.collateralAmount[index]!)), venue.openPosition('USD', 'debt', toRaw(book.debtAmount[index]!))],
  }));
  const prices = { ETH: BigInt(ETH_USD) * 10n ** 8n, USD: 10n ** 8n };
  const exact = medianSeconds(3, () => accounts.forEach((account) => void venue.valueAccount(account, prices)));
  const perSecond = (ACCOUNTS * ROUNDS) / fast;
  return [{ name: 'lending accounts of 2 assets', value: perSecond / 1e6, unit: 'M valuations/s', baseline: 'exact integers', ratio: perSecond / (ACCOUNTS / exact) }];
}

const RESERVE = { decimals: 18, ltvBps: 8_000n, liquidationThresholdBps: 8_300n, liquidationBonusBps: 500n, liquidationProtocolFeeBps: 1_000n };

function toRaw(amount: number): bigint {
  return BigInt(Math.round(amount * 1e9)) * 10n ** 9n;
}

/** Health from 1 to 3 at the first price, sizes spread over decades, by fixed sequences. */
function createBook(): LendingBook {
  const starts = Int32Array.from({ length: ACCOUNTS + 1 }, (_, index) => index);
  const collateralAmount = Float64Array.from({ length: ACCOUNTS }, (_, index) => Math.exp((8 * ((index * 7919) % ACCOUNTS)) / ACCOUNTS - 4));
  const debtAmount = collateralAmount.map((amount, index) => (amount * ETH_USD * 0.83) / (1 + (2 * ((index * 104_729) % ACCOUNTS)) / ACCOUNTS));
  return {
    accounts: Array.from({ length: ACCOUNTS }, (_, index) => `a${index}`),
    assets: [
      { asset: 'ETH', factors: [0], startPriceUsd: ETH_USD, liquidationBonusRatio: 0.05 },
      { asset: 'USD', factors: [], startPriceUsd: 1, liquidationBonusRatio: 0.05 },
    ],
    collateralStart: starts,
    collateralAsset: new Int32Array(ACCOUNTS),
    collateralAmount,
    collateralThresholdRatio: new Float64Array(ACCOUNTS).fill(0.83),
    collateralLtvRatio: new Float64Array(ACCOUNTS).fill(0.8),
    debtStart: starts,
    debtAsset: new Int32Array(ACCOUNTS).fill(1),
    debtAmount,
  };
}
