/**
 * `npm run bench [-- name…] [-- --json]`: measures what speed is promised on. Prints a table with the machine, or one JSON list.
 * Ratios within one run are what counts; absolute times depend on the machine and its load. Not part of the tests.
 */
import { cpus } from 'node:os';
import { benchEngines } from './engines.js';
import { benchExecutors } from './executors.js';
import { benchLending } from './lending.js';
import type { BenchResult } from './measure.js';
import { benchPaths } from './paths.js';
import { benchPerpEngines } from './perp-engines.js';
import { benchPerps } from './perps.js';
import { benchPull } from './pull.js';
import { benchSamplers } from './samplers.js';
import { benchSearch } from './search.js';
import { benchVolatility } from './volatility.js';

const SUITES: Readonly<Record<string, () => Promise<BenchResult[]>>> = {
  engines: benchEngines,
  executors: benchExecutors,
  lending: benchLending,
  paths: benchPaths,
  'perp-engines': benchPerpEngines,
  perps: benchPerps,
  pull: benchPull,
  samplers: benchSamplers,
  search: benchSearch,
  volatility: benchVolatility,
};

const args = process.argv.slice(2);
const asJson = args.includes('--json');
const asked = args.filter((name) => !name.startsWith('--'));
const unknown = asked.filter((name) => !(name in SUITES));
if (unknown.length > 0) {
  process.stderr.write(`bench: there is no ${unknown.join(', ')}; use ${Object.keys(SUITES).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const results: BenchResult[] = [];
  for (const name of asked.length > 0 ? asked : Object.keys(SUITES)) results.push(...(await SUITES[name]!()));
  process.stdout.write(asJson ? `${JSON.stringify(results, null, 2)}\n` : renderTable(results));
}

function renderTable(results: readonly BenchResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.map(({ name, value, unit, baseline, ratio }) => {
    const against = ratio === null ? '' : `   ${ratio.toFixed(1)}× ${baseline}`;
    return `${name.padEnd(width)}  ${value.toPrecision(4).padStart(10)} ${unit}${against}`;
  });
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, Node ${process.version}\n${lines.join('\n')}\n`;
}
