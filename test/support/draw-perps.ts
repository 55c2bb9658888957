import fc from 'fast-check';
import type { MarkedMarket } from '../../src/protocol/perps/account/margin-unit.js';
import type { PositionInput } from '../../src/protocol/perps/account/position.js';
import {
  buildFlatSchedule,
  buildOpenInterestSchedule,
  buildSkewSchedule,
  buildSquareRootSchedule,
} from '../../src/protocol/perps/margin-schedule/build-curves.js';
import { buildBracketSchedule, buildLeverageSchedule } from '../../src/protocol/perps/margin-schedule/build-tiers.js';
import type { MarginSchedule } from '../../src/protocol/perps/margin-schedule/margin-schedule.js';

const finite = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Magnitudes spread evenly over decades, as sizes and prices are. */
export const drawMagnitude = (fromPower: number, toPower: number): fc.Arbitrary<number> => finite(fromPower, toPower).map((power) => 10 ** power);

/** Rising whole floors that begin at 0. */
const drawFloors = fc
  .uniqueArray(fc.integer({ min: 1_000, max: 500_000_000 }), { minLength: 0, maxLength: 9 })
  .map((floors) => [0, ...floors.sort((a, b) => a - b)]);

export const drawBracketSchedule: fc.Arbitrary<MarginSchedule> = drawFloors.chain((floors) =>
  fc
    .array(finite(0.001, 0.5), { minLength: floors.length, maxLength: floors.length })
    .map((rates) => [...rates].sort((a, b) => a - b))
    .map((rates) => buildBracketSchedule(floors.map((floorUsd, index) => ({ floorUsd, maintenanceRate: rates[index]! })))),
);

export const drawLeverageSchedule: fc.Arbitrary<MarginSchedule> = drawFloors.chain((floors) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: floors.length, maxLength: floors.length })
    .map((leverages) => [...leverages].sort((a, b) => b - a))
    .map((leverages) => buildLeverageSchedule(floors.map((floorUsd, index) => ({ floorUsd, leverageMax: leverages[index]! })))),
);

const drawOpenInterestSchedule = fc
  .record({ initialRate: finite(0.01, 1), maintenanceShare: finite(0.1, 1), caps: fc.tuple(finite(1e5, 1e8), finite(1e5, 1e8)) })
  .map(({ caps, ...rest }) => buildOpenInterestSchedule({ ...rest, openInterestLowerUsd: Math.min(...caps), openInterestUpperUsd: Math.max(...caps) }));

/** Sizes up to 10^4 base keep the size-dependent rates below 1, as in markets that exist. */
const drawSquareRootSchedule = fc
  .record({ rates: fc.tuple(finite(0.02, 0.4), finite(0.02, 0.4)), imfFactor: finite(0, 0.004) })
  .map(({ rates, imfFactor }) => buildSquareRootSchedule({ initialRate: Math.max(...rates), maintenanceRate: Math.min(...rates), imfFactor }));

const drawSkewSchedule = fc
  .record({
    skewScaleBase: finite(1e5, 1e7),
    initialMarginRatio: finite(0.3, 4),
    minimumInitialMarginRatio: finite(0.05, 0.25),
    maintenanceMarginScalar: finite(0.2, 0.75),
    minimumPositionMarginUsd: finite(0, 50),
  })
  .map((parameters) => buildSkewSchedule(parameters));

export const drawSchedule: fc.Arbitrary<MarginSchedule> = fc.oneof(
  drawBracketSchedule,
  drawLeverageSchedule,
  drawOpenInterestSchedule,
  drawSquareRootSchedule,
  drawSkewSchedule,
  fc.tuple(finite(0.01, 0.5), finite(0.01, 0.5)).map((rates) => buildFlatSchedule(Math.max(...rates), Math.min(...rates))),
);

export const drawMarket: fc.Arbitrary<MarkedMarket> = fc.record({
  schedule: drawSchedule,
  priceUsd: drawMagnitude(-2, 5),
  openInterestUsd: finite(0, 1e8),
  fundingUsdPerBase: finite(-1, 1),
});

/** One to four named markets. */
export const drawMarkets = fc
  .array(drawMarket, { minLength: 1, maxLength: 4 })
  .map((markets) => new Map(markets.map((market, index) => [`M${index}`, market])));

/** Positions in some of the markets, entered near the mark, with cross collateral in proportion to them. */
export const drawBook = drawMarkets.chain((markets) =>
  fc.record({
    markets: fc.constant(markets),
    collateralShare: finite(0.005, 1.5),
    positions: fc.subarray([...markets.keys()], { minLength: 1 }).chain((names) =>
      fc.tuple(
        ...names.map((market): fc.Arbitrary<PositionInput> =>
          fc
            .record({ side: fc.constantFrom<'long' | 'short'>('long', 'short'), sizeBase: drawMagnitude(-2, 4), entryRatio: finite(0.7, 1.4) })
            .map(({ side, sizeBase, entryRatio }) => ({ market, side, sizeBase, entryPriceUsd: markets.get(market)!.priceUsd * entryRatio })),
        ),
      ),
    ),
  }),
);

/** The notional that written positions stand for at their entries. */
export const entryNotionalUsd = (positions: readonly PositionInput[]): number =>
  positions.reduce((sum, { sizeBase, entryPriceUsd }) => sum + sizeBase * entryPriceUsd, 0);
