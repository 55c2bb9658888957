import { logistic, logit } from '../../../numeric/logistic.js';
import { VARIANCE_RANGE, type VarianceRecursion } from './recursion.js';

const BORDER = 1e-4;

/**
 * EWMA: h_t = lambda h_{t−1} + (1 − lambda) e²_{t−1}, mean zero, presample h_1 = mean(r²); lambda is estimated.
 *
 * @source J.P. Morgan/Reuters, RiskMetrics Technical Document, 4th ed. (1996), section 5.2.
 */
export const EWMA: VarianceRecursion = {
  name: 'ewma',
  label: 'EWMA',
  parameterNames: ['lambda'],
  hasMean: false,
  hasLogState: false,
  constraint: '0 < lambda < 1; integrated by definition, so there is no long-run variance',
  starts: [0.94, 0.98, 0.8].map((lambda) => Float64Array.of(logit(lambda))),
  constrain: (free) => Float64Array.of(logistic(free[0]!)),
  pullBack: (free, gradient) => Float64Array.of(gradient[0]! * logistic(free[0]!) * logistic(-free[0]!)),
  rescale: (parameters) => parameters.slice(),
  run: (parameters, presample, { residual, variance, carry, shock, partials }) => {
    const lambda = parameters[0]!;
    const byLambda = partials[0]!;
    const [low, high] = VARIANCE_RANGE;
    let h = presample.variance;
    variance[0] = h;
    carry[0] = 1;
    shock[0] = 0;
    byLambda[0] = 0;
    for (let t = 1; t < residual.length; t++) {
      const e = residual[t - 1]!;
      const square = e * e;
      byLambda[t] = h - square;
      carry[t] = lambda;
      shock[t] = 2 * (1 - lambda) * e;
      h = lambda * h + (1 - lambda) * square;
      variance[t] = h;
      if (!(h > low && h < high)) return false;
    }
    return true;
  },
  start: (_parameters, presample) => presample.variance,
  advance: (parameters, variance, residual) => parameters[0]! * variance + (1 - parameters[0]!) * residual * residual,
  persistence: () => 1,
  longRunVariance: () => null,
  findBorders: (parameters) => (parameters[0]! > 1 - BORDER || parameters[0]! < BORDER ? ['lambda'] : []),
};
