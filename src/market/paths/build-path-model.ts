import type { RunWarning } from '../../core/run-result.js';
import { estimateCorrelation, type CorrelationFit } from '../dependence/correlation.js';
import type { PegFit } from '../dependence/peg-process.js';
import type { GarchFit } from '../volatility/fit-garch.js';
import { fitStudentT } from '../volatility/fit-student-t.js';
import type { PathModel, PegState, VolatilityState } from './path-model.js';
import { alignSeries, type AlignedSeries } from './time-series.js';

export interface VolatilityFactorInput {
  readonly factor: string;
  /** Stamps of the returns the model was fitted on. */
  readonly unixSeconds: Float64Array;
  /** The fitted returns in percent; as long as the stamps. */
  readonly returnsPercent: Float64Array;
  readonly garch: Pick<GarchFit, 'parameters' | 'standardisedResiduals' | 'nextVariance'>;
}

export interface PegFactorInput {
  readonly factor: string;
  /** Stamps of the grid the process was fitted on. */
  readonly unixSeconds: Float64Array;
  readonly peg: Pick<
    PegFit,
    'meanReversionPerStep' | 'longRunLogRatio' | 'innovationStdDev' | 'degreesOfFreedom' | 'residuals'
  >;
  /** Log ratio now. */
  readonly startLogRatio: number;
}

export interface PathModelInput {
  readonly volatility: readonly VolatilityFactorInput[];
  readonly pegs: readonly PegFactorInput[];
  readonly stepSeconds: number;
  readonly meanBlockSteps?: number;
}

export interface PathModelBuild {
  readonly model: PathModel;
  /** Over the factors in the model's order; common hours only. */
  readonly correlation: CorrelationFit;
  readonly warnings: readonly RunWarning[];
}

/** A day: long enough to keep a crash together, short enough for many blocks in a horizon of a week. */
export const MEAN_BLOCK_STEPS_DEFAULT = 24;

/** One percent² in log-return². */
const PERCENT_SQUARED = 1e-4;

/**
 * Joins fitted factors to a model that paths can be drawn from.
 *
 * Formula: the tail of the volatility factors is one Student t fitted to all their standardised residuals together; correlation
 * is that of standardised residuals and peg innovations over common hours; history holds those hours' returns, mean taken off.
 * Units: GARCH parameters come in percent² and leave in log-return² (omega and start variance × 1e-4).
 * @throws ModelError when the factors have fewer than 50 hours in common.
 */
export function buildPathModel(input: PathModelInput): PathModelBuild {
  const { volatility, pegs, stepSeconds } = input;
  const pegInnovations = pegs.map(({ unixSeconds, peg }) => ({ unixSeconds, values: peg.residuals }));
  const residuals = alignSeries([
    ...volatility.map(({ unixSeconds, garch }) => ({ unixSeconds, values: garch.standardisedResiduals })),
    ...pegInnovations,
  ]);
  const returns = alignSeries([
    ...volatility.map(({ unixSeconds, returnsPercent }) => ({ unixSeconds, values: returnsPercent })),
    ...pegInnovations,
  ]);
  const correlation = estimateCorrelation(residuals.values);
  const tail = fitStudentT(Float64Array.from(volatility.flatMap(({ garch }) => [...garch.standardisedResiduals])));
  const model: PathModel = {
    factors: [...volatility, ...pegs].map(({ factor }) => factor),
    stepSeconds,
    volatility: volatility.map(toVolatilityState),
    pegs: pegs.map(toPegState),
    degreesOfFreedom: tail.degreesOfFreedom,
    cholesky: correlation.cholesky,
    history: buildHistory(returns, volatility.length),
    runStart: findRunStarts(returns.unixSeconds, stepSeconds),
    meanBlockSteps: input.meanBlockSteps ?? MEAN_BLOCK_STEPS_DEFAULT,
  };
  return { model, correlation, warnings: [...correlation.warnings, ...tail.warnings] };
}

function toVolatilityState({ garch }: VolatilityFactorInput): VolatilityState {
  return {
    omega: garch.parameters.omega * PERCENT_SQUARED,
    alpha: garch.parameters.alpha,
    beta: garch.parameters.beta,
    startVariance: garch.nextVariance * PERCENT_SQUARED,
    driftPerStep: 0,
  };
}

function toPegState({ peg, startLogRatio }: PegFactorInput): PegState {
  return {
    meanReversionPerStep: peg.meanReversionPerStep,
    innovationStdDev: peg.innovationStdDev,
    startDeviation: startLogRatio - peg.longRunLogRatio,
    degreesOfFreedom: peg.degreesOfFreedom,
  };
}

/** Rows × factors: percent returns become log returns, every column loses its mean over the common hours. */
function buildHistory(returns: AlignedSeries, volatilityFactors: number): Float64Array {
  const k = returns.values.length;
  const rows = returns.unixSeconds.length;
  const history = new Float64Array(rows * k);
  returns.values.forEach((column, factor) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / rows;
    const scale = factor < volatilityFactors ? 0.01 : 1;
    column.forEach((value, row) => (history[row * k + factor] = scale * (value - mean)));
  });
  return history;
}

function findRunStarts(unixSeconds: Float64Array, stepSeconds: number): Uint8Array {
  return Uint8Array.from(unixSeconds, (time, row) => (row > 0 && time - unixSeconds[row - 1]! === stepSeconds ? 0 : 1));
}
