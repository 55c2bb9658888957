import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { computeBankruptcyPriceUsd, computeLiquidationPriceUsd, measureExposure } from '../../../src/protocol/perps/account/liquidation-price.js';
import { isLiquidatable, splitMarginUnits, valueMarginUnit, type MarginUnit, type MarkedMarkets } from '../../../src/protocol/perps/account/margin-unit.js';
import { createAccount } from '../../../src/protocol/perps/account/position.js';
import { HYPERLIQUID } from '../../../src/protocol/perps/venues/hyperliquid/venue.js';

// Source: hyperliquid-dex/historical_data, see test/fixtures/hyperliquid-2023/PROVENANCE.md. The records themselves show that positions went
// to the vault at the bankruptcy price, and that 1 % was the maintenance margin of every market: that of 50x by today's rule.
const rows = readFileSync(new URL('../../fixtures/hyperliquid-2023/liquidations.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [unixSeconds, marginMode, notionalUsd, accountValueUsd, market, side, sizeBase, fillPriceUsd] = line.split(',') as [string, string, string, string, string, 'long' | 'short', string, string];
    return { unixSeconds, marginMode, market, side, notionalUsd: Number(notionalUsd), accountValueUsd: Number(accountValueUsd), sizeBase: Number(sizeBase), fillPriceUsd: Number(fillPriceUsd) };
  });

/** Their recorded notional is the whole account's. */
const WHOLE_ACCOUNT_ROWS = new Set(['1681896079', '1681918003']);
const single = rows.filter(({ unixSeconds }) => !WHOLE_ACCOUNT_ROWS.has(unixSeconds));
const schedule = HYPERLIQUID.buildSchedule({ lowerBound: [0n], maxLeverage: [50n] });

/** The account as it was recorded: entered at the mark, so that its collateral is its value. */
function restore({ market, side, sizeBase, notionalUsd, accountValueUsd }: (typeof rows)[number]): { unit: MarginUnit; markets: MarkedMarkets; markUsd: number } {
  const markUsd = notionalUsd / sizeBase;
  const account = createAccount('a', accountValueUsd, [{ market, side, sizeBase, entryPriceUsd: markUsd }]);
  return { unit: splitMarginUnits(account)[0]!, markets: new Map([[market, { schedule, priceUsd: markUsd, openInterestUsd: 0, fundingUsdPerBase: 0 }]]), markUsd };
}

describe('liquidations that happened on Hyperliquid', () => {
  test('went to the vault at our bankruptcy price, to the six digits that the exchange prints', () => {
    let largestError = 0;
    for (const row of single) {
      const { unit, markets } = restore(row);
      const priceUsd = computeBankruptcyPriceUsd(measureExposure(unit, unit.positions[0]!, markets));
      const error = Math.abs(priceUsd / row.fillPriceUsd - 1);
      if (error > 1e-5) throw new Error(`${row.unixSeconds} ${row.market} ${row.side} ${row.sizeBase}: ${priceUsd} against ${row.fillPriceUsd}`);
      largestError = Math.max(largestError, error);
    }
    console.log(`bankruptcy prices compared: ${single.length}; largest relative error ${largestError.toExponential(2)}`);
    expect(single.length).toBe(55);
  });

  test('were due by our maintenance margin, all cross-margined ones, and the latest of them by less than a thousandth of it', () => {
    const cross = single.filter(({ marginMode }) => marginMode === 'cross');
    let largestHealth = 0;
    for (const row of cross) {
      const { unit, markets, markUsd } = restore(row);
      const state = valueMarginUnit(unit, markets);
      if (!isLiquidatable(state)) throw new Error(`${row.unixSeconds} ${row.market}: equity ${state.equityUsd} of ${state.maintenanceMarginUsd}`);
      const liquidationUsd = computeLiquidationPriceUsd(schedule.maintenance, measureExposure(unit, unit.positions[0]!, markets));
      expect(row.side === 'long' ? liquidationUsd > markUsd : liquidationUsd < markUsd).toBe(true);
      expect(Math.abs(liquidationUsd / markUsd - 1)).toBeLessThan(0.01);
      largestHealth = Math.max(largestHealth, state.healthRatio);
    }
    console.log(`cross liquidations compared: ${cross.length}; largest equity / maintenance ${largestHealth.toFixed(5)}`);
    expect(cross.length).toBeGreaterThan(40);
    expect(largestHealth).toBeGreaterThan(0.999);
  });
});
