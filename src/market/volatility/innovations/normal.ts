import { computeNormalQuantile } from '../../../numeric/normal.js';
import type { Innovation } from './innovation.js';
import { LogProduct } from './log-product.js';

const LOG_TWO_PI = 1.8378770664093453;
const NONE = new Float64Array(0);

/** Standard normal: ℓ_t = −½ (ln 2π + ln h_t + e²_t/h_t). */
export const NORMAL: Innovation = {
  name: 'normal',
  label: 'normal',
  parameterNames: [],
  start: NONE,
  constrain: () => NONE,
  pullBack: () => NONE,
  evaluate: (_parameters, residual, variance, { byLogVariance, byResidual }) => {
    const n = residual.length;
    const logVariance = new LogProduct();
    let squares = 0;
    for (let t = 0; t < n; t++) {
      const h = variance[t]!;
      const e = residual[t]!;
      const inverse = 1 / h;
      const square = e * e * inverse;
      logVariance.multiply(h);
      squares += square;
      byLogVariance[t] = 0.5 * (square - 1);
      byResidual[t] = -e * inverse;
    }
    return -0.5 * (n * LOG_TWO_PI + logVariance.total() + squares);
  },
  quantile: (_parameters, probability) => computeNormalQuantile(probability),
  draw: (_parameters, stream) => stream.nextNormal(),
  findBorders: () => [],
};
