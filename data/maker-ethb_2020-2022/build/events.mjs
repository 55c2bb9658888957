import { readCsv } from '../../aave-v2-steth_2023-06/build/csv.mjs';
import { REPEATED_LOTS } from './repeated-lots.mjs';

export const MARKET = 'maker-eth-b';
const FOLDER = 'maker-ethb-vaults';
const DECIMALS = 18;
/** The source's words in the schema's. */
const KINDS = { deposit: 'deposit', withdraw: 'withdraw', mint: 'borrow', repay: 'repay', liquidate: 'liquidation' };
/** Assets that an event of each kind moves. */
const MOVED = { deposit: ['eth'], withdraw: ['eth'], mint: ['dai'], repay: ['dai'], liquidate: ['eth', 'dai'] };

/** Turns a decimal text, with or without an exponent, into a raw integer without passing through a double. */
function toRaw(text) {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  const zeros = DECIMALS + Number(exponent) - fraction.length;
  if (whole === undefined || zeros < 0) throw new Error(`not an amount of at most ${DECIMALS} decimals: ${text}`);
  const raw = BigInt(whole + fraction) * 10n ** BigInt(zeros);
  return sign === '-' ? -raw : raw;
}

/** Numbers rows within their block, in the order in which they come. */
function numberInBlock(rows, name) {
  const counts = new Map();
  return rows.map((row) => {
    const index = counts.get(row.block_number) ?? 0;
    counts.set(row.block_number, index + 1);
    return { ...row, [name]: index };
  });
}

/** An event as often as it happened. */
function putBackLots(row) {
  const more = row.event === 'liquidate' ? (REPEATED_LOTS.get(`${row.block} ${row.vault}`) ?? 0) : 0;
  return new Array(1 + more).fill(row);
}

/** Builds one row per event and asset moved, up to a time. */
export function buildEventRows(dataFolder, untilUnixSeconds) {
  const rows = readCsv(`${dataFolder}/${FOLDER}`, 'maker_ethb_vault_events_2020-10_2023-01.csv.gz')
    .filter(({ timestamp }) => Number(timestamp) < untilUnixSeconds)
    .flatMap(putBackLots)
    .flatMap(({ block, timestamp, vault, event, eth, dai }) =>
      MOVED[event].map((asset) => ({
        market: MARKET,
        account: `vault-${vault}`,
        asset: asset.toUpperCase(),
        kind: KINDS[event],
        unix_seconds: Number(timestamp),
        block_number: Number(block),
        amount_raw: toRaw({ eth, dai }[asset]),
      })),
    );
  return numberInBlock(rows, 'log_index');
}

/** Builds the change log, up to a time. */
export function buildChangeRows(dataFolder, untilUnixSeconds) {
  const groups = new Map();
  for (const row of readCsv(`${dataFolder}/${FOLDER}`, 'maker_ethb_parameter_changes.csv.gz')) {
    const [day, hour] = row.TIMESTAMP.split(' ');
    const unixSeconds = Date.parse(`${day}T${hour.padStart(8, '0')}Z`) / 1000;
    if (!(unixSeconds < untilUnixSeconds)) continue;
    const key = `${row.BLOCK} ${row.PARAMETER}`;
    const change = { market: MARKET, parameter: row.PARAMETER, unix_seconds: unixSeconds, block_number: Number(row.BLOCK), value_before: Number(row.FROM_VALUE), value_after: Number(row.TO_VALUE) };
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return numberInBlock([...groups.values()].flatMap(chainChanges), 'change_index');
}

/** Orders the changes of one parameter in one block: each starts where the one before ended. */
function chainChanges(changes) {
  const rest = [...changes];
  const first = rest.findIndex(({ value_before: before }) => !changes.some(({ value_after: after }) => after === before));
  const ordered = rest.splice(Math.max(first, 0), 1);
  while (rest.length > 0) {
    const next = rest.findIndex(({ value_before: before }) => before === ordered.at(-1).value_after);
    if (next < 0) throw new Error(`changes of ${changes[0].parameter} in block ${changes[0].block_number} do not follow from each other`);
    ordered.push(...rest.splice(next, 1));
  }
  return ordered;
}
