import type { RunWarning } from '../../core/run-result.js';
import type { SearchOutcome } from './search-maximum.js';
import { nameParameters, splitParameters, type VolatilityModel } from './volatility-model.js';

/** From here on the variance forgets a shock so slowly that the unconditional level is hardly estimated. */
const PERSISTENCE_DOUBTFUL = 0.9995;
/** Below so many robust standard errors alpha cannot be told from zero. */
const ALPHA_STANDARD_ERRORS_MIN = 2;
/** Ends of the search that differ by more than this in log-likelihood are different maxima. */
const ENDS_SPREAD_NOTED = 0.01;
/** Below so many degrees of freedom the fourth moment does not exist. */
const FOURTH_MOMENT_DEGREES = 4;

/** Says what a reader of a fit must know: no convergence, borders, near unit persistence, no clustering, missing standard errors. */
export function collectFitWarnings(model: VolatilityModel, vector: Float64Array, robust: Float64Array, search: SearchOutcome): RunWarning[] {
  const { recursion, innovation } = model;
  const { variance, tail } = splitParameters(model, vector);
  const { name, label } = recursion;
  const names = nameParameters(model);
  const warnings: RunWarning[] = [];
  if (!search.converged) {
    warnings.push({
      code: `${name}-not-converged`,
      message: `the ${label} likelihood search stopped before its gradient was flat`,
      remedy: 'use a longer series, or the EWMA model; do not use these estimates as they are',
    });
  }
  const borders = [...recursion.findBorders(variance), ...innovation.findBorders(tail)];
  if (borders.length > 0) {
    warnings.push({
      code: `${name}-at-border`,
      message: `${borders.join(', ')} at the border of what is allowed (${recursion.constraint})`,
      remedy: 'use a model without that parameter; standard errors are not valid at a border',
    });
  }
  const persistence = recursion.persistence(variance);
  if (name !== 'ewma' && Math.abs(persistence) > PERSISTENCE_DOUBTFUL) {
    warnings.push({
      code: `${name}-near-integrated`,
      message: `persistence = ${persistence.toFixed(6)}: volatility hardly returns to a mean level`,
      remedy: 'do not read the long-run volatility off this fit; check the series for level shifts',
    });
  }
  const alpha = names.indexOf('alpha');
  if (alpha >= 0 && name !== 'gjr' && !(Math.abs(vector[alpha]!) >= ALPHA_STANDARD_ERRORS_MIN * robust[alpha]!)) {
    warnings.push({
      code: `${name}-no-clustering`,
      message: 'alpha cannot be told from zero: the series shows no volatility clustering, so beta has no meaning',
      remedy: 'use a constant variance, or check that the series is not smoothed',
    });
  }
  if (name === 'ewma' && borders.length > 0) warnings.push(NO_CLUSTERING);
  if (robust.some(Number.isNaN)) {
    warnings.push({
      code: `${name}-no-standard-errors`,
      message: 'the likelihood is flat in some direction, so standard errors cannot be computed',
      remedy: 'treat the parameters as descriptive only, or use a longer series',
    });
  }
  if (innovation.name !== 'normal' && tail[0]! < FOURTH_MOMENT_DEGREES) {
    warnings.push({
      code: 'tail-no-fourth-moment',
      message: `nu = ${tail[0]!.toFixed(2)} is below 4: the fourth moment does not exist, so tests on squares and their autocorrelation are rough`,
      remedy: 'read VaR and ES from simulated paths, not from moments',
    });
  }
  if (search.endsSpread > ENDS_SPREAD_NOTED) {
    warnings.push({
      code: `${name}-several-maxima`,
      message: `${search.startsFollowed} starts ended ${Number(search.endsSpread.toPrecision(3))} apart in log-likelihood; the highest is reported`,
      remedy: 'look at another model or a longer series: the surface has more than one top',
    });
  }
  return warnings;
}

const NO_CLUSTERING: RunWarning = {
  code: 'ewma-no-clustering',
  message: 'lambda is at its border: the series shows no volatility clustering that an EWMA can follow',
  remedy: 'use a constant variance, or check that the series is not smoothed',
};
