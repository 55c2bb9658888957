import { beforeAll, describe, expect, test } from '@jest/globals';
import type { BaselineOutcome } from '../../../../src/core/run-result.js';
import { loadInputs, type RunInputs } from '../../../../src/pipeline/inputs.js';
import { measureBaselineInputs, type BaselineInputs } from '../../../../src/pipeline/stages/baselines/baseline-inputs.js';
import { compareBaselines } from '../../../../src/pipeline/stages/baselines/compare-baselines.js';
import { buildScenario, type BuiltScenario } from '../../../../src/pipeline/stages/build-scenario.js';
import { SpaceEvaluator } from '../../../../src/pipeline/stages/evaluate-space.js';
import { fitModels } from '../../../../src/pipeline/stages/fit-models.js';
import type { ParameterSearch } from '../../../../src/pipeline/stages/search-parameters.js';
import { findParameterViolations } from '../../../../src/protocol/lending/reserve-validity.js';
import { findGauntletMorphoLltv } from '../../../../src/search/baselines/gauntlet-morpho.js';
import { computeSmartLtv } from '../../../../src/search/baselines/smart-ltv.js';
import { createInProcessExecutor } from '../../../../src/simulation/executors/in-process.js';
import { CHECKOUT } from '../../../support/run-plimsoll.js';

const PATHS = 24;
let inputs: RunInputs;
let built: BuiltScenario;
let measured: BaselineInputs;
let outcomes: BaselineOutcome[];

beforeAll(async () => {
  const context = { packageFolder: CHECKOUT, workingFolder: CHECKOUT, version: 'test', commandLine: [], progress: { start() {}, update() {}, done() {} }, now: () => new Date(0), environment: {} };
  inputs = await loadInputs({ paths: PATHS }, context, () => {});
  built = buildScenario(inputs, fitModels(inputs.dataset, inputs.market));
  const { shared, metricContext } = built;
  measured = measureBaselineInputs(inputs, shared);
  const evaluator = new SpaceEvaluator(shared, createInProcessExecutor(shared), inputs.policy, metricContext);
  const [current, recommended] = await evaluator.examine([shared.current, { ...shared.current, liquidationThresholdBps: 8400 }], PATHS);
  outcomes = await compareBaselines(inputs, shared, evaluator, { current, recommended } as ParameterSearch, metricContext);
});

describe('measureBaselineInputs', () => {
  test('reads the price of the reserve through all its factors, over the period that the models are fitted on', () => {
    const { dataset, market } = inputs;
    const from = Date.parse(`${market.market.fitFrom}T00:00:00Z`) / 1000;
    const closeOf = (factor: string, step: number): number => {
      const { unixSeconds, close } = dataset.prices.get(factor)!;
      return close[unixSeconds.indexOf(from + step * 3600)]!;
    };
    for (const step of [0, 5000, 12_345]) expect(measured.logPrices[step]).toBeCloseTo(Math.log(closeOf('stETH/ETH', step) * closeOf('ETH/USD', step)), 12);
    expect(measured.logPrices).toHaveLength(Math.floor((dataset.snapshotUnixSeconds - from) / 3600) + 1);
  });

  test('the amount sold has the bonus as its average impact in one of the markets, and less in the others', () => {
    const { scenario, current } = built.shared;
    const bonus = current.liquidationBonusBps / 10_000;
    const impacts = scenario.book.assets[built.shared.reserveAsset]!.factors.map((index) => {
      const { coefficient, exponent, quoteStartPriceUsd } = scenario.depth[index]!;
      return coefficient * (measured.liquidityUsd / quoteStartPriceUsd) ** exponent;
    });
    expect(Math.max(...impacts)).toBeCloseTo(bonus, 12);
  });

  test('debt against the reserve is no more than all debt, and the largest holding no more than the reserve', () => {
    const { supplyUsd, reserveUsd } = built.metricContext;
    expect(measured.debtUsd).toBeGreaterThan(0.3 * reserveUsd);
    expect(measured.debtUsd).toBeLessThan(supplyUsd);
    expect(measured.largestCollateralUsd).toBeLessThan(reserveUsd);
    // ETH fell by more than 40 % within a week of May 2021 and of June 2022.
    expect(measured.maxDrawdownRatio).toBeGreaterThan(0.4);
    expect(measured.maxDrawdownRatio).toBeLessThan(0.6);
  });
});

describe('compareBaselines', () => {
  test('gives what the exact rules give for the measured inputs, and the same inputs give it from the command line', () => {
    const [smart, morpho, history] = outcomes;
    const { sigma, liquidityUsd, debtUsd, beta, c } = smart!.inputs as Record<string, number>;
    expect(smart!.thresholdRatio).toBe(computeSmartLtv({ sigma: sigma!, liquidityUsd: liquidityUsd!, debtUsd: debtUsd!, beta: beta!, c: c! }));
    const { collateralUsd, repayUsd, maxDrawdownRatio } = morpho!.inputs as Record<string, number>;
    expect(morpho!.thresholdRatio).toBe(findGauntletMorphoLltv({ collateralUsd: collateralUsd!, repayUsd: repayUsd!, maxDrawdownRatio: maxDrawdownRatio! }).lltv);
    expect(history!.thresholdRatio).toBeCloseTo((1 - history!.inputs['fallRatio']!) / 1.07, 12);
  });

  test('holds each as a set that may be set against the same paths and policy', () => {
    for (const { parameters, metrics, constraints, thresholdRatio } of outcomes) {
      expect(findParameterViolations(parameters!)).toEqual([]);
      expect(parameters!.liquidationThresholdBps).toBeLessThanOrEqual(thresholdRatio! * 10_000);
      expect(parameters!.liquidationThresholdBps - parameters!.ltvBps).toBe(1100);
      expect(metrics!['badDebtEs99Usd']!.n).toBe(PATHS);
      expect(constraints).toHaveLength(inputs.policy.constraints.length);
    }
    // 9345 × 10700 is the last that the contract accepts beside a bonus of 7 %.
    expect(outcomes[1]!.parameters!.liquidationThresholdBps).toBe(9345);
  });

  test('says where each parts from the recommendation, in points, what it breaks, and why', () => {
    const [smart, morpho] = outcomes;
    const points = (8400 - smart!.parameters!.liquidationThresholdBps) / 100;
    expect(smart!.disagreement).toContain(`Its threshold lies ${points.toFixed(2)} points below the recommended one.`);
    expect(smart!.disagreement).toContain('`newlyLiquidatableDebt ≤ 0.001 debt-ratio`');
    expect(smart!.disagreement).toContain('not which accounts owe it');
    expect(morpho!.disagreement).toMatch(/9\.45 points above the recommended one\. The venue allows no more than 93\.45 % beside this bonus\..*one whale/);
  });
});
