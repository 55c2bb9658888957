import { computeMean } from '../../numeric/sample-moments.js';
import { binForecasts, fitCalibration, type CalibrationBin, type CalibrationFit } from './calibration.js';
import { HOUR_SECONDS, type BookForecast } from './forecast-liquidations.js';
import { applyOwnerResponse, computeSurvivedDanger, fitOwnerResponse, type OwnerResponse } from './owner-response.js';
import { computeLogLosses, computeSkill, computeSquaredErrors, scoreAlarms, type AlarmScore, type SkillScore } from './score-probabilities.js';

/** Predicted and actual amounts of one forecast. */
export interface ForecastAmounts {
  readonly unixSeconds: number;
  readonly vaults: number;
  readonly bookDebtUsd: number;
  /** Σ q · debt. */
  readonly predictedDebtUsd: number;
  /** What 95 % of the paths stay within if no owner acts. */
  readonly upperDebtUsd: number;
  readonly actualDebtUsd: number;
  readonly predictedPenaltyUsd: number;
  readonly actualPenaltyUsd: number;
  readonly predictedLiquidations: number;
  readonly actualLiquidations: number;
}

export interface ForecastEvaluation {
  readonly horizonHours: number;
  /** Forecasts whose horizon ends by then are fitted on, those made from then on are tested; fixed before anything is fitted. */
  readonly splitUnixSeconds: number;
  readonly train: { readonly fromUnixSeconds: number; readonly moments: number; readonly n: number; readonly events: number };
  readonly test: { readonly toUnixSeconds: number; readonly moments: number; readonly n: number; readonly events: number };
  readonly response: OwnerResponse;
  readonly brier: number;
  /** By log loss, against the share of the fitted span: tells rare chances apart, which squared errors hardly do. */
  readonly logSkill: SkillScore;
  /** By squared error (Brier). */
  readonly skill: {
    /** The share of the fitted span. */
    readonly climatology: SkillScore;
    /** The share of the test span itself, which no forecaster could know. */
    readonly hindsight: SkillScore;
    /** A normal law of constant volatility, as it is. */
    readonly normal: SkillScore;
    /** The same with a response of owners of its own. */
    readonly normalWithResponse: SkillScore;
  };
  readonly alarms: readonly AlarmScore[];
  readonly calibration: CalibrationFit;
  readonly bins: readonly CalibrationBin[];
  /** Of the test span. */
  readonly amounts: readonly ForecastAmounts[];
  readonly totals: { readonly predictedDebtUsd: number; readonly actualDebtUsd: number; readonly unforeseenDebtUsd: number; readonly withinUpperShare: number; readonly correlation: number };
}

const ALARM_THRESHOLDS = [0.02, 0.05, 0.1, 0.25];
const BIN_EDGES = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

interface FlatForecasts {
  readonly accounts: readonly string[];
  readonly moments: Float64Array;
  readonly outcomes: Uint8Array;
  readonly probabilities: Float64Array;
  readonly normalProbabilities: Float64Array;
}

/**
 * Fits the response of owners before the split, and holds the forecasts after it against what happened.
 *
 * Shape: `books` in time order, horizons not overlapping. A chance that no path shows counts as half a path.
 * @throws InternalError when no vault was liquidated before the split
 */
export function evaluateForecast(books: readonly BookForecast[], horizonHours: number, splitUnixSeconds: number, paths: number): ForecastEvaluation {
  const all = flatten(books, 0.5 / paths);
  const survived = computeSurvivedDanger({ ...all });
  const normalSurvived = computeSurvivedDanger({ ...all, probabilities: all.normalProbabilities });
  const trained = all.moments.findIndex((time) => time + horizonHours * HOUR_SECONDS > splitUnixSeconds);
  const tested = all.moments.findIndex((time) => time >= splitUnixSeconds);
  const train = slice(all, 0, trained);
  const response = fitOwnerResponse(train, survived.subarray(0, trained));
  const normalResponse = fitOwnerResponse({ ...train, probabilities: train.normalProbabilities }, normalSurvived.subarray(0, trained));
  const test = slice(all, tested, all.moments.length);
  const { outcomes, moments } = test;
  const forecasts = applyOwnerResponse(response, test.probabilities, survived.subarray(tested));
  const constant = (flat: FlatForecasts): Float64Array => new Float64Array(outcomes.length).fill(countEvents(flat) / flat.outcomes.length);
  const errors = computeSquaredErrors(forecasts, outcomes);
  const holdAgainst = (reference: Float64Array): SkillScore => computeSkill(errors, computeSquaredErrors(reference, outcomes), moments);
  const testBooks = books.filter(({ unixSeconds }) => unixSeconds >= splitUnixSeconds);
  const amounts = sumAmounts(testBooks, forecasts);
  return {
    horizonHours,
    splitUnixSeconds,
    train: { fromUnixSeconds: all.moments[0]!, moments: new Set(train.moments).size, n: trained, events: countEvents(train) },
    test: { toUnixSeconds: moments.at(-1)! + horizonHours * HOUR_SECONDS, moments: testBooks.length, n: outcomes.length, events: countEvents(test) },
    response,
    brier: computeMean(errors),
    logSkill: computeSkill(computeLogLosses(forecasts, outcomes), computeLogLosses(constant(train), outcomes), moments),
    skill: {
      climatology: holdAgainst(constant(train)),
      hindsight: holdAgainst(constant(test)),
      normal: holdAgainst(test.normalProbabilities),
      normalWithResponse: holdAgainst(applyOwnerResponse(normalResponse, test.normalProbabilities, normalSurvived.subarray(tested))),
    },
    alarms: ALARM_THRESHOLDS.map((threshold) => scoreAlarms(forecasts, outcomes, threshold)),
    calibration: fitCalibration(forecasts, outcomes, moments),
    bins: binForecasts(forecasts, outcomes, BIN_EDGES),
    amounts,
    totals: sumTotals(amounts, testBooks),
  };
}

function flatten(books: readonly BookForecast[], floor: number): FlatForecasts {
  const vaults = books.flatMap((book) => book.vaults);
  return {
    accounts: vaults.map(({ account }) => account),
    moments: Float64Array.from(vaults, ({ unixSeconds }) => unixSeconds),
    outcomes: Uint8Array.from(vaults, ({ isLiquidated }) => (isLiquidated ? 1 : 0)),
    probabilities: Float64Array.from(vaults, ({ probability }) => Math.max(probability, floor)),
    normalProbabilities: Float64Array.from(vaults, ({ normalProbability }) => Math.max(normalProbability, floor)),
  };
}

function slice({ accounts, moments, outcomes, probabilities, normalProbabilities }: FlatForecasts, from: number, to: number): FlatForecasts {
  return {
    accounts: accounts.slice(from, to),
    moments: moments.slice(from, to),
    outcomes: outcomes.slice(from, to),
    probabilities: probabilities.slice(from, to),
    normalProbabilities: normalProbabilities.slice(from, to),
  };
}

function countEvents({ outcomes }: FlatForecasts): number {
  return outcomes.reduce((sum, outcome) => sum + outcome, 0);
}

/** Shape: `forecasts` of all vaults of all books, one after the other. */
function sumAmounts(books: readonly BookForecast[], forecasts: Float64Array): ForecastAmounts[] {
  let next = 0;
  return books.map(({ unixSeconds, vaults, upperDebtUsd, unforeseenDebtUsd }) => {
    const q = forecasts.subarray(next, (next += vaults.length));
    const sum = (value: (vault: (typeof vaults)[number], i: number) => number): number => vaults.reduce((total, vault, i) => total + value(vault, i), 0);
    const penaltyRatio = vaults[0]?.penaltyRatio ?? 0;
    const predictedDebtUsd = sum(({ debtUsd }, i) => q[i]! * debtUsd);
    const actualDebtUsd = unforeseenDebtUsd + sum(({ liquidatedDebtUsd }) => liquidatedDebtUsd);
    return {
      unixSeconds,
      vaults: vaults.length,
      bookDebtUsd: sum(({ debtUsd }) => debtUsd),
      predictedDebtUsd,
      upperDebtUsd,
      actualDebtUsd,
      predictedPenaltyUsd: penaltyRatio * predictedDebtUsd,
      actualPenaltyUsd: penaltyRatio * actualDebtUsd,
      predictedLiquidations: q.reduce((total, value) => total + value, 0),
      actualLiquidations: sum(({ isLiquidated }) => (isLiquidated ? 1 : 0)),
    };
  });
}

function sumTotals(amounts: readonly ForecastAmounts[], books: readonly BookForecast[]): ForecastEvaluation['totals'] {
  const sum = (pick: (row: ForecastAmounts) => number): number => amounts.reduce((total, row) => total + pick(row), 0);
  const [predictedDebtUsd, actualDebtUsd] = [sum((row) => row.predictedDebtUsd), sum((row) => row.actualDebtUsd)];
  const [meanPredicted, meanActual] = [predictedDebtUsd / amounts.length, actualDebtUsd / amounts.length];
  const moment = (left: (row: ForecastAmounts) => number, right: (row: ForecastAmounts) => number): number => sum((row) => left(row) * right(row));
  const predicted = (row: ForecastAmounts): number => row.predictedDebtUsd - meanPredicted;
  const actual = (row: ForecastAmounts): number => row.actualDebtUsd - meanActual;
  return {
    predictedDebtUsd,
    actualDebtUsd,
    unforeseenDebtUsd: books.reduce((total, book) => total + book.unforeseenDebtUsd, 0),
    withinUpperShare: amounts.filter((row) => row.actualDebtUsd <= row.upperDebtUsd).length / amounts.length,
    correlation: moment(predicted, actual) / Math.sqrt(moment(predicted, predicted) * moment(actual, actual)),
  };
}
