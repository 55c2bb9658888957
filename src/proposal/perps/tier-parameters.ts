/** A margin table in the parameters of each venue that can hold it. */
import { UsageError } from '../../core/errors.js';
import type { MarginTable } from '../../core/perp-run-result.js';
import type { RawValue } from '../raw-unit.js';
import { nameVenue } from '../text/model-words.js';

type Translated = Readonly<Record<string, RawValue>>;

const PPM = 10n ** 6n;
const BPS = 10n ** 4n;
const WAD = 10n ** 18n;
const GMX_ONE = 10n ** 30n;

/**
 * Venues with one margin at every size. Initial margin = 1 / leverage, maintenance margin = half of it, as the run simulated them; what does
 * not come out even is rounded up, so that nothing is looser than simulated.
 */
const FLAT: Readonly<Record<string, (leverage: bigint) => Translated>> = {
  'dydx-v4': (leverage) => ({ initialMarginPpm: divideUp(PPM, leverage), maintenanceFractionPpm: PPM / 2n }),
  'gmx-v2': (leverage) => ({ minCollateralFactor: divideUp(GMX_ONE, leverage), minCollateralFactorForLiquidation: divideUp(GMX_ONE, 2n * leverage) }),
  'synthetix-v3': (leverage) => ({ minimumInitialMarginRatioD18: divideUp(WAD, leverage), maintenanceMarginScalarD18: WAD / 2n }),
  'perpetual-v2': (leverage) => ({ imRatio: divideUp(PPM, leverage), mmRatio: divideUp(PPM, 2n * leverage) }),
  drift: (leverage) => ({ marginRatioInitial: divideUp(BPS, leverage), marginRatioMaintenance: divideUp(BPS, 2n * leverage) }),
};

/**
 * Gives the values, in the venue's own integers, that make it ask for a table's margins.
 *
 * @throws UsageError when the venue has no margins, or one margin at every size where the table has several tiers
 */
export function translateTable(table: MarginTable, venue: string): Translated {
  if (venue === 'hyperliquid') return { lowerBound: table.map(({ floorUsd }) => BigInt(floorUsd)), maxLeverage: table.map(({ leverageMax }) => BigInt(leverageMax)) };
  const translate = Object.hasOwn(FLAT, venue) ? FLAT[venue] : undefined;
  if (!translate) throw new UsageError(`${nameVenue(venue)} cannot hold margin tiers of perpetual futures`, { where: '--venue', suggestions: [`Use: hyperliquid, ${Object.keys(FLAT).join(', ')}.`] });
  if (table.length > 1) {
    throw new UsageError(`${nameVenue(venue)} asks for one margin at every size: it cannot hold the ${table.length} tiers that the run recommends`, {
      where: '--venue',
      suggestions: ['Run again with `tiers: count: 1` in the policy file: the run then looks for the best single tier.', 'Hyperliquid holds tables of up to three tiers: --venue hyperliquid.'],
    });
  }
  return translate(BigInt(table[0]!.leverageMax));
}

function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
