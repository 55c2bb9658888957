import { FULL_BPS, mulDivCeil, mulDivFloor, mulDivHalfUp, RAY } from '../fixed-point.js';
import type { AaveV3Version } from './market.js';

type Convert = (amountRaw: bigint, indexRay: bigint) => bigint;

/** Where a version rounds. Amounts in smallest units, indices with 27 decimals. */
export interface AaveRounding {
  readonly collateralBalance: Convert;
  readonly debtBalance: Convert;
  /** Scaled units that leave a supply balance when an amount is burned or moved. */
  readonly collateralBurned: Convert;
  readonly debtBurned: Convert;
  /** `amount · price / unit`. */
  readonly debtValue: (amountRaw: bigint, priceRaw: bigint, unitRaw: bigint) => bigint;
  /** Debt that the whole collateral pays for: `value / (100 % + bonus)`. */
  readonly debtNeeded: (valueRaw: bigint, factorBps: bigint) => bigint;
}

const fromScaled = (round: typeof mulDivFloor): Convert => (scaledRaw, indexRay) => round(scaledRaw, indexRay, RAY);
const toScaled = (round: typeof mulDivFloor): Convert => (amountRaw, indexRay) => round(amountRaw, RAY, indexRay);

/**
 * The rounding of each version.
 *
 * @source v3.0: WadRayMath.rayMul and rayDiv, PercentageMath.percentDiv; v3.3: TokenMath, MathUtils.mulDivCeil, percentDivCeil
 */
export const AAVE_ROUNDING: Readonly<Record<AaveV3Version, AaveRounding>> = {
  'v3.0': {
    collateralBalance: fromScaled(mulDivHalfUp),
    debtBalance: fromScaled(mulDivHalfUp),
    collateralBurned: toScaled(mulDivHalfUp),
    debtBurned: toScaled(mulDivHalfUp),
    debtValue: mulDivFloor,
    debtNeeded: (valueRaw, factorBps) => mulDivHalfUp(valueRaw, FULL_BPS, factorBps),
  },
  'v3.3': {
    collateralBalance: fromScaled(mulDivFloor),
    debtBalance: fromScaled(mulDivCeil),
    collateralBurned: toScaled(mulDivCeil),
    debtBurned: toScaled(mulDivFloor),
    debtValue: mulDivCeil,
    debtNeeded: (valueRaw, factorBps) => mulDivCeil(valueRaw, FULL_BPS, factorBps),
  },
};
