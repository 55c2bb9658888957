// Rebuilds this dataset from its source tables: `node data/maker-ethb_2020-2022/build.mjs <source folder> [target folder]`.
// Needs the compiled project (`npm run build`). Equal sources give equal bytes.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDataset } from '../../dist/src/storage/dataset-writer.js';
import { buildBars } from '../aave-v2-steth_2023-06/build/prices.mjs';
import { buildChangeRows, buildEventRows } from './build/events.mjs';
import { LICENCES, NOTES, SOURCES } from './build/texts.mjs';

/** End of the last full month of the source's events. */
const END_UNIX_SECONDS = Date.UTC(2022, 4, 1) / 1000;

const here = dirname(fileURLToPath(import.meta.url));
const [sourceArgument, targetArgument] = process.argv.slice(2);
if (sourceArgument === undefined) {
  console.error('usage: node build.mjs <folder with the source tables> [target folder]');
  process.exit(2);
}
const source = resolve(sourceArgument);
const { version } = JSON.parse(readFileSync(resolve(here, '../../package.json'), 'utf8'));

const events = buildEventRows(source, END_UNIX_SECONDS);
const rowsByTable = {
  assets: [
    { asset: 'ETH', decimals: 18, kind: 'volatile' },
    { asset: 'DAI', decimals: 18, kind: 'stable' },
  ],
  position_events: events,
  parameter_changes: buildChangeRows(source, END_UNIX_SECONDS),
  prices: buildBars(source, 'ETH', 'ETHUSDT').filter(({ unix_seconds: time }) => time <= END_UNIX_SECONDS),
};
const tables = Object.fromEntries(Object.entries(rowsByTable).map(([name, rows]) => [name, { rows, licence: LICENCES[name], source: SOURCES[name] }]));
const vaults = new Set(events.map(({ account }) => account)).size;
const header = {
  name: 'maker-ethb_2020-2022',
  description: `every deposit, withdrawal, loan, repayment and liquidation of ${vaults} Maker ETH-B vaults, 2020-10-19 to 2022-04-30, with the log of parameter changes and hourly ETH prices from 2019`,
  licence: 'mixed, per table in the manifest: MIT (vault events, parameter changes), factual exchange candles (prices)',
  snapshotUnixSeconds: END_UNIX_SECONDS,
  toolVersion: version,
  accounts: {
    inSource: vaults,
    kept: vaults,
    leftOut: [],
    figures: { events: events.length, liquidationLots: events.filter(({ kind, asset }) => kind === 'liquidation' && asset === 'DAI').length },
  },
  notes: NOTES,
};
const manifest = await writeDataset(resolve(targetArgument ?? here), header, tables);
console.log(JSON.stringify({ accounts: manifest.accounts, bytes: Object.fromEntries(Object.entries(manifest.tables).map(([name, entry]) => [name, entry.bytes])) }, null, 2));
