import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PerpRunResult } from '../../src/core/perp-run-result.js';
import type { PerpSearchReply } from '../../src/pipeline/perps/search-perps.js';
import type { PerpSimulateReply } from '../../src/pipeline/perps/simulate-perps.js';
import { CHECKOUT, runPlimsoll } from '../support/run-plimsoll.js';

const DATASET = ['--dataset', 'hyperliquid_2023'];

let folder: string;
let result: PerpRunResult;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-perps-'));
  const { exitCode, stdout, stderr } = await runPlimsoll(['run', ...DATASET, '--quick', '--paths', '96', '--policy', await writeLoosePolicy(), '--out', 'run', '--json'], folder);
  if (exitCode !== 0) throw new Error(stdout + stderr);
  result = JSON.parse(stdout) as PerpRunResult;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The shipped policy with limits that 96 paths can keep, and few tables. */
async function writeLoosePolicy(): Promise<string> {
  const text = await readFile(join(CHECKOUT, 'data/policies/perps-aggressive.yaml'), 'utf8');
  const loose = text.replace(/(deficit, .*max: )[\d.]+/, '$10.1').replace(/(deleveraged.*max: )[\d.]+/, '$10.5').replace('maximum: 50, step: 5', 'maximum: 50, step: 20').replace('minimum: 10', 'minimum: 10');
  await writeFile(join(folder, 'policy.yaml'), loose);
  return 'policy.yaml';
}

async function simulate(...args: readonly string[]): Promise<PerpSimulateReply> {
  const { exitCode, stdout, stderr } = await runPlimsoll(['simulate', ...DATASET, ...args, '--json'], folder);
  if (exitCode !== 0) throw new Error(stdout + stderr);
  return JSON.parse(stdout) as PerpSimulateReply;
}

describe('plimsoll simulate on perpetual futures', () => {
  test('gives the same figures for either engine, and layers that add up to the deficit', async () => {
    const fast = await simulate('--paths', '32');
    const { engine, ...dense } = await simulate('--paths', '32', '--engine', 'reference');
    expect(engine).toBe('reference');
    expect({ ...dense, engine: 'fast' }).toEqual(fast);
    const { badDebtUsd, fundDrawUsd, adlUsd, socialisedUsd } = fast.worstPath.outcome;
    expect(badDebtUsd).toBeGreaterThan(0);
    expect(fundDrawUsd + adlUsd + socialisedUsd).toBeCloseTo(badDebtUsd, 6);
  });

  test('tighter tiers leave less of a deficit on the same paths', async () => {
    const [tight, loose] = [await simulate('--paths', '64', '--tiers', '0:10'), await simulate('--paths', '64', '--tiers', '0:50')];
    expect(tight.metrics!['deficitMeanUsd']!.value).toBeLessThan(loose.metrics!['deficitMeanUsd']!.value);
    expect(tight.metrics!['maxLeverageMultiple']!.value).toBeCloseTo(10, 9);
  });

  test('takes a stress by its name, and says of what parameters it does not know', async () => {
    const { stress, worstPath } = await simulate('--stress', 'eth-march-2020');
    expect(stress!.name).toBe('ETH, March 2020');
    expect(worstPath.outcome.liquidatedAccounts).toBeGreaterThan(5);
    const refusal = await runPlimsoll(['simulate', ...DATASET, '--lt-bps', '8000'], folder);
    expect([refusal.exitCode, refusal.stderr]).toEqual([2, expect.stringMatching(/--lt-bps is of a lending reserve/)]);
    const other = await runPlimsoll(['simulate', '--tiers', '0:10'], folder);
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringMatching(/--tiers is of perpetual futures/)]);
  });
});

describe('plimsoll run on perpetual futures', () => {
  test('prints one object of the published shape', async () => {
    const schema = JSON.parse(await readFile(join(CHECKOUT, 'docs/schemas/perp-run.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
    validate(result);
    expect(validate.errors).toBeNull();
    const { folder: _, ...stored } = result;
    expect(JSON.parse(await readFile(join(folder, 'run/result.json'), 'utf8'))).toEqual(stored);
  });

  test('recommends tiers that keep every limit, with the most leverage among those examined in full that do', () => {
    const recommended = result.frontier.find(({ isRecommended }) => isRecommended)!;
    expect(recommended.table).toEqual(result.recommended.table);
    expect(result.constraints.every(({ holds }) => holds)).toBe(true);
    const leverages = result.frontier.filter(({ feasible }) => feasible).map(({ metrics }) => metrics['maxLeverageMultiple']!.value);
    expect(result.metrics.recommended['maxLeverageMultiple']!.value).toBe(Math.max(...leverages));
    expect(result.search.candidates).toBe(3 + 3 * 4);
  });

  test('comes out the same, byte for byte, when it is verified; its report is written anew from the outcome; a draft stands beside it', async () => {
    const verified = await runPlimsoll(['verify', 'run'], folder);
    expect([verified.exitCode, verified.stdout]).toEqual([0, expect.stringMatching(/every file came out the same, byte for byte/)]);
    const before = await readFile(join(folder, 'run/report.html'), 'utf8');
    expect((await runPlimsoll(['report', 'run'], folder)).exitCode).toBe(0);
    expect(await readFile(join(folder, 'run/report.html'), 'utf8')).toBe(before);
    expect(before).toMatch(/margin tiers/);
    const proposal = await runPlimsoll(['propose', 'run', '--date', '2023-06-01'], folder);
    expect([proposal.exitCode, proposal.stdout]).toEqual([0, expect.stringMatching(/Draft +run\/drafts\/forum\.md/)]);
    expect(await readFile(join(folder, 'run/drafts/forum.md'), 'utf8')).toBe(await readFile(join(folder, 'run', result.files['proposal']!), 'utf8'));
    expect((await runPlimsoll(['verify', 'run', '--files-only'], folder)).exitCode).toBe(0);
  });

  test('is searched alone to the run’s answer, in threads or not, and goes on from half of its state to the same figures', async () => {
    const search = async (...args: readonly string[]): Promise<PerpSearchReply> => {
      const { exitCode, stdout, stderr } = await runPlimsoll(['search', ...DATASET, '--paths', '96', '--quick', '--policy', 'policy.yaml', ...args, '--json'], folder);
      if (exitCode !== 0) throw new Error(stdout + stderr);
      return JSON.parse(stdout) as PerpSearchReply;
    };
    const figuresOf = ({ recalledPaths: _, stateFile: __, plotFiles: ___, ...figures }: PerpSearchReply): object => figures;
    const whole = await search('--workers', '3', '--state', 'tiers.jsonl', '--plots', 'pictures');
    expect([whole.recommended, whole.metrics, whole.frontier]).toEqual([result.recommended, result.metrics, result.frontier]);
    expect([whole.attribution, whole.baselines, whole.updateSchedule]).toEqual([result.attribution, result.baselines, result.updateSchedule]);
    expect(await readFile(whole.plotFiles[0]!, 'utf8')).toMatch(/^<svg /);
    const text = await readFile(join(folder, 'tiers.jsonl'), 'utf8');
    await writeFile(join(folder, 'half.jsonl'), text.slice(0, text.length / 2));
    const resumed = await search('--workers', '1', '--state', 'half.jsonl', '--resume');
    expect(figuresOf(resumed)).toEqual(figuresOf(whole));
    expect([whole.recalledPaths, resumed.recalledPaths > 0]).toEqual([0, true]);
    expect(await readFile(join(folder, 'half.jsonl'), 'utf8')).toBe(text);
    const read = await runPlimsoll(['search', ...DATASET, '--paths', '96', '--quick', '--policy', 'policy.yaml', '--state', 'tiers.jsonl', '--resume'], folder);
    expect([read.exitCode, read.stderr]).toEqual([0, expect.stringMatching(/\[4\/4\] ✔ Attribute/)]);
    expect(read.stdout).toContain('Simpler rules');
    const other = await runPlimsoll(['search', ...DATASET, '--paths', '96', '--policy', 'policy.yaml', '--seed', '9', '--state', 'tiers.jsonl', '--resume'], folder);
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining('the state belongs to run')]);
  }, 120_000);

  test('too few paths to show a probability are named, with how many it takes', async () => {
    const few = await runPlimsoll(['search', ...DATASET, '--paths', '128', '--state', 'few.jsonl'], folder);
    expect([few.exitCode, few.stderr]).toEqual([6, expect.stringMatching(/`deleveraged probability ≤ 0\.01 ratio` needs --paths 381 or more/)]);
  }, 120_000);

  test('an infeasible policy ends with exit code 6 and the table that comes nearest', async () => {
    const text = await readFile(join(folder, 'policy.yaml'), 'utf8');
    await writeFile(join(folder, 'strict.yaml'), text.replace(/(deficit, .*max: )[\d.]+/, '$10'));
    const { exitCode, stderr } = await runPlimsoll(['run', ...DATASET, '--quick', '--paths', '32', '--policy', 'strict.yaml'], folder);
    expect(exitCode).toBe(6);
    expect(stderr).toMatch(/no candidate meets `deficit es 0.99 ≤ 0 open-interest-ratio`/);
    expect(stderr).toMatch(/Nearest to all: \d+×/);
  });

  test('a policy of the other kind is refused by its first wrong field', async () => {
    const { exitCode, stderr } = await runPlimsoll(['run', ...DATASET, '--policy', 'moderate'], folder);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/perps-moderate\.yaml/)]);
  });
});
