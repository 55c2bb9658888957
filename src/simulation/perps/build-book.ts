import { splitMarginUnits } from '../../protocol/perps/account/margin-unit.js';
import { PositionRuleError, type PerpAccount } from '../../protocol/perps/account/position.js';
import type { PerpBook, PerpMarket } from './book.js';

/**
 * Lays accounts out as a book, unit by unit in the order of the accounts; units without a position are left out, as nothing can happen to them.
 *
 * @throws PositionRuleError when a position's market is not among those given
 */
export function buildPerpBook(accounts: readonly PerpAccount[], markets: readonly PerpMarket[]): PerpBook {
  const marketByName = new Map(markets.map(({ market }, index) => [market, index]));
  const units = accounts.flatMap((account, index) => splitMarginUnits(account).map((unit) => ({ ...unit, index })).filter(({ positions }) => positions.length > 0));
  const rows = units.flatMap(({ account, positions }) =>
    positions
      .map((position) => {
        const market = marketByName.get(position.market);
        if (market === undefined) throw new PositionRuleError(account, 'positions.market', `no market is called ${position.market}`);
        return { ...position, market };
      })
      .sort((a, b) => a.market - b.market),
  );
  const unitStart = new Int32Array(units.length + 1);
  units.forEach(({ positions }, unit) => (unitStart[unit + 1] = unitStart[unit]! + positions.length));
  return {
    accounts: accounts.map(({ id }) => id),
    markets,
    unitNames: units.map(({ account, mode, positions }) => (mode === 'cross' ? account : `${account}/${positions[0]!.market}`)),
    unitAccount: Int32Array.from(units, ({ index }) => index),
    unitStart,
    unitCollateralUsd: Float64Array.from(units, ({ collateralUsd }) => collateralUsd),
    positionMarket: Int32Array.from(rows, ({ market }) => market),
    positionSizeBase: Float64Array.from(rows, ({ sizeBase }) => sizeBase),
    positionEntryPriceUsd: Float64Array.from(rows, ({ entryPriceUsd }) => entryPriceUsd),
  };
}
