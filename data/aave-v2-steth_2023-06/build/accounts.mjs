import { createHash } from 'node:crypto';
import { readCsv } from './csv.mjs';
import { RESERVES } from './reserves.mjs';

const FOLDER = 'aave-steth-positions-2023-06';
/** The source's three disjoint groups with per-asset detail. */
const DETAIL_FILES = [
  'aave_v2_bin1_steth_vs_eth_debt.csv.gz',
  'aave_v2_bin2_steth_vs_stable_debt_detail.csv.gz',
  'aave_v2_bin3_mixed_detail.csv.gz',
];
const ALL_FILE = 'aave_v2_steth_all_positions.csv.gz';

/** Reads a decimal text, with or without exponent, as an integer scaled by 10^decimals; further digits are rounded half up. */
export function parseScaled(text, decimals) {
  const match = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) throw new Error(`not a number: ${text}`);
  const [, whole, fraction = '', exponent = '0'] = match;
  const shift = decimals + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return (digits + divisor / 2n) / divisor;
}

/** Shortens an address to `acct_` and the first 16 hex digits of the SHA-256 of its lower-case text. */
function hashAddress(address) {
  return `acct_${createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 16)}`;
}

/** Gathers what one row of a detail file says: balances per asset, and the totals they should reproduce. */
function parseAccount(row) {
  const collateral = new Map([['stETH', parseScaled(row.amount, 18)]]);
  const debt = new Map();
  if (Number(row.ethdebt) > 0) debt.set('WETH', parseScaled(row.ethdebt, 18));
  for (const { asset, price, decimals } of RESERVES) {
    const name = asset.toLowerCase();
    if (row[`${name}_price`] !== undefined && (BigInt(row[`${name}_price`]) !== price || Number(row[`${name}_decimals`]) !== decimals)) {
      throw new Error(`${asset}: the row's price or decimals are not the reserve's`);
    }
    if (Number(row[name] ?? 0) > 0) debt.set(asset, parseScaled(row[name], 0));
    if (Number(row[`${name}_collateral`] ?? 0) > 0) collateral.set(asset, parseScaled(row[`${name}_collateral`], 0));
  }
  return {
    account: hashAddress(row.user),
    collateral,
    debt,
    stated: {
      collateralBaseRaw: parseScaled(row.collateral, 18),
      debtBaseRaw: parseScaled(row.debt, 18),
      thresholdBps: Number(row.threshold),
      healthFactor: Number(row.healthf),
    },
  };
}

/** Reads every account with per-asset detail, and how many accounts the source has in all. */
export function readAccounts(dataFolder) {
  const folder = `${dataFolder}/${FOLDER}`;
  const accounts = DETAIL_FILES.flatMap((file) => readCsv(folder, file)).map(parseAccount);
  if (new Set(accounts.map((item) => item.account)).size !== accounts.length) throw new Error('an account comes twice');
  return { accounts, inSource: readCsv(folder, ALL_FILE).length };
}
