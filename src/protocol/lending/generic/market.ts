import { ParameterRuleError, findRuleViolations, type RuleViolation, type VenueParameterRules } from '../../parameter-rules.js';
import { mulDivFloor, WAD } from '../fixed-point.js';
import { PENALTY_RULES, penaltyParameters, type PenaltyShape } from '../penalty.js';

/** Parameters of one asset; ratios with 18 decimals. */
export interface GenericAsset {
  readonly decimals: number;
  readonly ltvWad: bigint;
  /** 0: not usable as collateral. */
  readonly liquidationThresholdWad: bigint;
}

/** How much debt one liquidation may repay. */
export type CloseRule =
  | { readonly kind: 'full' }
  /** A share of the debt; all of it at or below a health factor. */
  | { readonly kind: 'share'; readonly shareWad: bigint; readonly fullBelowHealthWad: bigint }
  /** As much as restores a health factor. */
  | { readonly kind: 'target-health'; readonly targetHealthWad: bigint };

/** A lending market described by data alone, with any penalty shape. */
export interface GenericMarket {
  readonly name: string;
  readonly assets: Readonly<Record<string, GenericAsset>>;
  readonly penalty: PenaltyShape;
  readonly closeRule: CloseRule;
  /** Treasury's share of the penalty. */
  readonly protocolFeeShareWad: bigint;
  /** True when debt without any collateral is written off at once. */
  readonly writesOffBadDebt: boolean;
}

const RATIO = { unit: '1e-18', fullRaw: WAD } as const;

/** Validity of one asset of a generic market; `bonusWad` is the penalty shape's largest bonus. */
export const GENERIC_ASSET_RULES: VenueParameterRules = {
  venue: 'generic lending market',
  parameters: [
    { name: 'ltvWad', ...RATIO, minimum: 0n, maximum: WAD, meaning: 'Debt that new borrowing may reach, over collateral.' },
    { name: 'liquidationThresholdWad', ...RATIO, minimum: 0n, maximum: WAD, meaning: 'Debt over collateral above which an account is liquidatable.' },
    { name: 'bonusWad', ...RATIO, minimum: 0n, maximum: WAD, meaning: "The penalty shape's largest bonus." },
  ],
  crossRules: [
    {
      fields: ['ltvWad', 'liquidationThresholdWad'],
      rule: 'LTV must not be above the liquidation threshold',
      enforcedBy: 'plimsoll',
      holds: (values) => (values['ltvWad'] as bigint) <= (values['liquidationThresholdWad'] as bigint),
    },
    {
      fields: ['bonusWad', 'liquidationThresholdWad'],
      rule: 'threshold × (100 % + bonus) must not exceed 100 %',
      enforcedBy: 'plimsoll',
      holds: (values) => mulDivFloor(values['liquidationThresholdWad'] as bigint, WAD + (values['bonusWad'] as bigint), WAD) <= WAD,
    },
  ],
  source: 'Plimsoll',
};

/** The largest bonus that a penalty shape can give. */
export function largestBonusWad(penalty: PenaltyShape): bigint {
  return penalty.kind === 'constant' ? penalty.bonusWad : penalty.bonusMaxWad;
}

/** @throws ParameterRuleError naming the first field of the market and the rule it breaks */
export function assertGenericMarketValid(market: GenericMarket): void {
  const violations: RuleViolation[] = findRuleViolations(PENALTY_RULES[market.penalty.kind], penaltyParameters(market.penalty)).map(
    ({ field, rule }) => ({ field: `penalty.${field}`, rule }),
  );
  for (const [asset, { ltvWad, liquidationThresholdWad }] of Object.entries(market.assets)) {
    const values = { ltvWad, liquidationThresholdWad, bonusWad: largestBonusWad(market.penalty) };
    violations.push(...findRuleViolations(GENERIC_ASSET_RULES, values).map(({ field, rule }) => ({ field: `assets.${asset}.${field}`, rule })));
  }
  violations.push(...findCloseRuleViolations(market));
  const [first, ...others] = violations;
  if (first) throw new ParameterRuleError(market.name, [first, ...others]);
}

function findCloseRuleViolations({ closeRule, protocolFeeShareWad, penalty, assets }: GenericMarket): RuleViolation[] {
  const violations: RuleViolation[] = [];
  if (protocolFeeShareWad < 0n || protocolFeeShareWad > WAD) violations.push({ field: 'protocolFeeShareWad', rule: 'must be from 0 to 1' });
  if (closeRule.kind === 'share' && (closeRule.shareWad <= 0n || closeRule.shareWad > WAD)) {
    violations.push({ field: 'closeRule.shareWad', rule: 'must be above 0 and at most 1' });
  }
  if (closeRule.kind === 'target-health') {
    if (closeRule.targetHealthWad < WAD) violations.push({ field: 'closeRule.targetHealthWad', rule: 'must be at least 1' });
    if (penalty.kind === 'size') violations.push({ field: 'penalty.kind', rule: 'a size-dependent penalty cannot go with a target health: each would set the other' });
    for (const [asset, { liquidationThresholdWad }] of Object.entries(assets)) {
      if (mulDivFloor(liquidationThresholdWad, WAD + largestBonusWad(penalty), WAD) >= closeRule.targetHealthWad) {
        violations.push({ field: `assets.${asset}.liquidationThresholdWad`, rule: 'threshold × (100 % + bonus) must be below the target health' });
      }
    }
  }
  return violations;
}
