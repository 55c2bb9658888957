import { describe, expect, test } from '@jest/globals';
import { Parser } from '@oclif/core';
import * as flags from '../../../src/cli/flags.js';

const FLAGS = {
  dataset: flags.datasetFlag,
  market: flags.marketFlag,
  policy: flags.policyFlag,
  seed: flags.seedFlag,
  paths: flags.pathsFlag,
  workers: flags.workersFlag,
  out: flags.outFlag,
  quick: flags.quickFlag,
};

async function parse(...argv: string[]): Promise<Record<string, unknown>> {
  return (await Parser.parse(argv, { flags: FLAGS, strict: true })).flags;
}

describe('shared flags', () => {
  test('have no default of their own', async () => {
    expect(await parse()).toEqual({});
  });

  test('parse numbers to integers', async () => {
    expect(await parse('--seed', '0', '--paths', '2000', '--workers=2', '--quick')).toEqual({ seed: 0, paths: 2000, workers: 2, quick: true });
  });

  test.each([
    ['--seed=-1', 'greater than or equal to 0'],
    ['--seed=1.5', 'Expected an integer'],
    ['--seed=9007199254740993', 'less than or equal to 9007199254740991'],
    ['--paths=0', 'greater than or equal to 1'],
    ['--workers=0', 'greater than or equal to 1'],
  ])('%s is a usage error', async (argument, message) => {
    await expect(parse(argument)).rejects.toMatchObject({ message: expect.stringContaining(message), oclif: { exit: 2 } });
  });

  test('a separate negative value reaches the check', async () => {
    await expect(parse('--seed', '-1')).rejects.toMatchObject({ message: expect.stringContaining('greater than or equal to 0') });
  });

  test.each(Object.entries(FLAGS))('--%s can be set by an environment variable of the same name', (name, flag) => {
    expect(flag.env).toBe(`PLIMSOLL_${name.toUpperCase()}`);
  });
});
