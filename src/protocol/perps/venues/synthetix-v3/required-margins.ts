import { SYNTHETIX_ONE } from './rules.js';

export interface SynthetixMarginParameters {
  readonly skewScale: bigint;
  readonly initialMarginRatioD18: bigint;
  readonly minimumInitialMarginRatioD18: bigint;
  readonly maintenanceMarginScalarD18: bigint;
  readonly flagRewardRatioD18: bigint;
  readonly minimumPositionMargin: bigint;
}

export interface SynthetixMargins {
  readonly initialMarginRatio: bigint;
  readonly maintenanceMarginRatio: bigint;
  readonly initialMargin: bigint;
  readonly maintenanceMargin: bigint;
  /** Reward for flagging the position, before the keeper guards. */
  readonly flagReward: bigint;
}

const multiply = (a: bigint, b: bigint): bigint => (a * b) / SYNTHETIX_ONE;

/**
 * Gives the margins of a position as the contract does, each step cut to 18 places.
 *
 * `impact = |size| / skewScale`, `IMR = impact · ratio + minimum`, `MMR = IMR · scalar`, `margin = notional · rate + minimum position margin`
 * @source Synthetixio/synthetix-v3, markets/perps-market/contracts/storage/PerpsMarketConfiguration.sol, `calculateRequiredMargins`
 */
export function computeSynthetixMargins(size: bigint, price: bigint, parameters: SynthetixMarginParameters): SynthetixMargins {
  const magnitude = size < 0n ? -size : size;
  const impactOnSkew = parameters.skewScale === 0n ? 0n : (magnitude * SYNTHETIX_ONE) / parameters.skewScale;
  const initialMarginRatio = multiply(impactOnSkew, parameters.initialMarginRatioD18) + parameters.minimumInitialMarginRatioD18;
  const maintenanceMarginRatio = multiply(initialMarginRatio, parameters.maintenanceMarginScalarD18);
  const notional = multiply(magnitude, price);
  return {
    initialMarginRatio,
    maintenanceMarginRatio,
    initialMargin: multiply(notional, initialMarginRatio) + parameters.minimumPositionMargin,
    maintenanceMargin: multiply(notional, maintenanceMarginRatio) + parameters.minimumPositionMargin,
    flagReward: multiply(notional, parameters.flagRewardRatioD18),
  };
}
