// Rebuilds this dataset from its source table: `node data/aave-v2-liquidations_2020-2022/build.mjs <source folder> [target folder]`.
// Needs the compiled project (`npm run build`). Equal sources give equal bytes.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDataset } from '../../dist/src/storage/dataset-writer.js';
import { readCsv } from '../aave-v2-steth_2023-06/build/csv.mjs';

const MARKET = 'aave-v2-ethereum';

const here = dirname(fileURLToPath(import.meta.url));
const [sourceArgument, targetArgument] = process.argv.slice(2);
if (sourceArgument === undefined) {
  console.error('usage: node build.mjs <folder with the source tables> [target folder]');
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(resolve(here, '../../package.json'), 'utf8'));

const nameAccount = (address) => `acct_${createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 16)}`;

/** USD of one whole token of the debt: stated, or the price in ETH times what the row's collateral says ETH costs; `NaN` where neither is there. */
function findDebtPriceUsd(row) {
  if (row.debt_price_usd !== '') return Number(row.debt_price_usd);
  return row.collateral_price_usd === '' ? NaN : (Number(row.debt_price_eth) * Number(row.collateral_price_usd)) / Number(row.collateral_price_eth);
}

const source = readCsv(`${resolve(sourceArgument)}/aave-v2-liquidations`, 'aave_v2_ethereum_liquidations_2020-12_2022-04.csv.gz');
const counts = new Map();
const rows = source
  .filter(({ pool }) => pool === 'main')
  .map((row) => ({
    market: MARKET,
    account: nameAccount(row.user),
    collateral_asset: row.collateral,
    debt_asset: row.debt,
    unix_seconds: Number(row.timestamp),
    debt_repaid_usd: Number(row.debt_amount) * findDebtPriceUsd(row),
    seized_over_repaid: (Number(row.collateral_amount) * Number(row.collateral_price_eth)) / (Number(row.debt_amount) * Number(row.debt_price_eth)),
  }))
  .filter((row) => row.debt_repaid_usd > 0 && row.seized_over_repaid > 0 && Number.isFinite(row.debt_repaid_usd) && Number.isFinite(row.seized_over_repaid))
  .map((row) => {
    const index = counts.get(row.unix_seconds) ?? 0;
    counts.set(row.unix_seconds, index + 1);
    return { ...row, call_index: index };
  });
const accounts = new Set(rows.map(({ account }) => account)).size;
const header = {
  name: 'aave-v2-liquidations_2020-2022',
  description: `${rows.length} liquidation calls on ${accounts} accounts of Aave v2 on Ethereum, all reserves of the main pool, 2020-12-17 to 2022-04-03, in value`,
  licence: 'no licence file in the source; facts of a public blockchain',
  snapshotUnixSeconds: rows.at(-1).unix_seconds,
  toolVersion: version,
  accounts: null,
  notes: [
    'Accounts are `acct_` and the first 16 hex digits of the SHA-256 of the lower-case address; no address is stored.',
    `${source.length - rows.length} of ${source.length} rows of the source are left out: those of the AMM pool, and those without a price or an amount.`,
    'Where the source has no USD price of the debt (WETH before 2021-07-28), it follows from the row’s own prices in ETH.',
    'Prices of some rows are stale or wrong at the source: 5.7 % have a ratio of collateral to debt outside 1.0 to 1.2. Use medians.',
    'The source query may have been paginated: whether it is complete against the chain was not checked. Exact duplicates were dropped there.',
  ],
};
const tables = { liquidation_calls: { rows, licence: header.licence, source: ['github TheRensselaerIDEA/IDEA-Blockchain @ 55d5dac00124e97142adc9820fbae7ac6ca41c27, DefiResearch/Data/liquidations.csv (Aave v2 subgraph export)'] } };
const manifest = await writeDataset(resolve(targetArgument ?? here), header, tables);
console.log(JSON.stringify(manifest.tables.liquidation_calls, null, 2));
