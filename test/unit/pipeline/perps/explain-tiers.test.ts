import { beforeAll, describe, expect, test } from '@jest/globals';
import type { MarginTable } from '../../../../src/core/perp-run-result.js';
import { buildPerpScenario, type BuiltPerpScenario } from '../../../../src/pipeline/perps/build-perp-scenario.js';
import { TierEvaluator, type ExaminedTable } from '../../../../src/pipeline/perps/evaluate-tiers.js';
import { explainTiers, type TierReasons } from '../../../../src/pipeline/perps/explain-tiers.js';
import { buildTableSchedule } from '../../../../src/pipeline/perps/margin-tables.js';
import { loadPerpInputs, type PerpRunInputs } from '../../../../src/pipeline/perps/perp-inputs.js';
import { runToEnd } from '../../../../src/core/piecewise.js';
import { replayTiers } from '../../../../src/pipeline/perps/replay-tiers.js';
import { scheduleTiers } from '../../../../src/pipeline/perps/schedule-tiers.js';
import type { TierSearch } from '../../../../src/pipeline/perps/search-tiers.js';
import { fitModels } from '../../../../src/pipeline/stages/fit-models.js';
import { createPathReader, NO_STRESS } from '../../../../src/simulation/chunk.js';
import { evaluateCandidates } from '../../../../src/simulation/executors/executor.js';
import { createInProcessExecutor } from '../../../../src/simulation/executors/in-process.js';
import { shareJob } from '../../../../src/simulation/executors/job.js';
import { createReferencePerpEngine } from '../../../../src/simulation/perps/perp-engines.js';
import { changeSchedule, samplePaths } from '../../../../src/simulation/perps/tier-evaluator.js';
import { CHECKOUT } from '../../../support/run-plimsoll.js';

const PATHS = 16;
const RECOMMENDED: MarginTable = [{ floorUsd: 0, leverageMax: 50 }, { floorUsd: 15_000, leverageMax: 15 }];
let inputs: PerpRunInputs;
let built: BuiltPerpScenario;
let evaluator: TierEvaluator;
let current: ExaminedTable;
let recommended: ExaminedTable;
let reasons: TierReasons;

beforeAll(async () => {
  const context = { packageFolder: CHECKOUT, workingFolder: CHECKOUT, version: 'test', commandLine: [], progress: { start() {}, update() {}, done() {} }, now: () => new Date(0), environment: {} };
  inputs = await loadPerpInputs({ dataset: 'hyperliquid_2023', paths: PATHS }, context);
  built = buildPerpScenario(inputs, fitModels({ ...inputs.dataset, reserves: [] }, inputs.market));
  evaluator = new TierEvaluator(built.job, createInProcessExecutor(shareJob(built.job)), inputs.policy, built.metricContext);
  [current, recommended] = (await evaluator.examine([built.current, RECOMMENDED], PATHS)) as [ExaminedTable, ExaminedTable];
  reasons = await explainTiers(inputs, built, evaluator, { current, recommended } as TierSearch);
});

describe('the attribution of a change of tiers', () => {
  // One tier allows its own leverage whatever the book, so 15× for all, which is what the new tier is without its floor, is known: 15.
  test('gives leverage its share by hand: the mean over both orders of floor and leverage', () => {
    const { method, orders, parameters } = reasons.attribution;
    const both = recommended.efficiency.maxLeverageMultiple;
    expect([method, orders]).toEqual(['shapley', 2]);
    expect(parameters.map(({ tier, parameter, from, to }) => [tier, parameter, from, to])).toEqual([[2, 'floorUsd', null, 15_000], [2, 'leverageMax', null, 15]]);
    expect(parameters[0]!.shareByMetric['maxLeverageMultiple']).toBeCloseTo((both - 15) / 2, 9);
    expect(parameters[1]!.shareByMetric['maxLeverageMultiple']).toBeCloseTo((15 - 50 + both - 50) / 2, 9);
  });

  test('adds up to the whole difference of every metric', () => {
    const [floor, leverage] = reasons.attribution.parameters;
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const whole = mean(recommended.samples.badDebtUsd) - mean(current.samples.badDebtUsd);
    expect(whole).not.toBe(0);
    expect(floor!.shareByMetric['deficitMeanUsd']! + leverage!.shareByMetric['deficitMeanUsd']!).toBeCloseTo(whole, 9);
    expect(floor!.shareByMetric['initialMarginUsd']! + leverage!.shareByMetric['initialMarginUsd']!).toBeCloseTo(recommended.efficiency.initialMarginUsd - current.efficiency.initialMarginUsd, 9);
  });
});

describe('the schedule of updates of tiers', () => {
  test('halves a leverage at most per update, names what it clips, and waits', () => {
    const { clipped, updates, name } = reasons.updateSchedule!;
    expect([name, clipped]).toEqual(['gradual tiers', [{ tier: 2, parameter: 'leverageMax' }]]);
    expect(updates.map(({ afterSeconds, table }) => [afterSeconds, table])).toEqual([[0, [{ floorUsd: 0, leverageMax: 50 }, { floorUsd: 15_000, leverageMax: 25 }]], [259_200, RECOMMENDED]]);
  });

  test('simulates the clipped table as it would stand: as the dense engine does', () => {
    const [first] = reasons.updateSchedule!.updates;
    const { badDebtUsd } = runToEnd(samplePaths(createReferencePerpEngine(changeSchedule(built.job, buildTableSchedule(first!.table))), createPathReader(built.job), PATHS));
    expect(first!.metrics['deficitMeanUsd']!.value).toBeCloseTo(badDebtUsd.reduce((sum, value) => sum + value, 0) / PATHS, 9);
    expect(first!.metrics['deficitMeanUsd']!.value).not.toBe(reasons.updateSchedule!.updates[1]!.metrics['deficitMeanUsd']!.value);
  });

  test('takes a tier away by raising its leverage to that of the tier before', async () => {
    const schedule = await scheduleTiers(evaluator, RECOMMENDED, built.current, inputs.updateLimits!, PATHS, built.metricContext);
    expect(schedule!.updates.map(({ table }) => table.map(({ leverageMax }) => leverageMax))).toEqual([[50, 22], [50, 33], [50, 49], [50]]);
    expect(await scheduleTiers(evaluator, RECOMMENDED, RECOMMENDED, inputs.updateLimits!, PATHS, built.metricContext)).toBeNull();
  });
});

describe('simpler rules on margin tiers', () => {
  test('historical value-at-risk: hardly one hour in a hundred of the market that asks most passes its loss, on either side, and the table asks for the margin', () => {
    const { inputs: given, outcome } = reasons.baselines.find(({ rule }) => rule === 'historical-var')!;
    const factors = inputs.market.markets[given['tier1Market'] as string]!;
    const prices = inputs.dataset.prices.get(factors[0]!)!;
    const closes = Array.from(prices.close).filter((_, index) => prices.unixSeconds[index]! >= Date.parse('2022-06-02') / 1000 && prices.unixSeconds[index]! <= inputs.dataset.snapshotUnixSeconds);
    const moves = closes.slice(1).map((close, index) => close / closes[index]! - 1);
    const lossRatio = given['tier1LossRatio'] as number;
    const [falls, rises] = [moves.filter((move) => -move > lossRatio), moves.filter((move) => move > lossRatio)];
    // A quantile between two moves leaves one move more or less beyond it.
    expect(Math.abs(Math.max(falls.length, rises.length) - 0.01 * moves.length)).toBeLessThanOrEqual(1);
    expect(factors).toHaveLength(1);
    const rate = given['tier1MaintenanceRate'] as number;
    expect(rate).toBeCloseTo(lossRatio + (given['tier1CloseCostRatio'] as number), 12);
    const { leverageMax } = outcome!.table[0]!;
    expect([0.5 / leverageMax >= rate, 0.5 / (leverageMax + 1) < rate]).toEqual([true, true]);
  });

  test('published tables: the tightest of those for bitcoin, ether and solana', () => {
    const { outcome } = reasons.baselines.find(({ rule }) => rule === 'published-tables')!;
    expect(outcome!.table).toEqual([{ floorUsd: 0, leverageMax: 20 }, { floorUsd: 70_000_000, leverageMax: 10 }]);
    expect(outcome!.metrics['maxLeverageMultiple']!.value).toBeCloseTo(20, 9);
  });

  test('each says how it comes to its table, where it differs and what it does not see; the rules for loans say why they were not asked', () => {
    const [historical, published] = reasons.baselines;
    expect(historical!.disagreement).toMatch(/^\w+ asks most: 99 % of its moves within 1 hour stay below [\d.]+ %, .* It sets \d+×: tighter than the recommended table\. On the same paths .* breaks .*`newlyLiquidatable ≤ 0\.02 open-interest-ratio`\. It asks one position/);
    expect(published!.disagreement).toMatch(/^The tightest of those for BTC, ETH, SOL\. It sets 20× .*: tighter than the recommended table for some sizes and looser for others\./);
    expect(reasons.inapplicableRules.map(({ rule }) => rule)).toEqual(['smart-ltv', 'gauntlet-morpho']);
  });
});

test('a stress reaches the margin tiers: half the depth is the same as laws that say so', async () => {
  const { scenario } = built.job;
  const thin = { ...built.job, scenario: { ...scenario, depth: scenario.depth.map((law) => ({ ...law, coefficient: law.coefficient * 2 ** law.exponent })) } };
  const schedule = [buildTableSchedule(RECOMMENDED)];
  const [stressed] = await evaluateCandidates(createInProcessExecutor(shareJob(built.job)), schedule, PATHS, { stress: { ...NO_STRESS, depthScale: 0.5 } });
  const [thinned] = await evaluateCandidates(createInProcessExecutor(shareJob(thin)), schedule, PATHS);
  expect(stressed!.liquidatedCollateralUsd).toEqual(thinned!.liquidatedCollateralUsd);
  expect(stressed!.liquidatedCollateralUsd).not.toEqual(recommended.samples.liquidatedCollateralUsd);
});

describe('the replay of historical windows', () => {
  const closeOf = (series: string, unixSeconds: number): number => {
    const prices = inputs.dataset.prices.get(series)!;
    return prices.close[prices.unixSeconds.indexOf(unixSeconds)]!;
  };

  test('sends each table through the prices of the time: what the dense engine does on a path made of the dataset’s closes', () => {
    const windows = runToEnd(replayTiers(inputs, built.job, current.table, RECOMMENDED, reasons.baselines));
    expect(windows.map(({ name }) => name)).toEqual(inputs.market.replayWindows!.map(({ name }) => name));
    const ftx = windows.find(({ name }) => name.startsWith('FTX'))!;
    const { scenario } = built.job;
    const steps = 7 * 24;
    const hours = Array.from({ length: steps + 1 }, (_, step) => ftx.fromUnixSeconds + 3600 * step);
    const path = Float64Array.from(hours.flatMap((hour) => scenario.factors.map((factor) => Math.log(closeOf(factor, hour) / closeOf(factor, ftx.fromUnixSeconds)))));
    const dense = createReferencePerpEngine({ ...changeSchedule(built.job, buildTableSchedule(RECOMMENDED)), steps }).runPath(path);
    expect([ftx.recommended.deficitUsd, ftx.recommended.closedNotionalUsd]).toEqual([dense.badDebtUsd, dense.liquidatedDebtUsd]);
    expect(ftx.recommended.closedNotionalUsd).toBeGreaterThan(0);
    expect(ftx.maxDrawdownRatio).toBeCloseTo(1 - Math.min(...hours.map((hour) => closeOf('BTC/USD', hour))) / closeOf('BTC/USD', ftx.fromUnixSeconds), 12);
  });

  test('divides every deficit among its payers, and shows simpler rules beside both tables', () => {
    for (const { current: inForce, recommended: proposed, baselines } of runToEnd(replayTiers(inputs, built.job, current.table, RECOMMENDED, reasons.baselines))) {
      expect(baselines.map(({ rule }) => rule)).toEqual(['Historical VaR margin', 'Hyperliquid’s published tables']);
      for (const { deficitUsd, fundDrawUsd, deleveragedUsd, socialisedUsd } of [inForce, proposed, ...baselines.map(({ figures }) => figures)]) {
        expect(fundDrawUsd + deleveragedUsd + socialisedUsd).toBeCloseTo(deficitUsd, 6);
      }
    }
  });
});
