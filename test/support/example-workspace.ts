/** A folder in which every example of the commands and every line of the guides finds what it speaks of. */
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CHECKOUT, runPlimsoll, type ProcessOutcome } from './run-plimsoll.js';

/** The run that examples name. */
export const EXAMPLE_RUN = 'reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a';

const WHALE = `venue: aave-v3.3
account: whale
market:
  reserves:
    WETH: {decimals: 18, ltvBps: 8050, liquidationThresholdBps: 8300, liquidationBonusBps: 500, liquidationProtocolFeeBps: 1000}
    USDC: {decimals: 6, ltvBps: 7500, liquidationThresholdBps: 7800, liquidationBonusBps: 450}
positions:
  - {asset: WETH, side: collateral, amount: "1200.5"}
  - {asset: USDC, side: debt, amount: 1500000}
prices: {WETH: 2000, USDC: 1}
`;
const PROPOSAL = 'reserves:\n  stETH: {ltvBps: 7500, liquidationThresholdBps: 8500, liquidationBonusBps: 600}\n';
const CHANGES = `venue: aave-v2
network: ethereum
asOf: 2023-06-20
motivation: Depth has thinned.
changes:
  - {asset: stETH, parameter: ltvBps, from: 72, to: 70, unit: percent}
  - {asset: stETH, parameter: liquidationThresholdBps, from: 83, unit: percent}
  - {asset: stETH, parameter: liquidationBonusBps, from: 7, unit: percent}
`;
/** An address book of Aave v2. */
const BOOK = `network: ethereum
chainId: 1
source: published address books
date: 2023-01-01
contracts:
  configurator: "0x311Bb771e4F8952E6Da169b425E7e92d6Ac45756"
  configEngine: "0x19A109d0dCB1268729341732Ac146D4A74c7034f"
  riskSteward: "0xFCE597866Ffaf617EFdcA1C1Ad50eBCB16B5171E"
  governor: "0x309a862bbC1A00e45506cB8A802D1ff10004c8C0"
assets:
  stETH: "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84"
`;

/** Makes `plimsoll` in the lines that are run in the folder the build of this checkout. */
export async function linkPlimsoll(folder: string): Promise<void> {
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin/plimsoll'), `#!/bin/sh\nexec "${process.execPath}" "${CHECKOUT}bin/run.js" "$@"\n`);
  await chmod(join(folder, 'bin/plimsoll'), 0o755);
}

/** Prepares the folder; `plimsoll` in it is the build of this checkout. */
export async function buildExampleWorkspace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-examples-'));
  await linkPlimsoll(folder);
  const texts: Record<string, string> = { 'whale.yaml': WHALE, 'proposal.yaml': PROPOSAL, 'changes.yaml': CHANGES, 'book.yaml': BOOK };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
  await writeSeries(folder);
  for (const [table, file] of [['assets', 'a.csv'], ['reserves', 'r.csv'], ['lending_positions', 'p.csv'], ['prices', 'prices.csv']] as const) {
    await must(['export', '--dataset', 'aave-v2-steth_2023-06', '--table', table, '--out', file], folder);
  }
  const ether = await must(['data', 'query', "SELECT close FROM prices WHERE asset = 'ETH' AND quote = 'USD' ORDER BY unix_seconds LIMIT 3000", '--json'], folder);
  const closes = (JSON.parse(ether.stdout) as { rows: [number][] }).rows.map(([close]) => close);
  await writeFile(join(folder, 'prices.csv.gz'), gzipSync(`close\n${closes.join('\n')}\n`));
  await must(['init', '--yes', '--market-file', 'market.yaml', '--policy-file', 'my-policy.yaml'], folder);
  await must(['run', '--quick', '--paths', '64', '--date', '2023-07-01', '--out', EXAMPLE_RUN], folder);
  return folder;
}

/** Runs a line of shell as a user would type it there. */
export function runLine(line: string, folder: string): Promise<ProcessOutcome> {
  const child = spawn('bash', ['-c', line], { cwd: folder, env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, NODE_OPTIONS: '', NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** Tables of the shapes that the fits' examples name: smooth functions with some roughness, no draws. */
async function writeSeries(folder: string): Promise<void> {
  const rows = Array.from({ length: 1500 }, (_, i) => {
    const eth = Math.sin(i * 12.9898) * 2 + Math.sin(i * 0.7) * (i % 50 === 0 ? 6 : 1);
    return [eth, 0.6 * eth + Math.sin(i * 78.233), Math.abs(eth) ** 2 * 2 + (i % 37)] as const;
  });
  await writeFile(join(folder, 'returns.csv'), `eth,btc,return_pct\n${rows.map(([eth, btc]) => `${eth},${btc},${eth}`).join('\n')}\n`);
  await writeFile(join(folder, 'losses.csv'), `loss\n${rows.map(([, , loss]) => loss).join('\n')}\n`);
  const quotes = Array.from({ length: 40 }, (_, i) => [1000 * 1.25 ** i, 0.0004 * 1.25 ** (0.6 * i) * (1 + 0.1 * Math.sin(i * 12.9898))] as const);
  await writeFile(join(folder, 'quotes.csv'), `size,impact\n${quotes.filter(([, impact]) => impact < 0.9).map(([size, impact]) => `${size},${impact}`).join('\n')}\n`);
}

async function must(args: readonly string[], folder: string): Promise<ProcessOutcome> {
  const outcome = await runPlimsoll(args, folder);
  if (outcome.exitCode !== 0) throw new Error(`plimsoll ${args.join(' ')}: ${outcome.stderr}${outcome.stdout}`);
  return outcome;
}
