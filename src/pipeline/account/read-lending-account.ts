import { formatDecimal } from '../../core/decimal.js';
import { UsageError } from '../../core/errors.js';
import type { LendingDataset } from '../ports.js';
import type { AccountFile } from './account-file.js';

/** Venues whose parameters are those of the table `reserves`; the first is whose rules the datasets were read by. */
const RESERVE_VENUES: readonly string[] = ['aave-v2', 'aave-v3.0', 'aave-v3.3'];
const DEFAULT_VENUE = 'aave-v2';

/**
 * Writes one account of a dataset as an account file: its positions, the reserves' parameters, the oracle's prices.
 *
 * Special cases: a position with a threshold of its own (an account in e-mode, a group of assets) overrides the reserve's for this account.
 * @throws UsageError when the dataset has no such account, or the venue's parameters are other than a reserve's
 */
export function readLendingAccount(dataset: LendingDataset, account: string, venue = DEFAULT_VENUE): AccountFile {
  if (!RESERVE_VENUES.includes(venue)) {
    throw new UsageError(`the reserves of dataset ${dataset.name} cannot be held by venue ${venue}`, { where: '--venue', suggestions: [`Use one of: ${RESERVE_VENUES.join(', ')}.`] });
  }
  const wanted = account.toLowerCase();
  const positions = dataset.positions.filter((row) => row.account.toLowerCase() === wanted && row.amountRaw !== 0n);
  const [first] = positions;
  if (!first) {
    throw new UsageError(`dataset ${dataset.name} has no account ${account}`, {
      where: '--account',
      suggestions: dataset.accounts.slice(0, 3).map((row) => `For example: --account ${row.account}`),
    });
  }
  const decimalsByAsset = new Map(dataset.assets.map((row) => [row.asset, row.decimals]));
  const held = new Set(positions.map(({ asset }) => asset));
  const reserves = dataset.reserves.filter((row) => row.market === first.market && held.has(row.asset));
  const thresholds = new Map(positions.flatMap((row) => (row.side === 'collateral' && row.liquidationThresholdBps !== null ? [[row.asset, row.liquidationThresholdBps] as const] : [])));
  // Aave's oracles count in ETH, where WETH is exactly 1, or in dollars, where no WETH ever was.
  const isInEth = dataset.reserves.some((row) => row.market === first.market && row.asset === 'WETH' && row.oraclePriceRaw === 10n ** 18n);
  return {
    venue,
    account: first.account,
    eModeCategory: 0,
    currency: isInEth ? 'ETH' : 'USD',
    market: {
      reserves: Object.fromEntries(
        reserves.map((row) => {
          const thresholdBps = thresholds.get(row.asset) ?? row.liquidationThresholdBps;
          return [
            row.asset,
            {
              decimals: decimalsByAsset.get(row.asset)!,
              ltvBps: Math.min(row.ltvBps, thresholdBps),
              liquidationThresholdBps: thresholdBps,
              liquidationBonusBps: row.liquidationBonusBps,
            },
          ];
        }),
      ),
    },
    positions: positions.map(({ asset, side, amountRaw }) => ({ asset, side, amount: formatDecimal(amountRaw, decimalsByAsset.get(asset)!) })),
    prices: Object.fromEntries(reserves.map((row) => [row.asset, row.oraclePriceRaw])),
  };
}
