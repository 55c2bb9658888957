import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forecastLiquidations, HOUR_SECONDS, type BookForecast, type ForecastInput } from '../../../src/backtest/forecast/forecast-liquidations.js';
import { computeNormalBarrierProbability } from '../../../src/backtest/forecast/lowest-price.js';
import { rebuildBook, replayBook, type VaultEvent } from '../../../src/backtest/forecast/vault-book.js';
import { createVaultTermsLog } from '../../../src/backtest/forecast/vault-terms.js';
import { runToEnd } from '../../../src/core/piecewise.js';
import { fuzzParameters } from '../../support/fuzz.js';
import { simulateReturnsPercent } from '../../support/simulate-returns.js';

const HOURS = 24 * 40;
const START = Date.UTC(2021, 0, 1) / 1000;
const ORIGIN = START + HOUR_SECONDS * 24 * 33;
const TERMS = createVaultTermsLog(
  [
    { parameter: 'SPOTTER.ilks.mat', valueAfter: 1.3 },
    { parameter: 'CAT.ilks.chop', valueAfter: 0.13 },
    { parameter: 'VAT.ilks.dust', valueAfter: 100 },
    { parameter: 'JUG.ilks.duty', valueAfter: 0.05 },
  ].map((change) => ({ unixSeconds: START, ...change })),
);
/** Volatility that comes in clusters: else a fit learns that no return says anything about the next, and a glance at the future goes unseen. */
const RETURNS_PERCENT = simulateReturnsPercent({ mu: 0, omega: 0.1, alpha: 0.2, beta: 0.7 }, 8, HOURS, 11);
const LOG_PRICES = RETURNS_PERCENT.map(((sum) => (percent: number) => (sum += 0.01 * percent))(Math.log(1000)));

const event = fc.record<VaultEvent>({
  unixSeconds: fc.integer({ min: START, max: START + HOUR_SECONDS * (HOURS - 1) }),
  account: fc.constantFrom('vault-1', 'vault-2', 'vault-3'),
  kind: fc.constantFrom('deposit', 'borrow', 'repay', 'liquidation'),
  collateralDelta: fc.double({ min: 0, max: 20, noNaN: true }),
  debtDelta: fc.double({ min: 0, max: 9000, noNaN: true }),
});
const events = fc.array(event, { maxLength: 40 }).map((drawn) =>
  drawn
    .map((item): VaultEvent => {
      const sign = item.kind === 'repay' || item.kind === 'liquidation' ? -1 : 1;
      return { ...item, collateralDelta: item.kind === 'deposit' ? item.collateralDelta : 0, debtDelta: item.kind === 'deposit' ? 0 : sign * item.debtDelta };
    })
    .sort((a, b) => a.unixSeconds - b.unixSeconds),
);

function priceAt(unixSeconds: number): number {
  return Math.exp(LOG_PRICES[(unixSeconds - START) / HOUR_SECONDS]!);
}

/** A vault opened at a moment that becomes unsafe at a share of the price then. */
function openVault(account: string, collateral: number, barrierRatio: number, unixSeconds = ORIGIN): VaultEvent[] {
  const events = { unixSeconds, account };
  return [
    { ...events, kind: 'deposit', collateralDelta: collateral, debtDelta: 0 },
    { ...events, kind: 'borrow', collateralDelta: 0, debtDelta: (barrierRatio * collateral * priceAt(unixSeconds)) / 1.3 },
  ];
}

function forecast(changed: Partial<ForecastInput>, futureFactor = 1): BookForecast[] {
  const unixSeconds = Float64Array.from({ length: HOURS }, (_, hour) => START + HOUR_SECONDS * hour);
  const close = LOG_PRICES.map((value, hour) => Math.exp(value) * (unixSeconds[hour]! > ORIGIN ? futureFactor : 1));
  return runToEnd(forecastLiquidations({ events: [], terms: TERMS, prices: { unixSeconds, close, filled: new Uint8Array(HOURS) }, origins: [ORIGIN], horizonHours: 24, constantSigma: 0.01, seed: 1, paths: 50, ...changed }));
}

test('a book is the same whether it is built at once or step by step', () => {
  fc.assert(
    fc.property(events, fc.array(fc.integer({ min: START, max: START + HOUR_SECONDS * HOURS }), { maxLength: 5 }), (drawn, stops) => {
      const replay = replayBook(drawn, TERMS);
      for (const stop of stops.sort((a, b) => a - b)) expect(replay.advanceTo(stop)).toEqual(rebuildBook(drawn, TERMS, stop));
    }),
    fuzzParameters(100),
  );
});

test('nothing after the moment of a forecast moves it: neither prices nor events', () => {
  // Near the line, where a glance at the future would show; drawn vaults are mostly far from it.
  const near = openVault('vault-near', 10, 0.95);
  fc.assert(
    fc.property(events, fc.constantFrom(0.3, 0.8, 1.3, 3), (others, futureFactor) => {
      const drawn = [...others, ...near].sort((a, b) => a.unixSeconds - b.unixSeconds);
      const strip = (books: ReturnType<typeof forecast>): unknown => books.map(({ vaults, upperDebtUsd }) => [upperDebtUsd, vaults.map(({ account, debtUsd, probability, normalProbability }) => [account, debtUsd, probability, normalProbability])]);
      const past = drawn.filter(({ unixSeconds }) => unixSeconds <= ORIGIN);
      expect(strip(forecast({ events: drawn }, futureFactor))).toEqual(strip(forecast({ events: past })));
    }),
    fuzzParameters(15),
  );
});

test('the oracle is an hour late: two of its prices are known, the rest is drawn', () => {
  const probabilityOf = (horizonHours: number): number => forecast({ events: openVault('vault-near', 10, 0.95), horizonHours })[0]!.vaults[0]!.normalProbability;
  for (const horizonHours of [3, 24]) expect(probabilityOf(horizonHours)).toBeCloseTo(computeNormalBarrierProbability(0.95, 0.01, horizonHours - 2), 12);
});

test('the low of an hour ago is still to be shown: what it makes unsafe is certain, what it does not is no more than likely', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => ORIGIN + HOUR_SECONDS * hour);
  const risen = hours.find((hour) => priceAt(hour - HOUR_SECONDS) < 0.99 * priceAt(hour))!;
  const lowRatio = priceAt(risen - HOUR_SECONDS) / priceAt(risen);
  const probabilityOf = (barrierRatio: number): number => forecast({ events: openVault('vault-near', 10, barrierRatio, risen), origins: [risen] })[0]!.vaults[0]!.probability;
  expect(probabilityOf(lowRatio + 0.001)).toBe(1);
  expect(probabilityOf(lowRatio - 0.001)).toBeLessThan(1);
});

test('more debt on the same collateral is never less likely to be liquidated', () => {
  const open = (account: string, debtDelta: number): VaultEvent[] => [
    { unixSeconds: ORIGIN, account, kind: 'deposit', collateralDelta: 10, debtDelta: 0 },
    { unixSeconds: ORIGIN, account, kind: 'borrow', collateralDelta: 0, debtDelta },
  ];
  fc.assert(
    fc.property(fc.double({ min: 200, max: 9000, noNaN: true }), fc.double({ min: 1, max: 2000, noNaN: true }), (debtUsd, more) => {
      const [less, greater] = forecast({ events: [...open('vault-1', debtUsd), ...open('vault-2', debtUsd + more)] })[0]!.vaults;
      expect(greater!.probability).toBeGreaterThanOrEqual(less!.probability);
      expect(greater!.normalProbability).toBeGreaterThanOrEqual(less!.normalProbability);
    }),
    fuzzParameters(15),
  );
});
