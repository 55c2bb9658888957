import { formatDecimal } from '../../core/decimal.js';
import { DataError, UsageError } from '../../core/errors.js';
import type { PerpMarketRow, PerpPositionRow, PerpsDataset } from '../ports.js';
import type { AccountFile } from './account-file.js';

const BPS = 10_000n;
const PPM_PER_BPS = 100n;
/** Where one rate holds for every size: beyond any notional. */
const NO_CAP_USD = 10n ** 15n;
const USD_DECIMALS = 6;
const PRICE_DECIMALS = 18;

/** A market whose margins the dataset tells. */
interface Margins {
  readonly initialMarginBps: number;
  readonly maintenanceMarginBps: number;
  readonly liquidationFeeBps: number;
}

/** Writes a market's margins of the notional as the parameters of each venue that can hold them. */
const PARAMETERS_BY_VENUE: Readonly<Record<string, (row: Margins) => Readonly<Record<string, unknown>>>> = {
  hyperliquid: ({ initialMarginBps }) => ({ lowerBound: ['0'], maxLeverage: [String(BPS / BigInt(initialMarginBps))] }),
  'generic-brackets': ({ initialMarginBps, maintenanceMarginBps, liquidationFeeBps }) => ({
    notionalCap: [String(NO_CAP_USD)],
    maintenancePpm: [String(BigInt(maintenanceMarginBps) * PPM_PER_BPS)],
    maxLeverage: [String(BPS / BigInt(initialMarginBps))],
    liquidationFeePpm: String(BigInt(liquidationFeeBps) * PPM_PER_BPS),
  }),
  'perpetual-v2': ({ initialMarginBps, maintenanceMarginBps, liquidationFeeBps }) => ({
    imRatio: String(BigInt(initialMarginBps) * PPM_PER_BPS),
    mmRatio: String(BigInt(maintenanceMarginBps) * PPM_PER_BPS),
    liquidationPenaltyRatio: String(BigInt(liquidationFeeBps) * PPM_PER_BPS),
  }),
};

/**
 * Writes one account of a perps dataset as an account file: its positions, all markets it or others hold at their mark, and the other
 * accounts, among which it is ranked for deleveraging.
 *
 * `venue` replaces the one that the dataset names.
 * @throws UsageError when the dataset has no such account, or the venue cannot hold its margins; DataError when the dataset does not tell margins
 */
export function readPerpsAccount(dataset: PerpsDataset, account: string, venue = dataset.markets[0]?.venue ?? ''): AccountFile {
  const wanted = dataset.accounts.find((row) => row.account.toLowerCase() === account.toLowerCase());
  if (!wanted) {
    throw new UsageError(`dataset ${dataset.name} has no account ${account}`, {
      where: '--account',
      suggestions: dataset.accounts.slice(0, 3).map((row) => `For example: --account ${row.account}`),
    });
  }
  const describe = Object.hasOwn(PARAMETERS_BY_VENUE, venue) ? PARAMETERS_BY_VENUE[venue] : undefined;
  if (!describe) {
    throw new UsageError(`the margins of dataset ${dataset.name} cannot be held by venue ${venue}`, { where: '--venue', suggestions: [`Use one of: ${Object.keys(PARAMETERS_BY_VENUE).join(', ')}.`] });
  }
  const positionsOf = (name: string): object[] => dataset.positions.filter((row) => row.account === name).map(describePosition);
  const crossUsd = (row: { crossCollateralRaw: bigint }): string => formatDecimal(row.crossCollateralRaw, USD_DECIMALS);
  return {
    venue,
    account: wanted.account,
    currency: 'USD',
    eModeCategory: 0,
    crossCollateralUsd: crossUsd(wanted),
    market: { markets: Object.fromEntries(dataset.markets.map((row) => [row.market, { parameters: describe(requireMargins(dataset, row)) }])) },
    positions: positionsOf(wanted.account),
    others: dataset.accounts.filter((row) => row !== wanted).map((row) => ({ account: row.account, crossCollateralUsd: crossUsd(row), positions: positionsOf(row.account) })),
    prices: Object.fromEntries(dataset.markets.map((row) => [row.market, row.markPriceRaw])),
  };
}

function requireMargins(dataset: PerpsDataset, { market, initialMarginBps, maintenanceMarginBps, liquidationFeeBps }: PerpMarketRow): Margins {
  if (initialMarginBps !== null && maintenanceMarginBps !== null && liquidationFeeBps !== null) return { initialMarginBps, maintenanceMarginBps, liquidationFeeBps };
  throw new DataError(`dataset ${dataset.name} does not tell the margins of market ${market}`, {
    where: 'perp_markets',
    suggestions: ['Pull it again with the margins of the venue: `--choose initial-margin-bps=…`, `maintenance-margin-bps` and `liquidation-fee-bps`.'],
  });
}

function describePosition({ market, sizeRaw, entryPriceRaw, collateralRaw, marginMode }: PerpPositionRow): object {
  return {
    market,
    side: sizeRaw > 0n ? 'long' : 'short',
    sizeBase: formatDecimal(sizeRaw < 0n ? -sizeRaw : sizeRaw, PRICE_DECIMALS),
    entryPriceUsd: formatDecimal(entryPriceRaw, PRICE_DECIMALS),
    ...(marginMode === 'isolated' ? { isolatedCollateralUsd: formatDecimal(collateralRaw, USD_DECIMALS) } : {}),
  };
}
