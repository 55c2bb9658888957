import { buildAccountBook, computeExcessMargins } from '../../src/protocol/perps/account/account-book.js';
import { splitMarginUnits, valueMarginUnit, type MarginUnit, type MarkedMarkets } from '../../src/protocol/perps/account/margin-unit.js';
import { createAccount } from '../../src/protocol/perps/account/position.js';
import { buildFlatSchedule } from '../../src/protocol/perps/margin-schedule/build-curves.js';
import { buildBracketSchedule, buildLeverageSchedule } from '../../src/protocol/perps/margin-schedule/build-tiers.js';
import type { MarginSchedule } from '../../src/protocol/perps/margin-schedule/margin-schedule.js';
import { medianSeconds, type BenchResult } from './measure.js';

const UNITS = 50_000;
const ROUNDS = 100;
const BTC_USD = 50_000;
const ETH_USD = 3_000;

/** Tiers of real tables: Hyperliquid's BTC, Binance's BTC of 2021. */
const CEILINGS_USD = [50e3, 250e3, 1e6, 10e6, 20e6, 50e6, 100e6, 200e6, 300e6, 500e6];
const RATES = [0.004, 0.005, 0.01, 0.025, 0.05, 0.1, 0.125, 0.15, 0.25, 0.5];
const SCHEDULES: Readonly<Record<string, MarginSchedule>> = {
  'one rate': buildFlatSchedule(0.02, 0.012),
  'two tiers': buildLeverageSchedule([{ floorUsd: 0, leverageMax: 40 }, { floorUsd: 150e6, leverageMax: 20 }]),
  'ten tiers': buildBracketSchedule(CEILINGS_USD.map((ceilingUsd, i) => ({ floorUsd: i === 0 ? 0 : CEILINGS_USD[i - 1]!, ceilingUsd, maintenanceRate: RATES[i]! }))),
};

/** Values accounts of two markets at moving prices; the baseline is the plain function, unit by unit. */
export async function benchPerps(): Promise<BenchResult[]> {
  return Object.entries(SCHEDULES).map(([name, schedule]) => {
    const market = { schedule, openInterestUsd: 1e9, fundingUsdPerBase: 0 };
    const markets: MarkedMarkets = new Map([['BTC', { ...market, priceUsd: BTC_USD }], ['ETH', { ...market, priceUsd: ETH_USD }]]);
    const units = Array.from({ length: UNITS }, (_, index) => drawUnit(index));
    const book = buildAccountBook(units, markets);
    const pricesUsd = Float64Array.of(BTC_USD, ETH_USD);
    const openInterestUsd = new Float64Array(2);
    const excessUsd = new Float64Array(UNITS);
    const fast = medianSeconds(9, () => {
      for (let round = 0; round < ROUNDS; round++) {
        pricesUsd[0] = BTC_USD + round;
        computeExcessMargins(book, pricesUsd, openInterestUsd, excessUsd);
      }
    });
    const plain = medianSeconds(3, () => units.forEach((unit) => void valueMarginUnit(unit, markets)));
    const perSecond = (UNITS * ROUNDS) / fast;
    const ratio = perSecond / (UNITS / plain);
    return { name: `perp accounts of 2 markets, ${name}`, value: perSecond / 1e6, unit: 'M valuations/s', baseline: 'valueMarginUnit', ratio };
  });
}

/** Sizes spread over decades by a fixed sequence, sides alternating. */
function drawUnit(index: number): MarginUnit {
  const fraction = (multiplier: number): number => ((index * multiplier) % UNITS) / UNITS;
  const account = createAccount(`a${index}`, 1e4 * fraction(7919), [
    { market: 'BTC', side: index % 2 === 0 ? 'long' : 'short', sizeBase: Math.exp(8 * fraction(104_729) - 5), entryPriceUsd: BTC_USD },
    { market: 'ETH', side: index % 3 === 0 ? 'long' : 'short', sizeBase: Math.exp(8 * fraction(15_485_863) - 2), entryPriceUsd: ETH_USD },
  ]);
  return splitMarginUnits(account)[0]!;
}
