// Rebuilds this dataset from its source tables: `node data/aave-v2-steth_2023-06/build.mjs <source folder> [target folder]`.
// Needs the compiled project (`npm run build`). Equal sources give equal bytes.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { computeAccountData, healthFactorFromRaw } from '../../dist/src/protocol/lending/aave-v2/health-factor.js';
import { writeDataset } from '../../dist/src/storage/dataset-writer.js';
import { buildDepthQuoteRows, buildPoolBalanceRows } from './build/depth.mjs';
import { buildPegRows } from './build/peg.mjs';
import { buildPositions } from './build/positions.mjs';
import { buildUsdPriceRows } from './build/prices.mjs';
import { buildAssetRows, buildReserveRows } from './build/reserves.mjs';
import { LICENCES, LICENCE_SUMMARY, NOTES, SOURCES } from './build/texts.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [sourceArgument, targetArgument] = process.argv.slice(2);
if (sourceArgument === undefined) {
  console.error('usage: node build.mjs <folder with the source tables> [target folder]');
  process.exit(2);
}
const source = resolve(sourceArgument);
const target = resolve(targetArgument ?? here);
const { version } = JSON.parse(readFileSync(resolve(here, '../../package.json'), 'utf8'));
const { positions, totals, accounts } = buildPositions(source, computeAccountData, healthFactorFromRaw);

const rowsByTable = {
  assets: buildAssetRows(),
  reserves: buildReserveRows(),
  lending_positions: positions,
  lending_accounts: totals,
  prices: [...buildUsdPriceRows(source), ...buildPegRows(source)],
  depth_quotes: buildDepthQuoteRows(source),
  pool_balances: buildPoolBalanceRows(source),
};
const tables = Object.fromEntries(
  Object.entries(rowsByTable).map(([name, rows]) => [name, { rows, licence: LICENCES[name], source: SOURCES[name] }]),
);
const header = {
  name: 'aave-v2-steth_2023-06',
  description:
    `${accounts.kept.toLocaleString('en-US')} real accounts of Aave v2 (Ethereum) with stETH collateral, snapshot June 2023, ` +
    'with hourly prices 2019–2023, swap quotes and Curve stETH balances',
  licence: LICENCE_SUMMARY,
  // The source records no block; this is the time of its data commit, so the snapshot is not later.
  snapshotUnixSeconds: Date.UTC(2023, 5, 21, 10, 15, 59) / 1000,
  toolVersion: version,
  accounts,
  notes: NOTES,
};
const manifest = await writeDataset(target, header, tables);
console.log(JSON.stringify({ accounts: manifest.accounts, bytes: Object.fromEntries(Object.entries(manifest.tables).map(([name, entry]) => [name, entry.bytes])) }, null, 2));
