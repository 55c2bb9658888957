/**
 * What holding forecasts against history found, as plain data: the part of `result.json` that says how far the other figures can be trusted.
 */

/** Ends of the first step of each span and of the last; fixed before anything is fitted. */
export interface RollingSpans {
  readonly fromUnixSeconds: number;
  /** From here models are chosen between; equal to the next where there is nothing to choose. */
  readonly chooseUnixSeconds: number;
  /** From here forecasts are tested. */
  readonly testUnixSeconds: number;
  readonly toUnixSeconds: number;
}

/** Forecasts of one level held against what came. */
export interface RollingLevel {
  readonly level: number;
  readonly n: number;
  readonly exceedances: number;
  readonly expectedExceedances: number;
  readonly kupiecP: number;
  readonly independenceP: number;
  readonly conditionalP: number;
  /** Acerbi and Szekely's second statistic; `null` where no loss is forecast, so that there is nothing to divide by. */
  readonly shortfallZ2: number | null;
  readonly shortfallP: number | null;
  /** Basel traffic light of the last 250 steps, of all where there are fewer. */
  readonly zone: 'green' | 'yellow' | 'red';
}

export interface RollingModel {
  readonly name: string;
  readonly label: string;
  readonly isChosen: boolean;
  /** Kupiec and Christoffersen at every level. */
  readonly passes: boolean;
  readonly passesExpectedShortfall: boolean;
  readonly levels: readonly RollingLevel[];
}

/** Models of value-at-risk and expected shortfall of one price series, rolled over years. */
export interface RollingCoverage {
  readonly series: string;
  readonly horizonSeconds: number;
  readonly refitSteps: number;
  /** p-value below which a test rejects. */
  readonly significance: number;
  readonly spans: RollingSpans;
  readonly models: readonly RollingModel[];
  /** Whether the chosen model passes every test. */
  readonly holds: boolean;
  /** The verdict in words. */
  readonly sentence: string;
  /** The chosen model's forecasts over the test span, at the highest level; one entry per step. */
  readonly forecasts: {
    readonly level: number;
    readonly unixSeconds: readonly number[];
    readonly returnPercent: readonly number[];
    /** Positive is a loss. */
    readonly valueAtRiskPercent: readonly number[];
  };
}

/** Forecasts of one kind of loss of the book, held against the loss of the replayed window. */
export interface BookLossTest {
  readonly loss: 'badDebt' | 'liquidatedDebt';
  readonly levels: readonly RollingLevel[];
  /** The tests of number and independence; `null` where too few losses were due for one to reject anything. */
  readonly passes: boolean | null;
  /** Those, and that of expected shortfall wherever it can be tested: what a reader is told. */
  readonly holds: boolean | null;
  /** Windows with a loss: forecast (sum of the chances) and actual. */
  readonly expectedWindows: number;
  readonly actualWindows: number;
  /** Sum over the windows of the forecast mean, and of what was replayed. */
  readonly expectedUsd: number;
  readonly actualUsd: number;
  readonly sentence: string;
}

/** The loss distribution of the book, forecast window by window from what was known before it. */
export interface BookLossCoverage {
  readonly horizonSeconds: number;
  /** Windows after which the price model is fitted anew. */
  readonly refitWindows: number;
  readonly paths: number;
  readonly significance: number;
  readonly spans: RollingSpans;
  /** Factors that are held at the snapshot in forecast and fact alike, because their history is too short. */
  readonly heldFactors: readonly string[];
  readonly tests: readonly BookLossTest[];
  /** What the test cannot say. */
  readonly limits: readonly string[];
  /** One entry per window, of liquidated and bad debt. */
  readonly windows: {
    readonly unixSeconds: readonly number[];
    readonly liquidatedMeanUsd: readonly number[];
    readonly liquidatedVar99Usd: readonly number[];
    readonly liquidatedActualUsd: readonly number[];
    readonly badDebtProbability: readonly number[];
    readonly badDebtEs99Usd: readonly number[];
    readonly badDebtActualUsd: readonly number[];
  };
}

/** Forecasts of similar height, and how often it happened. */
export interface CalibrationRow {
  readonly fromProbability: number;
  readonly toProbability: number;
  readonly forecasts: number;
  readonly meanForecast: number;
  readonly events: number;
  readonly observedShare: number;
}

/** Warnings from one threshold on; shares are `null` where there was nothing to take a share of. */
export interface AlarmRow {
  readonly thresholdProbability: number;
  readonly warnedAndLiquidated: number;
  readonly warnedOnly: number;
  readonly liquidatedOnly: number;
  readonly hitRate: number;
  readonly precision: number | null;
  readonly recall: number | null;
}

/** A claim about a forecast, and whether it held. */
export interface ForecastClaim {
  readonly holds: boolean;
  readonly sentence: string;
}

/** Forecasts of single liquidations at one horizon, on the test span. */
export interface LiquidationForecastHorizon {
  readonly horizonSeconds: number;
  readonly forecasts: number;
  readonly moments: number;
  readonly liquidations: number;
  readonly brier: number;
  /** Of the Brier score, against the share of the fitted span. */
  readonly skillOfClimatology: number;
  /** Against a normal law of constant volatility whose owners respond as ours do. */
  readonly skillOfConstantVolatility: number;
  readonly calibrationSlope: number;
  /** `null` where the fit of the line did not converge. */
  readonly calibrationSlopeStandardError: number | null;
  readonly calibration: readonly CalibrationRow[];
  readonly alarms: readonly AlarmRow[];
  readonly amounts: {
    readonly unixSeconds: readonly number[];
    readonly predictedDebtUsd: readonly number[];
    /** What 95 % of the paths stay within if no owner acts. */
    readonly upperDebtUsd: readonly number[];
    readonly actualDebtUsd: readonly number[];
  };
  readonly claims: readonly ForecastClaim[];
}

/** Liquidations of real accounts, forecast one by one from what was known before, held against what happened. */
export interface LiquidationForecast {
  readonly dataset: { readonly name: string; readonly sha256: string; readonly description: string };
  readonly paths: number;
  readonly splitUnixSeconds: number;
  readonly toUnixSeconds: number;
  readonly horizons: readonly LiquidationForecastHorizon[];
}
