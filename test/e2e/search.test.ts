import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SearchReply } from '../../src/pipeline/search.js';
import { CHECKOUT, runPlimsoll } from '../support/run-plimsoll.js';

/** Two levels of each parameter: enough to race, little enough to wait for. */
const QUICK = ['search', '--policy', 'small.yaml', '--paths', '64'];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-search-'));
  const policy = await readFile(join(CHECKOUT, 'data/policies/moderate.yaml'), 'utf8');
  const coarse = policy.replace(/max: 300, stepBps: 100/g, 'max: 300, stepBps: 300').replace('max: 100, stepBps: 50', 'max: 100, stepBps: 100').replace('max: 0.0005,', 'max: 0.005,');
  await writeFile(join(folder, 'small.yaml'), coarse);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function search(...args: readonly string[]): Promise<SearchReply> {
  const { exitCode, stdout, stderr } = await runPlimsoll([...QUICK, ...args, '--json'], folder);
  if (exitCode !== 0) throw new Error(stdout + stderr);
  return JSON.parse(stdout) as SearchReply;
}

const figuresOf = ({ recalledPaths: _, stateFile: __, plotFiles: ___, ...figures }: SearchReply): object => figures;

describe('plimsoll search', () => {
  let whole: SearchReply;
  beforeAll(async () => {
    whole = await search('--state', 'whole.jsonl', '--plots', 'pictures', '--workers', '2');
  });

  test('explains what it recommends: shares add up, the schedule ends there, all rules are asked', () => {
    expect(whole.recommended.decision).toBe('change');
    for (const [name, { value }] of Object.entries(whole.metrics.difference)) {
      const sum = whole.attribution.parameters.reduce((total, { shareByMetric }) => total + shareByMetric[name]!, 0);
      expect(Math.abs(sum - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, ...whole.attribution.parameters.map(({ shareByMetric }) => Math.abs(shareByMetric[name]!))));
    }
    const { updates, clipped } = whole.updateSchedule!;
    const { ltvBps, liquidationThresholdBps, liquidationBonusBps } = whole.recommended;
    expect(updates.at(-1)!.parameters).toEqual({ ltvBps, liquidationThresholdBps, liquidationBonusBps });
    expect(updates.at(-1)!.metrics).toEqual(whole.metrics.recommended);
    expect(clipped).toContain('ltvBps');
    expect(updates[0]!.parameters.ltvBps).toBe(7250);
    expect(whole.warnings.map(({ code }) => code)).toContain('few-losing-paths');
    expect(whole.baselines.map(({ rule }) => rule)).toEqual(['smart-ltv', 'gauntlet-morpho', 'historical-var']);
  });

  test('draws the frontier', async () => {
    expect(whole.plotFiles).toEqual([join(folder, 'pictures', 'frontier.svg')]);
    expect(await readFile(whole.plotFiles[0]!, 'utf8')).toMatch(/^<svg [\s\S]*Recommended[\s\S]*<\/svg>\s*$/);
  });

  test('goes on from half of a state to the same figures and the same state, with another number of workers', async () => {
    const text = await readFile(join(folder, 'whole.jsonl'), 'utf8');
    await writeFile(join(folder, 'half.jsonl'), text.slice(0, text.length / 2));
    const resumed = await search('--state', 'half.jsonl', '--resume', '--workers', '1');
    expect(figuresOf(resumed)).toEqual(figuresOf(whole));
    expect([whole.recalledPaths, resumed.recalledPaths > 0]).toEqual([0, true]);
    expect(await readFile(join(folder, 'half.jsonl'), 'utf8')).toBe(text);
  });

  test('refuses the state of another run with exit code 2, and leaves it as it is', async () => {
    const before = await readFile(join(folder, 'whole.jsonl'), 'utf8');
    const { exitCode, stdout } = await runPlimsoll([...QUICK, '--seed', '9', '--state', 'whole.jsonl', '--resume', '--json'], folder);
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining(`the state belongs to run ${whole.runId}`)]);
    expect(await readFile(join(folder, 'whole.jsonl'), 'utf8')).toBe(before);
  });

  test('prints answer, reasons and frontier for people, and how far it is on stderr', async () => {
    const { exitCode, stdout, stderr } = await runPlimsoll([...QUICK, '--state', 'whole.jsonl', '--resume'], folder);
    expect(exitCode).toBe(0);
    for (const text of ['Change the stETH parameters', 'Of the change, by parameter', 'Gauntlet × Morpho', 'Within the limits of the Aave v3 risk steward', 'Candidates that got all paths', '(recommended)', 'State    whole.jsonl']) expect(stdout).toContain(text);
    expect(stderr).toMatch(/Simulate and search .* candidates, up to 64 paths/);
  });

  test.each([
    ['an objective that there is not', (text: string) => text.replace('maximise: borrowingPower', 'maximise: happiness'), 'objective.maximise: Invalid option: expected one of'],
    ['two objectives', (text: string) => text.replace('maximise: borrowingPower', 'maximise: borrowingPower\n  minimise: penalty'), 'one of maximise and minimise is needed, and only one'],
    ['a space without room', (text: string) => text.replace(/max: (300|100),/g, 'max: 0,'), 'the space is empty: nothing but the values in force'],
    ['a space whose rules refuse all', (text: string) => text.replace('minimumBufferBps: 500', 'minimumBufferBps: 5000'), 'no combination but the one in force may be set'],
    ['limits that there are not', (text: string) => text.replace('updateLimits: aave-v3-risk-steward', 'updateLimits: nobody'), 'there are no limits called nobody'],
  ])('refuses %s with exit code 2', async (_, spoil, message) => {
    await writeFile(join(folder, 'bad.yaml'), spoil(await readFile(join(folder, 'small.yaml'), 'utf8')));
    const { exitCode, stdout } = await runPlimsoll(['search', '--policy', 'bad.yaml', '--quick', '--state', 'bad.jsonl', '--json'], folder);
    expect(exitCode).toBe(2);
    expect(stdout).toContain(message);
  });
});
