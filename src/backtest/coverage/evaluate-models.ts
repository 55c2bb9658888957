import { asShare, type Piecewise } from '../../core/piecewise.js';
import { countExceedances, SIGNIFICANCE, testChristoffersen, testKupiec, type LikelihoodRatioTest } from './likelihood-ratio-tests.js';
import { testExpectedShortfall, type ExpectedShortfallTest } from './expected-shortfall-test.js';
import type { Predictive } from './predictive.js';
import { rollForecasts } from './roll-forecasts.js';
import { classifyExceedances, classifyWindows, type TrafficLight, type Zone } from './traffic-light.js';
import { VAR_MODELS, type History } from './var-models.js';

/** A model's forecasts at one level, held against what came. */
export interface LevelOutcome {
  readonly level: number;
  readonly n: number;
  readonly exceedances: number;
  readonly expectedExceedances: number;
  readonly kupiec: LikelihoodRatioTest;
  readonly independence: LikelihoodRatioTest;
  readonly conditionalCoverage: LikelihoodRatioTest;
  readonly expectedShortfall: ExpectedShortfallTest;
  /** Of the last 250 steps; of all where there are fewer. */
  readonly trafficLight: TrafficLight;
  /** Steps at which the last 250 were in each zone. */
  readonly zones: Readonly<Record<Zone, number>>;
  /** Mean quantile loss, percent: lower is better. */
  readonly quantileLoss: number;
}

export interface ModelOutcome {
  readonly name: string;
  readonly label: string;
  /** Mean over the levels, on the span that the model is chosen on. */
  readonly choiceLoss: number;
  /** On the test span. */
  readonly levels: readonly LevelOutcome[];
  /** Kupiec and Christoffersen at every level. */
  readonly passes: boolean;
  /** The test of expected shortfall at every level. */
  readonly passesExpectedShortfall: boolean;
  /** Of the test span. */
  readonly forecasts: readonly Predictive[];
}

export interface CoveragePlan {
  readonly history: History;
  /** Steps from which models are chosen between, and then tested. */
  readonly chooseFrom: number;
  readonly testFrom: number;
  readonly levels: readonly number[];
  readonly refitSteps: number;
  readonly seed: number;
}

const WINDOW = 250;

/**
 * Rolls every model over the choice and the test span, and tests what it forecast in the latter.
 *
 * Formula: quantile loss of a forecast q for r at probability p: (r − q)(p − 1{r < q}).
 * @throws ModelError as the models do
 * @source R. Koenker and G. Bassett, "Regression quantiles", Econometrica 46 (1978), for the loss; the tests say theirs
 */
export function* evaluateModels({ history, chooseFrom, testFrom, levels, refitSteps, seed }: CoveragePlan): Piecewise<ModelOutcome[]> {
  const returns = history.returnsPercent;
  const evaluated: ModelOutcome[] = [];
  for (const [index, model] of VAR_MODELS.entries()) {
    const all = yield* asShare(rollForecasts(model, history, chooseFrom, refitSteps), index / VAR_MODELS.length, 1 / VAR_MODELS.length);
    const chosenOn = all.slice(0, testFrom - chooseFrom);
    const forecasts = all.slice(testFrom - chooseFrom);
    const outcomes = levels.map((level) => evaluateLevel(forecasts, returns.subarray(testFrom), level, seed));
    evaluated.push({
      name: model.name,
      label: model.label,
      choiceLoss: levels.reduce((sum, level) => sum + computeQuantileLoss(chosenOn, returns.subarray(chooseFrom, testFrom), 1 - level), 0) / levels.length,
      levels: outcomes,
      passes: outcomes.every(({ kupiec, independence }) => kupiec.pValue >= SIGNIFICANCE && independence.pValue >= SIGNIFICANCE),
      passesExpectedShortfall: outcomes.every(({ expectedShortfall }) => expectedShortfall.pValue >= SIGNIFICANCE),
      forecasts,
    });
  }
  return evaluated;
}

/** The model with the lowest loss on the choice span; of equals the first. */
export function chooseModel(outcomes: readonly ModelOutcome[]): ModelOutcome {
  return outcomes.reduce((best, outcome) => (outcome.choiceLoss < best.choiceLoss ? outcome : best));
}

/** The return that should be passed downwards with probability `p`. */
export function readBound({ mu, sigma, shocks }: Predictive, p: number): number {
  return mu + sigma * shocks.quantile(p);
}

function evaluateLevel(forecasts: readonly Predictive[], returns: Float64Array, level: number, seed: number): LevelOutcome {
  const p = 1 - level;
  const flags = Uint8Array.from(returns, (value, t) => (value < readBound(forecasts[t]!, p) ? 1 : 0));
  const { independence, conditionalCoverage } = testChristoffersen(flags, p);
  const exceedances = countExceedances(flags);
  const lights = classifyWindows(flags, WINDOW, p);
  const zones: Record<Zone, number> = { green: 0, yellow: 0, red: 0 };
  for (const { zone } of lights) zones[zone]++;
  return {
    level,
    n: returns.length,
    exceedances,
    expectedExceedances: returns.length * p,
    kupiec: testKupiec(returns.length, exceedances, p),
    independence,
    conditionalCoverage,
    expectedShortfall: testExpectedShortfall(forecasts, returns, p, seed),
    trafficLight: lights.at(-1) ?? classifyExceedances(exceedances, returns.length, p),
    zones,
    quantileLoss: computeQuantileLoss(forecasts, returns, p),
  };
}

function computeQuantileLoss(forecasts: readonly Predictive[], returns: Float64Array, p: number): number {
  return returns.reduce((sum, value, t) => {
    const bound = readBound(forecasts[t]!, p);
    return sum + (value - bound) * (p - (value < bound ? 1 : 0));
  }, 0) / returns.length;
}
