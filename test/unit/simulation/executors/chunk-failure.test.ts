import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as errors from '../../../../src/core/errors.js';
import { describeFailure, rebuildError } from '../../../../src/simulation/executors/chunk-failure.js';
import { fuzzParameters } from '../../../support/fuzz.js';

/** Every class a user may see, found rather than listed, so that a new one is tested too. */
const CLASSES = Object.values(errors).filter(
  (value): value is typeof errors.DataError => typeof value === 'function' && Object.getPrototypeOf(value) === errors.PlimsollError,
);
const details = fc.record({ where: fc.string(), suggestions: fc.array(fc.string(), { maxLength: 3 }) }, { requiredKeys: [] });
const ownErrors = fc.tuple(fc.constantFrom(...CLASSES), fc.string(), details);
const otherErrors = fc.tuple(fc.constantFrom(Error, TypeError, RangeError), fc.string()).map(([ErrorClass, message]) => new ErrorClass(message));

const cross = (error: unknown): Error => rebuildError(structuredClone(describeFailure(error)));

describe('an error on its way out of a thread', () => {
  test('keeps class, exit code, message, place, advice, stack and cause', () => {
    expect(CLASSES.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(ownErrors, fc.option(otherErrors, { nil: undefined }), ([ErrorClass, message, given], cause) => {
        const error = new ErrorClass(message, { ...given, cause });
        const there = cross(error) as errors.PlimsollError;
        const { exitCode, oclif, name, where, suggestions, stack } = error;
        expect(there).toBeInstanceOf(ErrorClass);
        expect(there).toMatchObject({ exitCode, oclif, name, message, where, suggestions, stack });
        if (cause) expect(there.cause).toMatchObject({ name: cause.name, message: cause.message, stack: cause.stack });
        else expect(there.cause).toBeUndefined();
      }),
      fuzzParameters(200),
    );
  });

  test('which nobody foresaw keeps its name, and what is no error becomes one', () => {
    expect(cross(new TypeError('x is not iterable'))).toMatchObject({ name: 'TypeError', message: 'x is not iterable', stack: expect.stringMatching(/^TypeError.*\n +at /) });
    expect(cross('no error at all')).toMatchObject({ name: 'Error', message: 'no error at all' });
    expect(cross(Object.assign(new Error('odd'), { name: 'constructor' }))).toMatchObject({ name: 'constructor', message: 'odd' });
  });
});
