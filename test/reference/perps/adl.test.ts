import { describe, expect, test } from '@jest/globals';
import { seizeProfits } from '../../../src/protocol/perps/backstop/adl-policy.js';
import { rankCandidates, scoreForBinance, scoreForHyperliquid, type AdlCandidate } from '../../../src/protocol/perps/backstop/adl-queue.js';
import { settleWave } from '../../../src/protocol/perps/backstop/settle-wave.js';
import { computeFundLevel } from '../../../src/protocol/perps/backstop/size-fund.js';

const UNIT = 1_000_000n;
const raw = (value: number): bigint => BigInt(Math.round(value * Number(UNIT)));

// Source: the vector of arXiv 2512.01112: equity (10, 5, 1, −3, −12), cash (2, 1, 0.5, 0, 0), seizable (8, 4, 0.5), deficit 15,
// theta 0.5 → budget 7.5.
const candidate = (account: string, equity: number, cash: number, place: number): AdlCandidate => ({
  account,
  equityRaw: raw(equity),
  seizableRaw: raw(equity - cash),
  unrealisedPnlRaw: raw(equity - cash),
  entryNotionalRaw: raw(100),
  markNotionalRaw: raw(100),
  place,
});
const winners = [candidate('1', 10, 2, 2), candidate('2', 5, 1, 1), candidate('3', 1, 0.5, 3)];
const wave = {
  deficits: [
    { account: '4', deficitRaw: raw(3) },
    { account: '5', deficitRaw: raw(12) },
  ],
  candidates: winners,
};

describe('the published deleveraging vector, to the unit', () => {
  test('the seizable amounts are 8, 4 and 0.5', () => {
    expect(winners.map(({ seizableRaw }) => seizableRaw)).toEqual([8_000_000n, 4_000_000n, 500_000n]);
  });

  test('queue order 2, 1, 3: h = (0.4375, 1, 0), equity after (6.5, 1, 1)', () => {
    const { adl, seizures, neededRaw } = settleWave(0n, wave, { adl: { kind: 'queue', rule: 'given' }, adlSharePpm: 500_000n, socialise: false });
    expect(neededRaw).toBe(15_000_000n);
    expect(adl).toEqual({ neededRaw: 7_500_000n, takenRaw: 7_500_000n });
    expect(seizures.map(({ seizedRaw, seizableRaw }) => Number(seizedRaw) / Number(seizableRaw))).toEqual([0.4375, 1, 0]);
    expect(seizures.map(({ seizedRaw }, index) => winners[index]!.equityRaw - seizedRaw)).toEqual([6_500_000n, 1_000_000n, 1_000_000n]);
  });

  test('pro-rata: h = 0.6 for all, seized (4.8, 2.4, 0.3), after (5.2, 2.6, 0.7)', () => {
    const { seizures } = settleWave(0n, wave, { adl: { kind: 'pro-rata' }, adlSharePpm: 500_000n, socialise: false });
    expect(seizures.map(({ seizedRaw }) => seizedRaw)).toEqual([4_800_000n, 2_400_000n, 300_000n]);
    expect(seizures.map(({ seizedRaw, seizableRaw }) => Number(seizedRaw) / Number(seizableRaw))).toEqual([0.6, 0.6, 0.6]);
    expect(seizures.map(({ seizedRaw }, index) => winners[index]!.equityRaw - seizedRaw)).toEqual([5_200_000n, 2_600_000n, 700_000n]);
  });

  test('capped at 70 % of profit in equal amounts: 3 fills its cap, 2 its own, 1 pays the rest', () => {
    // Water level: caps 5.6, 2.8, 0.35; 7.5 = 0.35 + 2.8 + 4.35.
    const seizures = seizeProfits({ kind: 'capped', weightBy: 'equal', capPpm: 700_000n }, raw(7.5), winners);
    expect(seizures.map(({ seizedRaw }) => seizedRaw)).toEqual([4_350_000n, 2_800_000n, 350_000n]);
  });

  test('a fund of 4 pays first, then half of what is open is deleveraged, then the rest is shared by equity', () => {
    const settlement = settleWave(raw(4), wave, { adl: { kind: 'pro-rata' }, adlSharePpm: 500_000n, socialise: true });
    expect(settlement.fund).toEqual({ neededRaw: 15_000_000n, takenRaw: 4_000_000n });
    expect(settlement.adl).toEqual({ neededRaw: 5_500_000n, takenRaw: 5_500_000n });
    expect(settlement.socialised).toEqual({ neededRaw: 5_500_000n, takenRaw: 5_500_000n });
    expect(settlement.uncoveredRaw).toBe(0n);
  });
});

describe('queue scores', () => {
  const position = (unrealised: number, entry: number, mark: number, equity: number): AdlCandidate => ({
    account: `${unrealised}/${equity}`,
    equityRaw: raw(equity),
    seizableRaw: raw(1),
    unrealisedPnlRaw: raw(unrealised),
    entryNotionalRaw: raw(entry),
    markNotionalRaw: raw(mark),
  });

  // Source: Binance support article 360033525471: PnL % × effective leverage; Binance divides by the leverage at a loss.
  test.each([
    [10, 100, 110, 55, 0.1 * 2],
    [10, 100, 110, 11, 0.1 * 10],
    [-10, 100, 90, 45, -0.1 / 2],
    [0, 100, 100, 10, 0],
  ])('Binance: profit %p on %p, worth %p, equity %p scores %p, to 1e-12', (unrealised, entry, mark, equity, score) => {
    expect(Math.abs(scoreForBinance(position(unrealised, entry, mark, equity)) - score)).toBeLessThanOrEqual(1e-12);
  });

  // Source: Hyperliquid docs, "Auto-deleveraging": (mark / entry) (notional / account value).
  test.each([
    [10, 100, 110, 55, 2.2],
    [10, 100, 90, 45, 1.8],
  ])('Hyperliquid: profit %p on %p, worth %p, equity %p scores %p, to 1e-12', (unrealised, entry, mark, equity, score) => {
    expect(Math.abs(scoreForHyperliquid(position(unrealised, entry, mark, equity)) - score)).toBeLessThanOrEqual(1e-12);
  });

  test('no equity goes first, no profit never by leverage', () => {
    const ranked = rankCandidates('binance', [position(0, 100, 100, 0), position(10, 100, 110, 0), position(50, 100, 150, 1)]);
    expect(ranked.map(({ unrealisedPnlRaw }) => unrealisedPnlRaw)).toEqual([raw(10), raw(50), 0n]);
  });
});

describe('the fund’s level', () => {
  // Source: the newsvendor rule: the deficits' quantile at 1 − r / κ.
  test('capital at 5 % against shortfalls at 5 dollars a dollar gives 0.99', () => {
    expect(computeFundLevel({ costOfCapitalRatio: 0.05, costOfShortfallRatio: 5 })).toBeCloseTo(0.99, 12);
  });

  test('refuses a fund that costs more than what it prevents', () => {
    expect(() => computeFundLevel({ costOfCapitalRatio: 0.2, costOfShortfallRatio: 0.1 })).toThrow(/costOfShortfallRatio: must be above/);
  });
});
