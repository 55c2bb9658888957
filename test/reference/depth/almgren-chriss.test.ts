/**
 * Almgren and Chriss (2000), section 3.4: holdings, kappa (0.61 per day in the paper), cost and risk from the published inputs.
 */
import { expect, test } from '@jest/globals';
import { InternalError } from '../../../src/core/errors.js';
import { planExecution } from '../../../src/market/depth/almgren-chriss.js';

const INPUTS = { shares: 1e6, horizonDays: 5, periods: 5, sigma: 0.95, epsilon: 0.0625, gamma: 2.5e-7, eta: 2.5e-6, lambda: 1e-6 } as const;

test('the published plan, to half a unit of the last printed digit', () => {
  const { kappa, holdings, expectedCost, costStdDev } = planExecution(INPUTS);
  expect(Math.abs(kappa - 0.60707616)).toBeLessThan(5e-9);
  [1e6, 541955.55, 289854.22, 147897.49, 62141.8, 0].forEach((held, j) => expect(Math.abs(holdings[j]! - held)).toBeLessThan(0.005));
  expect(Math.abs(expectedCost - 911226.99)).toBeLessThan(0.005);
  expect(Math.abs(costStdDev - 603430.67)).toBeLessThan(0.005);
});

test('without risk aversion: the straight line', () => {
  const { holdings, expectedCost, costStdDev, kappa } = planExecution({ ...INPUTS, lambda: 0 });
  expect([...holdings].map(Math.round)).toEqual([1e6, 8e5, 6e5, 4e5, 2e5, 0]);
  expect([kappa, Math.abs(expectedCost - 662500) < 0.005, Math.abs(costStdDev - 1040672.86) < 0.005]).toEqual([0, true, true]);
});

test('no other plan with the same end has a lower cost + lambda variance', () => {
  const plan = planExecution(INPUTS);
  const tau = 1;
  const utility = (holdings: Float64Array): number => {
    let value = 0.5 * INPUTS.gamma * 1e12;
    for (let j = 1; j <= 5; j++) {
      const sold = holdings[j - 1]! - holdings[j]!;
      value += INPUTS.epsilon * Math.abs(sold) + (INPUTS.eta - 0.5 * INPUTS.gamma * tau) * sold * sold;
      value += INPUTS.lambda * INPUTS.sigma ** 2 * holdings[j]! ** 2;
    }
    return value;
  };
  for (let j = 1; j <= 4; j++) {
    for (const move of [-1000, 1000]) {
      expect(utility(plan.holdings.map((held, i) => (i === j ? held + move : held)))).toBeGreaterThan(utility(plan.holdings));
    }
  }
  expect(() => planExecution({ ...INPUTS, eta: 1e-8 })).toThrow(InternalError);
});
