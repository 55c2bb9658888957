import { describe, expect, test } from '@jest/globals';
import { Errors } from '@oclif/core';
import { Chalk } from 'chalk';
import { createStderrColours } from '../../../src/cli/colours.js';
import { buildErrorReport, formatError, toPlimsollError } from '../../../src/cli/error-report.js';
import { DataError, InfeasibleError, InternalError, UsageError } from '../../../src/core/errors.js';

const plain = new Chalk({ level: 0 });

describe('toPlimsollError', () => {
  test('leaves an error of ours as it is', () => {
    const error = new InfeasibleError('nothing fits');
    expect(toPlimsollError(error, 'plimsoll run --help')).toBe(error);
  });

  test('turns a complaint of the flag parser into a usage error that names the flag', () => {
    const thrown = new Errors.CLIError('Parsing --seed \n\tExpected an integer but received: x\nSee more help with --help');
    const error = toPlimsollError(thrown, 'plimsoll run --help');
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ exitCode: 2, message: 'Expected an integer but received: x', where: '--seed', suggestions: ['See `plimsoll run --help`.'] });
  });

  test('names flags that are missing in one sentence', () => {
    const thrown = new Errors.CLIError('The following errors occurred:\n  Missing required flag debt\n  Missing required flag liquidity\n  Missing required flag sigma\nSee more help with --help');
    expect(toPlimsollError(thrown, 'plimsoll baseline smart-ltv --help')).toMatchObject({ exitCode: 2, message: '--debt, --liquidity and --sigma are missing.' });
    expect(toPlimsollError(new Errors.CLIError('Missing required flag debt\nSee more help with --help'), '').message).toBe('--debt is missing.');
  });

  test('writes an unknown command with spaces, as the user typed it', () => {
    expect(toPlimsollError(new Errors.CLIError('command data:pul not found'), 'plimsoll --help').message).toBe('There is no command `data pul`.');
  });

  test.each([
    [new TypeError('x is not a function'), 'TypeError: x is not a function'],
    [new Errors.CLIError('plugin trouble', { exit: 1 }), 'Error: plugin trouble'],
    ['a bare string', 'a bare string'],
    [null, 'null'],
  ])('turns %p, which nobody foresaw, into an internal error', (thrown, message) => {
    const error = toPlimsollError(thrown, 'plimsoll --help');
    expect(error).toBeInstanceOf(InternalError);
    expect(error).toMatchObject({ exitCode: 70, message });
  });
});

describe('formatError', () => {
  test('says what, where and what to do', () => {
    const error = new DataError('the table is truncated', { where: 'data/x/prices.parquet', suggestions: ['pull it again', 'check the disk'] });
    expect(formatError(error, plain, false)).toBe(
      'Error: the table is truncated\nWhere: data/x/prices.parquet\nWhat to do:\n  - pull it again\n  - check the disk',
    );
  });

  test('puts a single suggestion on its line and leaves out what is not known', () => {
    expect(formatError(new UsageError('no', { suggestions: ['say yes'] }), plain, false)).toBe('Error: no\nWhat to do: say yes');
    expect(formatError(new UsageError('no'), plain, false)).toBe('Error: no');
  });

  test('asks for a report of a bug', () => {
    expect(formatError(new InternalError('debt is negative'), plain, false)).toMatch(/^Error: debt is negative\nWhat to do: This is a bug in Plimsoll: please report it/);
  });

  test('shows the stack and its causes only when asked', () => {
    const error = new DataError('outer', { cause: new Error('inner') });
    expect(formatError(error, plain, false)).not.toContain('error-report.test');
    expect(formatError(error, plain, true)).toMatch(/DataError: outer\n\s+at [\s\S]*Caused by:\nError: inner\n\s+at /);
  });

  test('colours the labels only', () => {
    const text = formatError(new UsageError('no', { where: '--seed' }), new Chalk({ level: 1 }), false);
    expect(text).toBe('\u001B[31m\u001B[1mError:\u001B[22m\u001B[39m no\n\u001B[1mWhere:\u001B[22m --seed');
  });
});

describe('buildErrorReport', () => {
  test('holds the same facts as the text', () => {
    expect(buildErrorReport(new DataError('no', { suggestions: ['say yes'] }))).toEqual({
      error: { code: 3, name: 'DataError', message: 'no', where: null, suggestions: ['say yes'] },
    });
  });
});

describe('createStderrColours', () => {
  test('gives no colour where NO_COLOR is set', () => {
    expect(createStderrColours({ NO_COLOR: '1' }).red('x')).toBe('x');
  });
});
