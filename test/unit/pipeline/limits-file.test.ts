import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { clipToLimit, longestDelaySeconds, parseLimitsFile } from '../../../src/pipeline/config/limits-file.js';
import { AAVE_V3_EMODE_RULES, AAVE_V3_RESERVE_RULES } from '../../../src/protocol/lending/aave-v3/parameters.js';

const read = (name: string) => parseLimitsFile(readFileSync(`data/limits/${name}.yaml`, 'utf8'), `${name}.yaml`);

describe('limits files', () => {
  // Two records of one fact, read from the deployment: the venue's rules, which payloads are checked against, and the file that a policy names.
  test.each([
    ['aave-v3-risk-steward', AAVE_V3_RESERVE_RULES],
    ['aave-v3-risk-steward-emode', AAVE_V3_EMODE_RULES],
  ])('%s holds the deployed limits', (name, { parameters }) => {
    for (const [parameter, { kind, max, minimumDelayDays }] of Object.entries(read(name).limits)) {
      const { changeLimit } = parameters.find((rule) => rule.name === parameter)!;
      expect([parameter, kind, max, minimumDelayDays * 86_400]).toEqual([parameter, changeLimit!.kind, Number(changeLimit!.max), changeLimit!.minimumDelaySeconds]);
    }
    expect(longestDelaySeconds(read(name))).toBe(259_200);
  });

  // A steward's README once computed an absolute rule relatively: 50 bps of 80 % are 50 bps, not 40.
  test('reads each unit as what it is', () => {
    const absolute = { kind: 'absolute-bps', max: 50, minimumDelayDays: 3 } as const;
    expect([clipToLimit(absolute, 8000, 8200), clipToLimit(absolute, 8000, 7000), clipToLimit(absolute, 8000, 8030)]).toEqual([8050, 7950, 8030]);
    const relative = { kind: 'relative', max: 0.1, minimumDelayDays: 1 } as const;
    expect([clipToLimit(relative, 755, 900), clipToLimit(relative, 755, 0), clipToLimit(relative, 0, 100)]).toEqual([830, 680, 0]);
  });

  test('names the field that is wrong', () => {
    const text = readFileSync('data/limits/aave-v3-risk-steward.yaml', 'utf8');
    expect(() => parseLimitsFile(text.replace('absolute-bps, max: 50', 'absolute, max: 50'), 'mine.yaml')).toThrow('limits.ltvBps.kind');
    expect(() => parseLimitsFile(text.replace('max: 50', 'max: 50.5'), 'mine.yaml')).toThrow('limits.ltvBps.max: absolute-bps counts whole basis points');
  });
});
