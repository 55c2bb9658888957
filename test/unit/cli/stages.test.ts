import { describe, expect, test } from '@jest/globals';
import { Chalk } from 'chalk';
import { chooseStagesMode, createStages, type Stages, type StagesMode } from '../../../src/cli/stages.js';

const CLEAR_LINE = '\r\u001B[2K';

interface Probe {
  readonly stages: Stages;
  readonly written: string[];
  advance(ms: number): void;
}

function createProbe(mode: StagesMode, columns = 80, delayMs = 0): Probe {
  const written: string[] = [];
  let clockMs = 1000;
  const stream = { write: (text: string) => written.push(text), columns };
  const stages = createStages({ titles: ['Fit', 'Simulate'], stream, mode, delayMs, colours: new Chalk({ level: 0 }), now: () => clockMs });
  return { stages, written, advance: (ms) => (clockMs += ms) };
}

describe('createStages', () => {
  test('off a terminal writes one line at the start and one at the end, without control characters', () => {
    const { stages, written, advance } = createProbe('plain');
    stages.start('Fit');
    advance(1250);
    stages.update('Fit', 0.5);
    stages.done('Fit', 'GARCH(1,1)');
    stages.start('Simulate');
    advance(60);
    stages.fail('Simulate');
    expect(written).toEqual(['[1/2] Fit …\n', '[1/2] ✔ Fit (1.3 s) GARCH(1,1)\n', '[2/2] Simulate …\n', '[2/2] ✘ Simulate (0.1 s)\n']);
  });

  test('counts only the stages that will run', () => {
    const { stages, written } = createProbe('plain');
    stages.skip(['Fit']);
    stages.start('Simulate');
    stages.done('Simulate');
    expect(written).toEqual(['[1/1] Simulate …\n', '[1/1] ✔ Simulate (0.0 s)\n']);
    expect(() => stages.skip(['Nothing'])).toThrow('no stage is called Nothing');
  });

  test('on a terminal redraws the same line with percentage, time and note', () => {
    const { stages, written, advance } = createProbe('tty');
    stages.start('Simulate');
    advance(200);
    stages.update('Simulate', 0.456, '912 of 2000 paths');
    stages.done('Simulate');
    expect(written).toEqual([
      `${CLEAR_LINE}[2/2] ⠋ Simulate 0.0 s`,
      `${CLEAR_LINE}[2/2] ⠹ Simulate 45 % 0.2 s 912 of 2000 paths`,
      `${CLEAR_LINE}[2/2] ✔ Simulate (0.2 s)\n`,
    ]);
  });

  test('on a terminal draws updates that come fast no more than ten times a second', () => {
    const { stages, written, advance } = createProbe('tty');
    stages.start('Fit');
    for (let step = 1; step <= 100; step += 1) {
      advance(10);
      stages.update('Fit', step / 100);
    }
    stages.done('Fit');
    expect(written).toHaveLength(1 + 10 + 1);
  });

  test('never draws a line that the terminal would wrap', () => {
    const { stages, written, advance } = createProbe('tty', 30);
    stages.start('Simulate');
    advance(200);
    stages.update('Simulate', 0.5, 'a note much longer than the terminal is wide');
    const drawn = written[1]!.slice(CLEAR_LINE.length);
    expect(drawn).toBe('[2/2] ⠹ Simulate 50 % 0.2 s …');
    expect(drawn.length).toBeLessThan(30);
    stages.done('Simulate');
  });

  test('cuts the line of a stage that is done to the terminal too', () => {
    const { stages, written, advance } = createProbe('tty', 30);
    stages.start('Simulate');
    advance(1000);
    stages.done('Simulate', '2000 paths, of which none broke anything');
    expect(written.at(-1)).toBe(`${CLEAR_LINE}[2/2] ✔ Simulate (1.0 s) …\n`);
  });

  test('off a terminal writes now and then how far a long stage is', () => {
    const { stages, written, advance } = createProbe('plain');
    stages.start('Simulate');
    for (let second = 1; second <= 21; second++) {
      advance(1000);
      stages.update('Simulate', second / 40, undefined, { done: second * 100, total: 4000, unit: 'paths' });
    }
    stages.done('Simulate', '2100 paths');
    expect(written).toEqual([
      '[2/2] Simulate …\n',
      '[2/2] … Simulate 25 % 10.0 s about 30 s left, 1,000 of 4,000 paths, 100 paths/s\n',
      '[2/2] … Simulate 50 % 20.0 s about 20 s left, 2,000 of 4,000 paths, 100 paths/s\n',
      '[2/2] ✔ Simulate (21.0 s) 2100 paths, 100 paths/s\n',
    ]);
  });

  test.each<[StagesMode]>([['plain'], ['tty']])('shows nothing of what is over before the delay: %s', (mode) => {
    const { stages, written, advance } = createProbe(mode, 80, 1000);
    stages.start('Fit');
    advance(600);
    stages.update('Fit', 0.5);
    stages.done('Fit');
    stages.start('Simulate');
    advance(300);
    stages.update('Simulate', 0.5);
    expect(written).toEqual([]);
    advance(200);
    stages.update('Simulate', 0.9);
    stages.done('Simulate');
    expect(written.map((text) => text.replace(CLEAR_LINE, ''))).toEqual([mode === 'tty' ? '[2/2] ⠴ Simulate 90 % 0.5 s' : '[2/2] Simulate …\n', '[2/2] ✔ Simulate (0.5 s)\n']);
  });

  test('shows a fraction outside 0 to 1 as the nearest end', () => {
    const { stages, written, advance } = createProbe('tty');
    stages.start('Fit');
    advance(100);
    stages.update('Fit', 1.7);
    advance(100);
    stages.update('Fit', -1);
    expect(written.slice(1).map((line) => /\d+ %/.exec(line)?.[0])).toEqual(['100 %', '0 %']);
    stages.done('Fit');
  });

  test('shows no fraction where the whole is not known', () => {
    const { stages, written, advance } = createProbe('tty');
    stages.start('Fit');
    advance(100);
    stages.update('Fit', null, '1000 entities');
    expect(written.at(-1)).toContain('1000 entities');
    expect(written.at(-1)).not.toMatch(/\d %/);
    stages.done('Fit');
  });

  test('silent mode writes nothing', () => {
    const { stages, written } = createProbe('silent');
    stages.start('Fit');
    stages.update('Fit', 0.5);
    stages.done('Fit');
    stages.fail('Fit');
    expect(written).toEqual([]);
  });

  test('ignores updates and failures of a stage that is not running', () => {
    const { stages, written } = createProbe('plain');
    stages.update('Fit', 0.5);
    stages.fail('Fit');
    expect(written).toEqual([]);
  });

  test('refuses a stage it was not told of, and the end of one that never started', () => {
    const { stages } = createProbe('plain');
    expect(() => stages.start('Search')).toThrow('no stage is called Search');
    expect(() => stages.done('Fit')).toThrow('stage Fit is not running');
  });
});

describe('chooseStagesMode', () => {
  test.each<[boolean, boolean, NodeJS.ProcessEnv, StagesMode]>([
    [true, true, {}, 'silent'],
    [true, false, {}, 'silent'],
    [false, true, { TERM: 'xterm' }, 'tty'],
    [false, true, { TERM: 'dumb' }, 'plain'],
    [false, true, { CI: 'true' }, 'plain'],
    [false, false, { TERM: 'xterm' }, 'plain'],
  ])('--json %p, terminal %p, environment %p: %s', (jsonEnabled, isTty, env, mode) => {
    expect(chooseStagesMode(jsonEnabled, isTty, env)).toBe(mode);
  });
});
