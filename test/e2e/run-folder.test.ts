import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runPlimsoll } from '../support/run-plimsoll.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-run-folder-'));
  const { exitCode, stderr } = await runPlimsoll(['run', '--quick', '--paths', '64', '--out', 'run', '--date', '2026-01-02', '--workers', '1'], folder);
  if (exitCode !== 0) throw new Error(stderr);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A copy of the run in which one file was edited. */
async function copyWith(name: string, path: string, edit: (text: string) => string): Promise<string> {
  await cp(join(folder, 'run'), join(folder, name), { recursive: true });
  const file = join(folder, name, path);
  await writeFile(file, edit(await readFile(file, 'utf8')));
  return name;
}

describe('plimsoll verify', () => {
  test('a run comes out the same, byte for byte, with another number of workers', async () => {
    const { exitCode, stdout } = await runPlimsoll(['verify', 'run', '--workers', '2'], folder);
    expect(stdout).toMatch(/Run again, every file came out the same, byte for byte/);
    expect(exitCode).toBe(0);
  });

  test('a changed report is named, with exit code 10 in text and in JSON', async () => {
    const name = await copyWith('changed', 'report.md', (text) => `${text}\nEverything is fine.\n`);
    const [text, json] = [await runPlimsoll(['verify', name], folder), await runPlimsoll(['verify', name, '--json'], folder)];
    expect([text.exitCode, json.exitCode]).toEqual([10, 10]);
    expect(text.stdout).toMatch(/✘ report\.md: changed since the run wrote it/);
    expect(JSON.parse(json.stdout)).toMatchObject({ holds: false, rerun: null });
  });

  test('a figure that the inputs do not give is named with both values, though every hash was made to fit', async () => {
    const name = await copyWith('forged', 'result.json', (text) => text.replace(/"seed": 1,/, '"seed": 1, "extra": 7,'));
    const { hashSha256 } = await import('../../src/core/hash.js');
    const forged = await readFile(join(folder, name, 'result.json'), 'utf8');
    const manifestFile = join(folder, name, 'manifest.json');
    const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as { files: Record<string, { sha256: string }> };
    manifest.files['result.json']!.sha256 = hashSha256(forged);
    await writeFile(manifestFile, JSON.stringify(manifest));
    const { exitCode, stdout } = await runPlimsoll(['verify', name, '--workers', '1'], folder);
    expect(exitCode).toBe(10);
    expect(stdout).toMatch(/these files came out otherwise: result\.json/);
    expect(stdout).toMatch(/extra +7 +absent/);
  });

  test('no run, a missing table, and a folder of another form are refused by name', async () => {
    expect((await runPlimsoll(['verify', '.'], folder)).stderr).toMatch(/there is no run in this folder/);
    const older = await copyWith('older', 'manifest.json', (text) => text.replace('"schemaVersion": 1', '"schemaVersion": 0'));
    const refused = await runPlimsoll(['verify', older], folder);
    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringMatching(/has form 0, this version reads 1/)]);
    await cp(join(folder, 'run'), join(folder, 'cut'), { recursive: true });
    await rm(join(folder, 'cut', 'tables', 'paths.csv'));
    expect((await runPlimsoll(['verify', 'cut'], folder)).stdout).toMatch(/✘ tables\/paths\.csv: missing/);
  });
});

describe('plimsoll report', () => {
  test('writes the same report from the outcome alone, and leaves a folder that verifies', async () => {
    const before = await readFile(join(folder, 'run', 'report.html'), 'utf8');
    await cp(join(folder, 'run'), join(folder, 'again'), { recursive: true });
    await rm(join(folder, 'again', 'report.html'));
    expect((await runPlimsoll(['report', 'again'], folder)).exitCode).toBe(0);
    expect(await readFile(join(folder, 'again', 'report.html'), 'utf8')).toBe(before);
    expect((await runPlimsoll(['verify', 'again', '--files-only'], folder)).exitCode).toBe(0);
  });

  test('an outcome of an earlier version is reported with a note that says what it lacks, one of another form is refused', async () => {
    const { hashSha256 } = await import('../../src/core/hash.js');
    const rewrite = async (name: string, edit: (result: Record<string, any>) => void): Promise<string> => {
      const copy = await copyWith(name, 'result.json', (text) => {
        const result = JSON.parse(text) as Record<string, any>;
        edit(result);
        return JSON.stringify(result);
      });
      const manifestFile = join(folder, copy, 'manifest.json');
      const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as { files: Record<string, { sha256: string }> };
      manifest.files['result.json']!.sha256 = hashSha256(await readFile(join(folder, copy, 'result.json'), 'utf8'));
      await writeFile(manifestFile, JSON.stringify(manifest));
      return copy;
    };
    const older = await rewrite('before', (result) => delete result['backtest'].rolling);
    expect((await runPlimsoll(['report', older], folder)).exitCode).toBe(0);
    expect(await readFile(join(folder, older, 'report.md'), 'utf8')).toMatch(/\*\*older-result:\*\* plimsoll .* before a result held backtest\.rolling/);
    const other = await rewrite('other', (result) => (result['schemaVersion'] = 0));
    const { exitCode, stderr } = await runPlimsoll(['report', other], folder);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/the outcome has form 0, this version reads 1/)]);
  });

  test('an outcome that was changed is refused', async () => {
    const name = await copyWith('edited', 'result.json', (text) => text.replace('"seed": 1', '"seed": 2'));
    const { exitCode, stderr } = await runPlimsoll(['report', name], folder);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/result\.json was changed since the run wrote it/)]);
  });
});

describe('plimsoll export and data query', () => {
  test('a table of a run is written with every row, in each format, and what was altered is refused', async () => {
    for (const format of ['csv', 'parquet', 'json']) {
      const { exitCode, stdout } = await runPlimsoll(['export', '--run', 'run', '--table', 'paths', '--out', `paths.${format}`, '--json'], folder);
      expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { rows: 64, format }]);
    }
    const rows = JSON.parse(await readFile(join(folder, 'paths.json'), 'utf8')) as object[];
    expect(rows).toHaveLength(64);
    const name = await copyWith('altered', 'tables/paths.csv', (text) => text.replace('0,', '1,'));
    expect((await runPlimsoll(['export', '--run', name, '--table', 'paths'], folder)).stderr).toMatch(/tables\/paths\.csv was changed/);
  });

  test('the positions of a run are there, account by account and added up by asset', async () => {
    const accounts = await runPlimsoll(['export', '--run', 'run', '--table', 'accounts', '--out', 'accounts.json', '--json'], folder);
    expect(JSON.parse(accounts.stdout)).toMatchObject({ rows: 1030, columns: ['account', 'collateralUsd', 'debtUsd', 'debtRecommendedUsd', 'healthFactorCurrent', 'healthFactorRecommended'] });
    const { dataset } = JSON.parse(await readFile(join(folder, 'run', 'result.json'), 'utf8')) as { dataset: { debtUsd: number } };
    const rows = JSON.parse(await readFile(join(folder, 'accounts.json'), 'utf8')) as { debtUsd: number }[];
    expect(rows.reduce((sum, { debtUsd }) => sum + debtUsd, 0) / dataset.debtUsd).toBeCloseTo(1, 9);
    const byAsset = await runPlimsoll(['export', '--run', 'run', '--table', 'positions-by-asset', '--out', 'by-asset.csv', '--json'], folder);
    expect(byAsset.exitCode).toBe(0);
    const stored = await runPlimsoll(['data', 'query', "SELECT count(*) FROM lending_positions WHERE asset = 'stETH' AND side = 'collateral'", '--json'], folder);
    const [[held]] = (JSON.parse(stored.stdout) as { rows: [[number]] }).rows;
    expect(await readFile(join(folder, 'by-asset.csv'), 'utf8')).toMatch(new RegExp(`^stETH,collateral,${held},`, 'm'));
  });

  test('raw integers of a dataset keep every digit in CSV', async () => {
    await runPlimsoll(['export', '--dataset', 'aave-v2-steth_2023-06', '--table', 'lending_positions', '--out', 'positions.csv'], folder);
    const lines = (await readFile(join(folder, 'positions.csv'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2830);
    expect(lines[1]).toBe('aave-v2-ethereum,acct_00a44b5155246388,stETH,collateral,5921671394758207000,');
  });

  test('a question in SQL is answered as columns and rows; what is no question, or reaches for files, is refused', async () => {
    const ask = (sql: string) => runPlimsoll(['data', 'query', sql, '--json'], folder);
    expect(JSON.parse((await ask('SELECT count(*) AS accounts FROM lending_accounts')).stdout)).toEqual({ columns: ['accounts'], rows: [[1030]] });
    for (const sql of ["SELECT * FROM read_csv('/etc/hostname')", 'DROP TABLE assets', 'SELECT nothing FROM nowhere', "SELECT 1; COPY assets TO 'x.csv'"]) {
      const { exitCode, stdout } = await ask(sql);
      expect({ sql, exitCode, error: stdout.includes('"error"') }).toEqual({ sql, exitCode: 2, error: true });
    }
  });
});
