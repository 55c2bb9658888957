import { describe, expect, test } from '@jest/globals';
import { Config } from '@oclif/core';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

function runPlimsoll(argv: string[], root = ROOT): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [path.join(root, 'bin/run.js'), ...argv], { encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0', DEBUG: '' } });
}

describe('plimsoll', () => {
  test('--version prints what oclif would', async () => {
    const { userAgent } = await Config.load(ROOT);
    expect(runPlimsoll(['--version'])).toMatchObject({ status: 0, stdout: `${userAgent}\n`, stderr: '' });
  });

  test('an unknown command ends with exit code 2 in both modes', () => {
    const text = runPlimsoll(['nope']);
    expect(text).toMatchObject({ status: 2, stdout: '', stderr: 'Error: There is no command `nope`.\nWhat to do: See `plimsoll --help`.\n' });
    const json = runPlimsoll(['nope', '--json']);
    expect(json).toMatchObject({ status: 2, stderr: '' });
    expect(JSON.parse(json.stdout).error).toMatchObject({ code: 2, name: 'UsageError' });
  });

  test('a checkout that is not built says how to build it', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-'));
    try {
      cpSync(path.join(ROOT, 'bin/run.js'), path.join(folder, 'bin/run.js'));
      cpSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
      const { status, stdout, stderr } = runPlimsoll(['run'], folder);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^plimsoll: this checkout is not built yet.*`npm start`.*\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
