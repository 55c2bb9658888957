// Rebuilds this dataset from its source tables: `node data/hyperliquid_2023/build.mjs <source folder> [target folder]`.
// Needs the compiled project (`npm run build`). Equal sources give equal bytes.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDataset } from '../../dist/src/storage/dataset-writer.js';
import { buildDepthQuoteRows } from '../aave-v2-steth_2023-06/build/depth.mjs';
import { buildBars } from '../aave-v2-steth_2023-06/build/prices.mjs';
import { buildAccounts } from './build/accounts.mjs';
import { buildAssetRows, buildMarketRows, MARKETS } from './build/markets.mjs';
import { LICENCES, NOTES, SOURCES } from './build/texts.mjs';

/** The last full day of the source's trades. */
const SNAPSHOT_UNIX_SECONDS = Date.UTC(2023, 4, 2) / 1000;
const PRICES_FROM_UNIX_SECONDS = Date.UTC(2022, 5, 1) / 1000;
const PAIRS = ['WETH>USDC', 'WBTC>USDC'];

const here = dirname(fileURLToPath(import.meta.url));
const [sourceArgument, targetArgument] = process.argv.slice(2);
if (sourceArgument === undefined) {
  console.error('usage: node build.mjs <folder with the source tables> [target folder]');
  process.exit(2);
}
const source = resolve(sourceArgument);
const { version } = JSON.parse(readFileSync(resolve(here, '../../package.json'), 'utf8'));

const prices = MARKETS.flatMap((market) => buildBars(source, market, `${market}USDT`).filter(({ unix_seconds: time }) => time >= PRICES_FROM_UNIX_SECONDS));
const marks = new Map(prices.filter(({ unix_seconds: time }) => time === SNAPSHOT_UNIX_SECONDS).map(({ asset, close }) => [asset, close]));
if (marks.size !== MARKETS.length) throw new Error(`prices at the snapshot: ${[...marks.keys()].join(', ')}`);
const { accountRows, positionRows, summary } = buildAccounts(source, SNAPSHOT_UNIX_SECONDS, marks);
const rowsByTable = {
  assets: buildAssetRows(),
  perp_markets: buildMarketRows(marks),
  perp_accounts: accountRows,
  perp_positions: positionRows,
  prices,
  depth_quotes: buildDepthQuoteRows(source).filter(({ sell_asset: sell, buy_asset: buy }) => PAIRS.includes(`${sell}>${buy}`)),
};
const tables = Object.fromEntries(Object.entries(rowsByTable).map(([name, rows]) => [name, { rows, licence: LICENCES[name], source: SOURCES[name] }]));
const header = {
  name: 'hyperliquid_2023',
  description: `${summary.kept} accounts of Hyperliquid with open positions on 2023-05-02, rebuilt from all their trades and deposits, with hourly prices of 11 markets 2022–2023`,
  licence: 'mixed, per table in the manifest: facts that the exchange published, factual exchange candles, MIT (depth quotes)',
  snapshotUnixSeconds: SNAPSHOT_UNIX_SECONDS,
  toolVersion: version,
  accounts: summary,
  notes: NOTES,
};
const manifest = await writeDataset(resolve(targetArgument ?? here), header, tables);
console.log(JSON.stringify({ accounts: manifest.accounts, bytes: Object.fromEntries(Object.entries(manifest.tables).map(([name, entry]) => [name, entry.bytes])) }, null, 2));
