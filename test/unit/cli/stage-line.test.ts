import { describe, expect, test } from '@jest/globals';
import { describeAdvance, describeRate, describeRest, fitLine } from '../../../src/cli/stage-line.js';

test.each([
  // At the pace so far the other three quarters take three times as long as the first.
  [0.25, 4000, 'about 12 s left'],
  [0.5, 10_000, 'about 10 s left'],
  [0.1, 60_000, 'about 9 min left'],
  // Too early to say, nothing left, or no whole to be a part of.
  [0.5, 1000, ''],
  [0.01, 60_000, ''],
  [1, 60_000, ''],
  [null, 60_000, ''],
])('%p done after %p ms: %j', (fraction, elapsedMs, text) => {
  expect(describeRest(fraction, elapsedMs)).toBe(text);
});

test.each([
  [{ done: 24_800, total: null, unit: 'paths' }, 2000, '12,400 paths/s'],
  [{ done: 9, total: 40, unit: 'windows' }, 2000, '4.5 windows/s'],
  // Of what takes seconds, the seconds are told.
  [{ done: 2, total: 9, unit: 'choices' }, 24_000, '12.0 s each'],
  // Nothing to divide, or too little time for it to mean something.
  [{ done: 0, total: 9, unit: 'choices' }, 24_000, ''],
  [{ done: 100, total: 900, unit: 'paths' }, 500, ''],
  [null, 24_000, ''],
])('the rate of %j after %p ms: %j', (count, elapsedMs, text) => {
  expect(describeRate(count, elapsedMs)).toBe(text);
});

describe('a running stage', () => {
  const advance = { title: 'Simulate', elapsedMs: 4000, fraction: 0.25, count: { done: 5000, total: 20_000, unit: 'paths' }, note: 'fast engine' };
  const { head, rest } = describeAdvance(advance);

  test('says its share, its time, what is left, how many of how many, how fast, and its note', () => {
    expect(fitLine(head, rest, 200)).toBe('Simulate 25 % 4.0 s about 12 s left, 5,000 of 20,000 paths, 1,250 paths/s, fast engine');
  });

  test('says what has room, the most telling first, and never half of it', () => {
    expect(fitLine(head, rest, 60)).toBe('Simulate 25 % 4.0 s about 12 s left, 5,000 of 20,000 paths …');
    expect(fitLine(head, rest, 40)).toBe('Simulate 25 % 4.0 s about 12 s left …');
    expect(fitLine(head, rest, 22)).toBe('Simulate 25 % 4.0 s …');
    expect(fitLine(head, rest, 10)).toBe('Simulate …');
    for (let room = 1; room < 100; room++) expect(fitLine(head, rest, room).length).toBeLessThanOrEqual(room);
  });
});
