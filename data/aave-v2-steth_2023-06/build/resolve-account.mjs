import { MARKET, RESERVE_BY_ASSET } from './reserves.mjs';

/** The recomputed health factor may differ from the source's by this much. */
const HEALTH_FACTOR_TOLERANCE = 1e-6;
/** Remainders below this share are what interest adds between the source's two calls; they are dropped. */
const DRIFT_SHARE = 1e-6;
const OTHER_THRESHOLD_BPS_MAX = 9000;
/** Where several thresholds of a remainder fit: WETH's, the commonest other collateral, then WBTC's, then the one nearest to WETH's. */
const LIKELY_THRESHOLDS_BPS = [8600, 8200];

const valueOf = (asset, amountRaw) => {
  const reserve = RESERVE_BY_ASSET.get(asset);
  return (reserve.price * amountRaw) / 10n ** BigInt(reserve.decimals);
};
export const shareOf = (part, whole) => Number(part) / Number(whole);
/** Divides and rounds up; bigint division itself rounds towards zero. */
const ceilDivide = (dividend, divisor) => dividend / divisor + (dividend > 0n && dividend % divisor !== 0n ? 1n : 0n);

/** Lists the smaller and smaller selections of the detailed collateral to try: all of it, all but one asset, all but two. */
function* selectCollateral(collateral) {
  const entries = [...collateral].filter(([asset]) => RESERVE_BY_ASSET.get(asset).threshold > 0);
  yield entries;
  for (const [skipped] of entries) yield entries.filter(([asset]) => asset !== skipped);
  for (const [index, [first]] of entries.entries()) {
    for (const [second] of entries.slice(index + 1)) yield entries.filter(([asset]) => asset !== first && asset !== second);
  }
}

/** Finds the threshold of a remainder that makes the floored average equal the source's; `null` when none in range does. */
function findOtherThresholdBps(entries, otherRaw, stated) {
  const known = entries.map(([asset, amount]) => [valueOf(asset, amount), BigInt(RESERVE_BY_ASSET.get(asset).threshold)]);
  const total = known.reduce((sum, [value]) => sum + value, otherRaw);
  const weighted = known.reduce((sum, [value, threshold]) => sum + value * threshold, 0n);
  const threshold = BigInt(stated.thresholdBps);
  const lowest = Math.max(0, Number(ceilDivide(threshold * total - weighted, otherRaw)));
  const highest = Math.min(OTHER_THRESHOLD_BPS_MAX, Number(ceilDivide((threshold + 1n) * total - weighted, otherRaw)) - 1);
  if (lowest > highest) return null;
  const likely = LIKELY_THRESHOLDS_BPS.find((bps) => bps >= lowest && bps <= highest);
  return likely ?? Math.min(Math.max(LIKELY_THRESHOLDS_BPS[0], lowest), highest);
}

const toRow = (account, asset, side, amount_raw, liquidation_threshold_bps = null) => ({
  market: MARKET,
  account,
  asset,
  side,
  amount_raw,
  liquidation_threshold_bps,
});

/** Builds the positions of one choice of collateral, with or without its remainder; `null` when that cannot be. */
function buildChoice(item, entries, otherDebtRaw, keepsRemainder) {
  const known = entries.reduce((sum, [asset, amount]) => sum + valueOf(asset, amount), 0n);
  const otherRaw = keepsRemainder ? item.stated.collateralBaseRaw - known : 0n;
  if (otherRaw < 0n || (keepsRemainder && otherRaw === 0n)) return null;
  const otherThresholdBps = otherRaw === 0n ? null : findOtherThresholdBps(entries, otherRaw, item.stated);
  if (otherRaw > 0n && otherThresholdBps === null) return null;
  const rows = entries.map(([asset, amount]) => toRow(item.account, asset, 'collateral', amount));
  if (otherRaw > 0n) rows.push(toRow(item.account, 'OTHER-COLLATERAL', 'collateral', otherRaw, otherThresholdBps));
  for (const [asset, amount] of item.debt) rows.push(toRow(item.account, asset, 'debt', amount));
  if (otherDebtRaw > 0n) rows.push(toRow(item.account, 'OTHER-DEBT', 'debt', otherDebtRaw));
  return { rows, otherRaw, otherDebtRaw, skipped: item.collateral.size - entries.length };
}

/**
 * Finds positions that reproduce what the source states of an account, or the reason why there are none.
 *
 * Order of tries: the detail alone where it covers the total, then with its remainder; for each, all detailed collateral, then without
 * one or two assets (deposited but not enabled as collateral). `computeAccountData` judges: the contract's rule.
 */
export function resolveAccount(item, computeAccountData, healthFactorFromRaw) {
  const knownDebt = [...item.debt].reduce((sum, [asset, amount]) => sum + valueOf(asset, amount), 0n);
  const debtGapRaw = item.stated.debtBaseRaw - knownDebt;
  const debtGapShare = shareOf(debtGapRaw, item.stated.debtBaseRaw);
  if (debtGapShare < -DRIFT_SHARE) return { reason: 'the detailed debts exceed the stated total by more than 1e-6' };
  const otherDebtRaw = debtGapShare > DRIFT_SHARE ? debtGapRaw : 0n;
  for (const entries of selectCollateral(item.collateral)) {
    const known = entries.reduce((sum, [asset, amount]) => sum + valueOf(asset, amount), 0n);
    const gapShare = shareOf(item.stated.collateralBaseRaw - known, item.stated.collateralBaseRaw);
    if (gapShare < -DRIFT_SHARE) continue;
    for (const keepsRemainder of Math.abs(gapShare) <= DRIFT_SHARE ? [false, true] : [true]) {
      const choice = buildChoice(item, entries, otherDebtRaw, keepsRemainder);
      if (choice === null) continue;
      const data = computeAccountData(choice.rows.map(toValued));
      const error = Math.abs(healthFactorFromRaw(data.healthFactorRaw) / item.stated.healthFactor - 1);
      if (data.averageThresholdBps === item.stated.thresholdBps && error <= HEALTH_FACTOR_TOLERANCE) return choice;
    }
  }
  return { reason: 'no choice of the detailed collateral reproduces the stated health factor to 1e-6' };
}

function toValued(row) {
  const reserve = RESERVE_BY_ASSET.get(row.asset);
  return {
    side: row.side,
    amountRaw: row.amount_raw,
    decimals: reserve.decimals,
    oraclePriceRaw: reserve.price,
    liquidationThresholdBps: row.liquidation_threshold_bps ?? reserve.threshold,
  };
}
