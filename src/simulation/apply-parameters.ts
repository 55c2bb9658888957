import type { PenaltyShapeParameters, SearchedParameters } from '../core/reserve-parameters.js';
import { applyReserveParameters, type BorrowerResponse } from './book.js';
import type { LiquidationRule } from './lending/liquidation-rule.js';
import type { LendingScenario } from './scenario.js';

const BPS = 10_000;

/** What a parameter set is put into: the venue as it stands, and how its borrowers answer. */
export interface ParameterContext {
  readonly scenario: LendingScenario;
  /** Index of the reserve under study among the book's assets. */
  readonly reserveAsset: number;
  readonly current: SearchedParameters;
  readonly response: BorrowerResponse;
}

/** Gives the scenario as it stands under a parameter set: the book of every reserve it holds, with the borrowers' response, and its penalty's shape. */
export function applyParameters({ scenario, reserveAsset, current, response }: ParameterContext, next: SearchedParameters): LendingScenario {
  const book = applyReserveParameters(scenario.book, reserveAsset, current, next, response);
  return { ...scenario, book, liquidation: applyPenaltyShape(scenario.liquidation, next.penaltyShape) };
}

/**
 * Gives the liquidation rule with another shape of its penalty.
 *
 * Special cases: a set without a shape leaves the rule as it is, and so does a flat penalty, which has none.
 */
export function applyPenaltyShape(rule: LiquidationRule, shape: PenaltyShapeParameters | undefined): LiquidationRule {
  const { penalty } = rule;
  if (shape === undefined || penalty.kind === 'flat') return rule;
  const minimumShareRatio = shape.minimumShareBps / BPS;
  if (penalty.kind === 'health') return { ...rule, penalty: { ...penalty, minimumShareRatio, healthForMax: shape.healthForMaxBps === undefined ? penalty.healthForMax : shape.healthForMaxBps / BPS } };
  return { ...rule, penalty: { ...penalty, minimumShareRatio, sizeForMaxUsd: shape.sizeForMaxUsd ?? penalty.sizeForMaxUsd } };
}
