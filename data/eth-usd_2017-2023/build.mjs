// Rebuilds this dataset from its source table: `node data/eth-usd_2017-2023/build.mjs <source folder> [target folder]`.
// Needs the compiled project (`npm run build`). Equal sources give equal bytes.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDataset } from '../../dist/src/storage/dataset-writer.js';
import { readCsv } from '../aave-v2-steth_2023-06/build/csv.mjs';
import { SOURCES } from '../maker-ethb_2020-2022/build/texts.mjs';

const HOUR_SECONDS = 3600;
const END_UNIX_SECONDS = Date.UTC(2024, 0, 1) / 1000;

const here = dirname(fileURLToPath(import.meta.url));
const [sourceArgument, targetArgument] = process.argv.slice(2);
if (sourceArgument === undefined) {
  console.error('usage: node build.mjs <folder with the source tables> [target folder]');
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(resolve(here, '../../package.json'), 'utf8'));

/** Closes alone, stamped with the close of the bar; a missing hour repeats the last close. */
function buildRows(folder) {
  const closes = new Map();
  for (const bar of readCsv(`${folder}/binance-spot-1h`, 'ETHUSDT_1h.csv.gz')) closes.set(Number(bar.timestamp) + HOUR_SECONDS, Number(bar.close));
  const stamps = [...closes.keys()].filter((time) => time <= END_UNIX_SECONDS).sort((left, right) => left - right);
  const rows = [];
  let close = NaN;
  for (let time = stamps[0]; time <= stamps.at(-1); time += HOUR_SECONDS) {
    const seen = closes.get(time);
    close = seen ?? close;
    rows.push({ asset: 'ETH', quote: 'USD', unix_seconds: time, open: null, high: null, low: null, close, volume: null, filled: seen === undefined });
  }
  return rows;
}

const rows = buildRows(resolve(sourceArgument));
const header = {
  name: 'eth-usd_2017-2023',
  description: 'hourly closes of ETH in USD (USDT on the exchange), 2017-08-17 to 2023-12-30: long enough to choose a model before 2019 and test it on 2019 to 2023',
  licence: 'factual exchange candles; the repositories they were taken from have no licence file',
  snapshotUnixSeconds: rows.at(-1).unix_seconds,
  toolVersion: version,
  accounts: null,
  notes: ['USD is USDT on the exchange.', 'Hours without a bar repeat the last close and are marked as filled: exchange outages of 1 to 34 hours before 2021, and 2023-12-30 21:00 on.'],
};
const licence = header.licence;
const tables = {
  assets: { rows: [{ asset: 'ETH', decimals: 18, kind: 'volatile' }], licence, source: ['symbol and decimals of ETH'] },
  prices: { rows, licence, source: SOURCES.prices },
};
const manifest = await writeDataset(resolve(targetArgument ?? here), header, tables);
console.log(JSON.stringify(manifest.tables.prices, null, 2));
