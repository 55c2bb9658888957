import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as errors from '../../../src/core/errors.js';

const PROBE = fileURLToPath(new URL('fixtures/probe.mjs', import.meta.url));

function runProbe(argv: string[], env: NodeJS.ProcessEnv = {}): { status: number | null; stdout: string; stderr: string } {
  const clean = { ...process.env, NODE_ENV: 'production', DEBUG: '', FORCE_COLOR: '0' };
  return spawnSync(process.execPath, [PROBE, ...argv], { encoding: 'utf8', env: { ...clean, ...env } });
}

/** Every error class that core exports, found rather than listed, so that a new one is tested too. */
const ERROR_CLASSES = Object.entries(errors).flatMap(([name, value]) =>
  typeof value === 'function' && value.prototype instanceof errors.PlimsollError
    ? [[name, new (value as new (message: string) => errors.PlimsollError)('').exitCode] as const]
    : [],
);

describe('PlimsollCommand', () => {
  test.each(ERROR_CLASSES)('%s ends with exit code %p, in text on stderr and in JSON on stdout', (name, exitCode) => {
    const text = runProbe(['--throw', name]);
    expect(text).toMatchObject({ status: exitCode, stdout: '' });
    expect(text.stderr).toMatch(/^Error: what was wrong\nWhere: policy\.yaml\nWhat to do:[ \n]+(- )?do this/);
    expect(text.stderr).not.toContain('    at ');

    const json = runProbe(['--throw', name, '--json']);
    expect(json).toMatchObject({ status: exitCode, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: exitCode, name, message: 'what was wrong', where: 'policy.yaml' } });
  });

  test('an unforeseen error is a bug in both modes', () => {
    const text = runProbe(['--throw', 'TypeError']);
    expect(text.status).toBe(70);
    expect(text.stderr).toMatch(/^Error: TypeError: not foreseen\nWhat to do: This is a bug in Plimsoll/);
    const json = runProbe(['--throw', 'TypeError', '--json']);
    expect(json.status).toBe(70);
    expect(JSON.parse(json.stdout).error).toMatchObject({ code: 70, name: 'InternalError' });
  });

  test('a wrong command line is a usage error in both modes', () => {
    const text = runProbe(['--nope']);
    expect(text).toMatchObject({ status: 2, stdout: '' });
    expect(text.stderr).toBe('Error: Nonexistent flag: --nope\nWhat to do: See `plimsoll probe --help`.\n');
    const json = runProbe(['--nope', '--json']);
    expect(json.status).toBe(2);
    expect(JSON.parse(json.stdout).error).toMatchObject({ code: 2, name: 'UsageError', message: 'Nonexistent flag: --nope' });
  });

  test.each(['ends', 'ignores'])('Ctrl-C ends a job that %s it with exit code 130 in both modes', (answer) => {
    const text = runProbe(['--interrupt', answer]);
    expect(text).toEqual(expect.objectContaining({ status: 130, stdout: '', stderr: 'Error: interrupted\nWhat to do: Nothing was left half-written: start the same command again.\n' }));
    const json = runProbe(['--interrupt', answer, '--json']);
    expect([json.status, json.stderr]).toEqual([130, '']);
    expect(JSON.parse(json.stdout).error).toMatchObject({ code: 130, name: 'InterruptedError', message: 'interrupted' });
  });

  test('Ctrl-C breaks off what the thread computes, long before it would come to an end', () => {
    const startedMs = performance.now();
    expect(runProbe(['--interrupt', 'computes'])).toMatchObject({ status: 130, stdout: '', stderr: expect.stringMatching(/^Error: interrupted\n/) });
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  test('Ctrl-C does not take back an outcome', () => {
    const { status, stdout } = runProbe(['--interrupt', 'is done', '--json']);
    expect([status, JSON.parse(stdout)]).toEqual([0, { outcome: 'done' }]);
  });

  test('success prints the outcome as the only JSON and exits 0', () => {
    const { status, stdout, stderr } = runProbe(['--json']);
    expect({ status, stderr, outcome: JSON.parse(stdout) }).toEqual({ status: 0, stderr: '', outcome: { outcome: 'done' } });
  });

  test('DEBUG adds the stack', () => {
    expect(runProbe(['--throw', 'DataError'], { DEBUG: '1' }).stderr).toMatch(/DataError: what was wrong\n\s+at /);
  });

  test('colours only where the terminal takes them, and never with NO_COLOR', () => {
    const coloured = { FORCE_COLOR: '1' };
    expect(runProbe(['--throw', 'DataError'], coloured).stderr).toContain('\u001B[31m');
    expect(runProbe(['--throw', 'DataError'], { ...coloured, NO_COLOR: '1' }).stderr).not.toContain('\u001B[');
  });
});
