import { describe, expect, test } from '@jest/globals';
import * as errors from '../../../src/core/errors.js';

describe('PlimsollError', () => {
  test.each([
    [errors.UsageError, 2],
    [errors.DataError, 3],
    [errors.SourceError, 4],
    [errors.ModelError, 5],
    [errors.InfeasibleError, 6],
    [errors.InternalError, 70],
  ])('%p carries the same exit code for text and --json mode', (ErrorClass, exitCode) => {
    const error = new ErrorClass('what was wrong', { where: 'policy.yaml', suggestions: ['do this'] });
    expect([error.exitCode, error.oclif.exit]).toEqual([exitCode, exitCode]);
    expect(error.where).toBe('policy.yaml');
  });
});
