import { DataError } from '../../core/errors.js';
import type { PerpBook } from './book.js';
import type { FundingRule, PerpScenario, PerpVenueScenario } from './scenario.js';

/** Refuses a scenario that cannot be run. @throws DataError naming the venue, the field and the rule it breaks */
export function assertPerpScenario(scenario: PerpScenario): void {
  assertPerpVenue(scenario, scenario.factors.length, 'venue under study');
  scenario.alongside?.forEach((neighbour, index) => {
    if (neighbour.kind === 'perps') assertPerpVenue(neighbour.venue, scenario.factors.length, `alongside[${index}]`);
  });
}

function assertPerpVenue({ book, funding, liquidation, liquidators, backstop }: PerpVenueScenario, factors: number, venue: string): void {
  const require = (holds: boolean, field: string, rule: string): void => {
    if (!holds) throw new DataError(`${field}: ${rule}`, { where: `${venue}, ${field}` });
  };
  const isAmount = (value: number): boolean => value >= 0 && Number.isFinite(value);
  const isShare = (value: number): boolean => value >= 0 && value <= 1;
  assertBook(book, factors, require);
  if (funding) assertFunding(funding, book.markets.length, require);
  require(liquidation.feeRate >= 0 && liquidation.feeRate < 1, 'liquidation.feeRate', `must be from 0 to below 1, found ${liquidation.feeRate}`);
  require(isShare(liquidation.takeOverBelowRatio ?? 0), 'liquidation.takeOverBelowRatio', `must be from 0 to 1, found ${liquidation.takeOverBelowRatio}`);
  require(liquidators.capacityUsdPerStep >= 0, 'liquidators.capacityUsdPerStep', `must be at least 0, found ${liquidators.capacityUsdPerStep}`);
  require(Number.isInteger(liquidators.callsPerUnitPerStep) && liquidators.callsPerUnitPerStep >= 1, 'liquidators.callsPerUnitPerStep', `must be a whole number from 1 on, found ${liquidators.callsPerUnitPerStep}`);
  require(isAmount(liquidators.secondsBetweenCalls), 'liquidators.secondsBetweenCalls', `must be at least 0, found ${liquidators.secondsBetweenCalls}`);
  require(isAmount(backstop.fundUsd), 'backstop.fundUsd', `must be at least 0, found ${backstop.fundUsd}`);
  require(isAmount(backstop.inflowUsdPerStep ?? 0), 'backstop.inflowUsdPerStep', `must be at least 0, found ${backstop.inflowUsdPerStep}`);
  require(isShare(backstop.feeShareRatio ?? 1), 'backstop.feeShareRatio', `must be from 0 to 1, found ${backstop.feeShareRatio}`);
  require(isShare(backstop.adl?.shareRatio ?? 0), 'backstop.adl.shareRatio', `must be from 0 to 1, found ${backstop.adl?.shareRatio}`);
}

type Require = (holds: boolean, field: string, rule: string) => void;

function assertFunding(funding: FundingRule, markets: number, require: Require): void {
  if (funding.kind === 'fixed') {
    require(funding.ratesPerDay.length === markets && funding.ratesPerDay.every(Number.isFinite), 'funding.ratesPerDay', `must be one number for each of the ${markets} markets, found ${funding.ratesPerDay.join(', ')}`);
    return;
  }
  require(Number.isFinite(funding.interestRate), 'funding.interestRate', `must be a number, found ${funding.interestRate}`);
  require(funding.dampingRate >= 0, 'funding.dampingRate', `must be at least 0, found ${funding.dampingRate}`);
  require(funding.rateMax >= 0 && Number.isFinite(funding.rateMax), 'funding.rateMax', `must be at least 0, found ${funding.rateMax}`);
  require(funding.intervalSeconds > 0, 'funding.intervalSeconds', `must be above 0, found ${funding.intervalSeconds}`);
}

function assertBook(book: PerpBook, factors: number, require: Require): void {
  const units = book.unitNames.length;
  const rows = book.positionMarket.length;
  require(book.markets.length > 0, 'book.markets', 'a perps book needs at least one market');
  book.markets.forEach(({ market, factors: moved, startPriceUsd, schedule }) => {
    require(startPriceUsd > 0 && Number.isFinite(startPriceUsd), `book.markets.${market}.startPriceUsd`, `must be above 0, found ${startPriceUsd}`);
    require(moved.every((factor) => Number.isInteger(factor) && factor >= 0 && factor < factors), `book.markets.${market}.factors`, `must name the scenario's ${factors} factors by index, found ${moved.join(', ')}`);
    require(schedule.maintenance.openInterestUpperUsd === 0, `book.markets.${market}.schedule.maintenance`, 'must not scale with open interest');
  });
  require(book.unitStart.length === units + 1 && book.unitAccount.length === units && book.unitCollateralUsd.length === units, 'book.unitStart', `units do not add up: ${units} names, ${book.unitStart.length} starts`);
  require(book.unitStart[units] === rows && book.positionSizeBase.length === rows && book.positionEntryPriceUsd.length === rows, 'book.positionMarket', `positions do not add up: ${rows} markets, ${book.positionSizeBase.length} sizes`);
  require(new Set(book.unitNames).size === units, 'book.unitNames', 'must be unique');
  for (let unit = 0; unit < units; unit++) {
    require(Number.isFinite(book.unitCollateralUsd[unit]), `book.unitCollateralUsd[${unit}]`, `must be a number, found ${book.unitCollateralUsd[unit]}`);
    require(book.unitAccount[unit]! >= 0 && book.unitAccount[unit]! < book.accounts.length, `book.unitAccount[${unit}]`, `must be an account's index, found ${book.unitAccount[unit]}`);
    for (let row = book.unitStart[unit]!; row < book.unitStart[unit + 1]!; row++) assertPosition(book, unit, row, require);
  }
}

function assertPosition(book: PerpBook, unit: number, row: number, require: Require): void {
  const market = book.positionMarket[row]!;
  const sizeBase = book.positionSizeBase[row]!;
  const entryUsd = book.positionEntryPriceUsd[row]!;
  require(market >= 0 && market < book.markets.length, `book.positionMarket[${row}]`, `must be a market's index, found ${market}`);
  require(row === book.unitStart[unit] || book.positionMarket[row - 1]! < market, `book.positionMarket[${row}]`, 'a unit holds one position per market, in the order of the markets');
  require(sizeBase !== 0 && Number.isFinite(sizeBase), `book.positionSizeBase[${row}]`, `must be a number other than 0, found ${sizeBase}`);
  require(entryUsd > 0 && Number.isFinite(entryUsd), `book.positionEntryPriceUsd[${row}]`, `must be above 0, found ${entryUsd}`);
}
