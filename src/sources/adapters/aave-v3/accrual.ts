const RAY = 10n ** 27n;
const YEAR_SECONDS = 31_536_000n;

/**
 * Index of supplies after some seconds without an event: ⌊index · (1 + ⌊rate · seconds / year⌋) / 10²⁷⌉, simple interest.
 *
 * Units: index and yearly rate with 27 decimals; a year has 365 days.
 * @source Aave v3 `MathUtils.calculateLinearInterest`, `ReserveLogic.getNormalizedIncome`
 */
export function accrueSupplyIndex(indexRay: bigint, rateRay: bigint, seconds: number): bigint {
  return multiply(RAY + (rateRay * BigInt(seconds)) / YEAR_SECONDS, indexRay);
}

/**
 * Index of loans after some seconds without an event: index · (1 + x + x²/2 + x³/6) with x = rate · seconds / year, rounded as the contract does.
 *
 * Units: as above. Also grows an amount that is not scaled, e.g. a loan at stable rate.
 * @source Aave v3.6 `MathUtils.calculateCompoundedInterest`; earlier versions differ by less than 10⁻¹² for a day at 10 %
 */
export function accrueBorrowIndex(indexRay: bigint, rateRay: bigint, seconds: number): bigint {
  const x = (rateRay * BigInt(seconds)) / YEAR_SECONDS;
  return multiply(RAY + x + multiply(x, x / 2n + multiply(x, x / 6n)), indexRay);
}

/** What a supply is worth: ⌊scaled · index / 10²⁷⌋; raw tokens. @source Aave v3.6 `TokenMath.getATokenBalance` */
export function toSupplyBalance(scaledRaw: bigint, indexRay: bigint): bigint {
  return (scaledRaw * indexRay) / RAY;
}

/** What is owed: ⌈scaled · index / 10²⁷⌉; raw tokens. @source Aave v3.6 `TokenMath.getVTokenBalance` */
export function toDebtBalance(scaledRaw: bigint, indexRay: bigint): bigint {
  return (scaledRaw * indexRay + RAY - 1n) / RAY;
}

/** Product of two numbers with 27 decimals, half up. */
function multiply(left: bigint, right: bigint): bigint {
  return (left * right + RAY / 2n) / RAY;
}
