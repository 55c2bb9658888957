import { describe, expect, test } from '@jest/globals';
import { compareCalls } from '../../../../src/backtest/liquidations/compare-calls.js';
import type { LiquidationCall } from '../../../../src/backtest/liquidations/replay-calls.js';
import { createRandomStream } from '../../../../src/core/random-stream.js';

const DAY = 86_400;
const DAYS = 200;

/** A call a day and account, of drawn size; bad days are common to all books. */
function drawCalls(seed: number, scale = 1, change: (call: LiquidationCall, index: number) => LiquidationCall[] = (call) => [call]): LiquidationCall[] {
  const stream = createRandomStream(seed, 'calls', 0);
  return Array.from({ length: DAYS }, (_, day) => ({ day, calls: 1 + (day % 10 === 0 ? 20 : 0) })).flatMap(({ day, calls }) =>
    Array.from({ length: calls }, (_, index) => index).flatMap((index) =>
      change({ account: `a${index}`, collateralAsset: 'WETH', debtAsset: 'USDC', unixSeconds: day * DAY + index, debtRepaidUsd: scale * Math.exp(2 * stream.nextNormal()), seizedOverRepaid: 1.05 }, index),
    ),
  );
}

const compare = (recorded: LiquidationCall[], simulated: LiquidationCall[]) => compareCalls(recorded, simulated, 0, DAYS * DAY);
const named = (outcome: ReturnType<typeof compare>, name: string) => outcome.measures.find((measure) => measure.name === name)!;

describe('compareCalls', () => {
  test('tells two books of one law apart in nothing, and finds the same days bad', () => {
    const outcome = compare(drawCalls(1), drawCalls(2));
    expect(outcome.measures.map(({ agrees }) => agrees)).toEqual(outcome.measures.map(() => true));
    expect(outcome.penalties).toEqual([{ asset: 'WETH', recordedCalls: 600, recordedRatio: expect.closeTo(0.05, 12), simulatedCalls: 600, simulatedRatio: expect.closeTo(0.05, 12), agrees: true }]);
    expect(outcome.days.agrees).toBe(true);
  });

  test('sees a book ten times as large in the level of calls and not in their spread', () => {
    const outcome = compare(drawCalls(1), drawCalls(2, 10));
    expect([named(outcome, 'debtPerCallUsd').agrees, named(outcome, 'debtPerCallOverMedian').agrees]).toEqual([false, true]);
  });

  test('sees calls that halve what is left, and the repetition', () => {
    const halve = (call: LiquidationCall): LiquidationCall[] => [0, 1, 2].map((step) => ({ ...call, unixSeconds: call.unixSeconds + 60 * step, debtRepaidUsd: call.debtRepaidUsd / 2 ** step }));
    const outcome = compare(drawCalls(1, 1, (call, index) => (index % 5 === 0 ? halve(call) : [call])), drawCalls(2, 1, halve));
    expect(named(outcome, 'nextOverPreviousCall')).toMatchObject({ distance: 0, agrees: true });
    expect(named(outcome, 'callsPerAccountDay')).toMatchObject({ agrees: false, recorded: { n: 600 }, simulated: { n: 600 } });
    expect(named(outcome, 'callsPerAccountDay').simulated.quantiles).toEqual([3, 3, 3, 3, 3, 3]);
  });

  test('sees a penalty that differs and days that have nothing to do with each other', () => {
    const stream = createRandomStream(3, 'days', 0);
    const shuffled = drawCalls(2, 1, (call) => [{ ...call, seizedOverRepaid: 1.1, unixSeconds: DAY * stream.nextInteger(DAYS) }]);
    const outcome = compare(drawCalls(1), shuffled);
    expect(outcome.penalties[0]).toMatchObject({ agrees: false, simulatedRatio: expect.closeTo(0.1, 12) });
    expect(outcome.days.agrees).toBe(false);
  });
});
