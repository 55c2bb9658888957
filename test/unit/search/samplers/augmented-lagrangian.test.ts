import { describe, expect, test } from '@jest/globals';
import { AugmentedLagrangian } from '../../../../src/search/samplers/augmented-lagrangian.js';

function createAdmitted(): AugmentedLagrangian {
  const lagrangian = new AugmentedLagrangian(2, 1);
  lagrangian.admit(Float64Array.of(0, 1, 2, 3), Float64Array.of(1, 0.5, -1, -2));
  return lagrangian;
}

describe('AugmentedLagrangian', () => {
  test('is the objective alone until a constraint is broken', () => {
    const lagrangian = new AugmentedLagrangian(2, 1);
    lagrangian.admit(Float64Array.of(0, 1), Float64Array.of(-1, 0));
    expect(lagrangian.value(7, Float64Array.of(5))).toBe(7);
  });

  test('has no value for what cannot be evaluated', () => {
    expect(createAdmitted().value(0, Float64Array.of(Infinity))).toBe(Infinity);
  });

  // A multiplier of an inequality is never negative: else a point would gain by breaking what was long kept.
  test('never rewards a violation, however long the constraint was kept', () => {
    const lagrangian = createAdmitted();
    for (let generation = 0; generation < 200; generation++) lagrangian.adapt(1, Float64Array.of(-1));
    for (const g of [1e-3, 0.1, 1]) expect(lagrangian.value(1, Float64Array.of(g))).toBeGreaterThan(1);
  });

  test('weighs a violation more the longer it lasts', () => {
    const lagrangian = createAdmitted();
    const before = lagrangian.value(1, Float64Array.of(1));
    for (let generation = 0; generation < 20; generation++) lagrangian.adapt(1, Float64Array.of(1));
    expect(lagrangian.value(1, Float64Array.of(1))).toBeGreaterThan(before);
  });
});
