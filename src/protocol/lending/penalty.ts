import type { ParameterSet, VenueParameterRules } from '../parameter-rules.js';
import { mulDivFloor, powerRay, RAY, WAD } from './fixed-point.js';

/** What a penalty may depend on at the moment of a liquidation. */
export interface PenaltyContext {
  readonly healthFactorWad: bigint;
  /** Debt repaid by this liquidation, in USD with 18 decimals. */
  readonly repaidUsdWad: bigint;
  readonly auctionAgeSeconds: number;
}

/** A liquidation penalty (= the liquidator's bonus over the repaid debt) as data, so that a search can move its numbers. */
export type PenaltyShape = ConstantPenalty | HealthPenalty | SizePenalty | DutchPenalty;

export interface ConstantPenalty {
  readonly kind: 'constant';
  readonly bonusWad: bigint;
}

/** Falls linearly from `bonusMaxWad` at or below `healthForMaxWad` to `bonusMaxWad · minimumShareWad` at health 1. */
export interface HealthPenalty {
  readonly kind: 'health';
  readonly bonusMaxWad: bigint;
  readonly minimumShareWad: bigint;
  readonly healthForMaxWad: bigint;
}

/** Rises linearly from `bonusMinWad` for the smallest repayment to `bonusMaxWad` at `sizeForMaxUsdWad` and beyond. */
export interface SizePenalty {
  readonly kind: 'size';
  readonly bonusMinWad: bigint;
  readonly bonusMaxWad: bigint;
  readonly sizeForMaxUsdWad: bigint;
}

/**
 * A Dutch auction's discount: the price starts at `startRatioWad` of the oracle price and is multiplied by `cutRay` every `stepSeconds`;
 * the bonus is `1 / price ratio − 1`, negative while the price is above the oracle's, and no more than `bonusMaxWad`.
 */
export interface DutchPenalty {
  readonly kind: 'dutch';
  readonly startRatioWad: bigint;
  readonly cutRay: bigint;
  readonly stepSeconds: number;
  readonly bonusMaxWad: bigint;
}

/**
 * Computes the liquidator's bonus over par, with 18 decimals (0.05 = 5·10^16), rounded down.
 *
 * Special cases: a health factor above 1 counts as 1; a Dutch bonus is negative before the price passes the oracle's.
 * @source health: Aave v4 `LiquidationLogic.calculateLiquidationBonus`; dutch: Maker `StairstepExponentialDecrease.price`
 * @example computeBonusWad({ kind: 'health', bonusMaxWad: 5%, minimumShareWad: 50 %, healthForMaxWad: 0.9 }, health 0.95) // 3.75 %
 */
export function computeBonusWad(shape: PenaltyShape, context: PenaltyContext): bigint {
  switch (shape.kind) {
    case 'constant':
      return shape.bonusWad;
    case 'health':
      return computeHealthBonusWad(shape, context.healthFactorWad);
    case 'size':
      return computeSizeBonusWad(shape, context.repaidUsdWad);
    case 'dutch':
      return computeDutchBonusWad(shape, context.auctionAgeSeconds);
  }
}

function computeHealthBonusWad({ bonusMaxWad, minimumShareWad, healthForMaxWad }: HealthPenalty, healthFactorWad: bigint): bigint {
  if (healthFactorWad <= healthForMaxWad) return bonusMaxWad;
  const bonusMinWad = mulDivFloor(bonusMaxWad, minimumShareWad, WAD);
  if (healthFactorWad >= WAD) return bonusMinWad;
  return bonusMinWad + mulDivFloor(bonusMaxWad - bonusMinWad, WAD - healthFactorWad, WAD - healthForMaxWad);
}

function computeSizeBonusWad({ bonusMinWad, bonusMaxWad, sizeForMaxUsdWad }: SizePenalty, repaidUsdWad: bigint): bigint {
  if (repaidUsdWad >= sizeForMaxUsdWad) return bonusMaxWad;
  return bonusMinWad + mulDivFloor(bonusMaxWad - bonusMinWad, repaidUsdWad, sizeForMaxUsdWad);
}

function computeDutchBonusWad({ startRatioWad, cutRay, stepSeconds, bonusMaxWad }: DutchPenalty, ageSeconds: number): bigint {
  const steps = BigInt(Math.floor(ageSeconds / stepSeconds));
  const priceRatioWad = mulDivFloor(startRatioWad, powerRay(cutRay, steps), RAY);
  if (priceRatioWad === 0n) return bonusMaxWad;
  const bonusWad = (WAD * WAD) / priceRatioWad - WAD;
  return bonusWad < bonusMaxWad ? bonusWad : bonusMaxWad;
}

const RATIO = { unit: '1e-18', fullRaw: WAD } as const;
const BONUS_MAX = { ...RATIO, minimum: 0n, maximum: WAD } as const;

/** Bounds of every shape's numbers: what a search may draw from and what a file may hold. */
export const PENALTY_RULES: Readonly<Record<PenaltyShape['kind'], VenueParameterRules>> = {
  constant: {
    venue: 'constant penalty',
    parameters: [{ name: 'bonusWad', ...BONUS_MAX, meaning: 'Bonus over the repaid debt.' }],
    crossRules: [],
    source: 'Aave v2 and v3, Compound v2',
  },
  health: {
    venue: 'health-dependent penalty',
    parameters: [
      { name: 'bonusMaxWad', ...BONUS_MAX, meaning: 'Bonus at or below the health factor for the maximum.' },
      { name: 'minimumShareWad', ...RATIO, minimum: 0n, maximum: WAD, meaning: 'Share of the maximum that is paid at health factor 1.' },
      { name: 'healthForMaxWad', ...RATIO, minimum: 1n, maximum: WAD - 1n, meaning: 'Health factor at which the maximum is reached.' },
    ],
    crossRules: [],
    source: 'Aave v4, LiquidationLogic.calculateLiquidationBonus',
  },
  size: {
    venue: 'size-dependent penalty',
    parameters: [
      { name: 'bonusMinWad', ...BONUS_MAX, meaning: 'Bonus of the smallest repayment.' },
      { name: 'bonusMaxWad', ...BONUS_MAX, meaning: 'Bonus of repayments of the size for the maximum or more.' },
      { name: 'sizeForMaxUsdWad', unit: '1e-18 USD', minimum: 1n, meaning: 'Repayment at which the maximum is reached.' },
    ],
    crossRules: [
      {
        fields: ['bonusMinWad', 'bonusMaxWad'],
        rule: 'the smallest bonus must not be above the largest: a large sale moves the price more',
        enforcedBy: 'plimsoll',
        holds: (values) => (values['bonusMinWad'] as bigint) <= (values['bonusMaxWad'] as bigint),
      },
    ],
    source: 'Plimsoll',
  },
  dutch: {
    venue: 'Dutch penalty',
    parameters: [
      { name: 'startRatioWad', ...RATIO, minimum: 1n, maximum: 10n * WAD, meaning: 'Starting price over the oracle price.' },
      { name: 'cutRay', unit: '1e-27', fullRaw: RAY, minimum: 1n, maximum: RAY, meaning: 'Factor of the price per step.' },
      { name: 'stepSeconds', unit: 's', minimum: 1n, meaning: 'Time between two price steps.' },
      { name: 'bonusMaxWad', ...BONUS_MAX, meaning: 'Largest bonus, where the auction would be reset.' },
    ],
    crossRules: [],
    source: 'Maker, abaci.sol StairstepExponentialDecrease and clip.sol',
  },
};

/** Reads a shape's numbers by the names of its rules. */
export function penaltyParameters(shape: PenaltyShape): ParameterSet {
  return Object.fromEntries(
    Object.entries(shape).flatMap(([name, value]) => (name === 'kind' ? [] : [[name, typeof value === 'number' ? BigInt(value) : (value as bigint)]])),
  );
}
