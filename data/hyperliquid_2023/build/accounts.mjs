import { createHash } from 'node:crypto';
import { readCsv } from '../../aave-v2-steth_2023-06/build/csv.mjs';

const FOLDER = 'hyperliquid-2023';
const BASE_DECIMALS = 18;
const USD_DECIMALS = 6;
/** Below this share of what was traded a rest is rounding of the recorded sizes. */
const DUST_RATIO = 1e-9;

/** Shortens an address to `acct_` and the first 16 hex digits of the SHA-256 of its lower-case text. */
const hashAddress = (address) => `acct_${createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 16)}`;
const toRaw = (value, decimals) => BigInt(Math.round(value * 1e6)) * 10n ** BigInt(decimals - 6);

/** Folds one trade into a position: what opens moves the average entry, what closes realises profit. */
function applyTrade(position, sizeDelta, price) {
  const { sizeBase, entryPrice } = position;
  const closing = Math.sign(sizeDelta) === -Math.sign(sizeBase) ? Math.min(Math.abs(sizeDelta), Math.abs(sizeBase)) : 0;
  const opening = Math.abs(sizeDelta) - closing;
  const rest = sizeBase + Math.sign(sizeDelta) * closing;
  const next = rest + Math.sign(sizeDelta) * opening;
  return {
    sizeBase: next,
    entryPrice: opening > 0 ? (Math.abs(rest) * entryPrice + opening * price) / Math.abs(next) : entryPrice,
    realisedUsd: position.realisedUsd + closing * Math.sign(sizeBase) * (price - entryPrice),
    tradedBase: position.tradedBase + Math.abs(sizeDelta),
  };
}

/** Rebuilds every account at a time from its trades and ledger: `marks` are the prices of the markets that the dataset keeps. */
export function buildAccounts(dataFolder, untilUnixSeconds, marks) {
  const folder = `${dataFolder}/${FOLDER}`;
  const accounts = new Map();
  const accountOf = (user) => {
    if (!accounts.has(user)) accounts.set(user, { depositedUsd: 0, hasLedger: false, positions: new Map() });
    return accounts.get(user);
  };
  for (const row of readCsv(folder, 'ledger_updates_non_mm.csv.gz')) {
    if (Number(row.timestamp) > untilUnixSeconds) continue;
    const account = accountOf(row.user);
    account.depositedUsd += Number(row.delta_usd);
    account.hasLedger = true;
  }
  for (const row of readCsv(folder, 'trades_non_mm.csv.gz')) {
    if (Number(row.timestamp) > untilUnixSeconds) continue;
    const { positions } = accountOf(row.user);
    const before = positions.get(row.coin) ?? { sizeBase: 0, entryPrice: 0, realisedUsd: 0, tradedBase: 0 };
    positions.set(row.coin, applyTrade(before, (row.side === 'Bid' ? 1 : -1) * Number(row.sz), Number(row.px)));
  }
  return selectAccounts(accounts, marks);
}

/** Keeps the accounts with open positions whose margin the records explain; counts the others by reason. */
function selectAccounts(accounts, marks) {
  const leftOut = new Map();
  const kept = [];
  for (const [user, { depositedUsd, hasLedger, positions }] of accounts) {
    const open = [...positions].filter(([, { sizeBase, tradedBase }]) => Math.abs(sizeBase) > DUST_RATIO * tradedBase);
    if (open.length === 0) continue;
    const crossUsd = depositedUsd + [...positions.values()].reduce((sum, { realisedUsd }) => sum + realisedUsd, 0);
    const reason = findFault(open, hasLedger, crossUsd, marks);
    if (reason === null) kept.push({ account: hashAddress(user), crossUsd, open });
    else leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  }
  const inSource = kept.length + [...leftOut.values()].reduce((sum, count) => sum + count, 0);
  return {
    accountRows: kept.map(({ account, crossUsd }) => ({ account, collateral_asset: 'USDC', cross_collateral_raw: toRaw(crossUsd, USD_DECIMALS) })),
    positionRows: kept.flatMap(({ account, open }) =>
      open.map(([market, { sizeBase, entryPrice }]) => ({
        market,
        account,
        size_raw: toRaw(sizeBase, BASE_DECIMALS),
        entry_price_raw: toRaw(entryPrice, BASE_DECIMALS),
        collateral_asset: 'USDC',
        collateral_raw: 0n,
        margin_mode: 'cross',
      })),
    ),
    summary: { inSource, kept: kept.length, leftOut: [...leftOut].map(([reason, count]) => ({ reason, accounts: count })), figures: countFigures(kept, marks) },
  };
}

function findFault(open, hasLedger, crossUsd, marks) {
  if (!hasLedger) return 'the source has no deposit of the account';
  if (open.some(([market]) => !marks.has(market))) return 'a position is in a market without an hourly price series';
  const pnlUsd = open.reduce((sum, [market, { sizeBase, entryPrice }]) => sum + sizeBase * (marks.get(market) - entryPrice), 0);
  return crossUsd + pnlUsd > 0 ? null : 'the account value is not above 0 at the snapshot by the recorded deposits and trades';
}

function countFigures(kept, marks) {
  const notionalUsd = (sign) => kept.flatMap(({ open }) => open).reduce((sum, [market, { sizeBase }]) => sum + (Math.sign(sizeBase) === sign ? Math.abs(sizeBase) * marks.get(market) : 0), 0);
  const round = (value) => Math.round(value * 100) / 100;
  return { longNotionalUsd: round(notionalUsd(1)), shortNotionalUsd: round(notionalUsd(-1)), positions: kept.reduce((sum, { open }) => sum + open.length, 0) };
}
