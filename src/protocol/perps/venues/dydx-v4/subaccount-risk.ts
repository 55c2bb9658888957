import { PositionRuleError } from '../../account/position.js';

const PPM = 1_000_000n;

/** One perpetual position with what the chain needs to value it. */
export interface DydxPosition {
  readonly perpetualId: number;
  /** Signed. */
  readonly baseQuantums: bigint;
  readonly atomicResolution: number;
  readonly price: bigint;
  readonly priceExponent: number;
  readonly openInterestBaseQuantums: bigint;
  readonly initialMarginPpm: bigint;
  readonly maintenanceFractionPpm: bigint;
  readonly openInterestLowerCap: bigint;
  readonly openInterestUpperCap: bigint;
}

/** Net collateral, initial and maintenance requirement, in quote quantums. */
export interface DydxRisk {
  readonly netCollateral: bigint;
  readonly initialMargin: bigint;
  readonly maintenanceMargin: bigint;
}

const QUOTE_ATOMIC_RESOLUTION = -6;

/** Values base quantums in quote quantums; the division cuts towards 0. */
export function convertBaseToQuoteQuantums(position: DydxPosition, baseQuantums: bigint): bigint {
  const exponent = position.priceExponent + position.atomicResolution - QUOTE_ATOMIC_RESOLUTION;
  const product = baseQuantums * position.price;
  return exponent >= 0 ? product * 10n ** BigInt(exponent) : product / 10n ** BigInt(-exponent);
}

function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

function divideDown(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
}

/**
 * Gives the initial margin of a notional, rounded up, at an open interest: see `buildOpenInterestSchedule` for the formula.
 *
 * Units: quote quantums. Special cases: at or above an upper cap that is not 0 the whole notional; upper cap 0 never scales.
 * @source dydxprotocol/v4-chain, protocol/x/perpetuals/types/liquidity_tier.go, `GetInitialMarginQuoteQuantums`
 */
export function computeInitialMarginQuantums(
  tier: Pick<DydxPosition, 'initialMarginPpm' | 'openInterestLowerCap' | 'openInterestUpperCap'>,
  notional: bigint,
  openInterest: bigint,
): bigint {
  const { initialMarginPpm, openInterestLowerCap: lower, openInterestUpperCap: upper } = tier;
  if (upper !== 0n && openInterest >= upper) return notional;
  if (upper === 0n || openInterest <= lower) return divideUp(notional * initialMarginPpm, PPM);
  const scaledPpm = initialMarginPpm * (upper - lower) + (openInterest - lower) * (PPM - initialMarginPpm);
  const margin = divideUp(notional * scaledPpm, PPM * (upper - lower));
  return margin < notional ? margin : notional;
}

/**
 * Values one position as the chain does, to the quantum.
 *
 * The maintenance margin is a share of the initial margin that would hold without open interest; both round up.
 * @source dydxprotocol/v4-chain, protocol/x/perpetuals/lib/lib.go, `GetMarginRequirementsInQuoteQuantums`
 */
export function computePositionRisk(position: DydxPosition, baseQuantums = position.baseQuantums): DydxRisk {
  const magnitude = baseQuantums < 0n ? -baseQuantums : baseQuantums;
  const notional = convertBaseToQuoteQuantums(position, magnitude);
  const openInterest = convertBaseToQuoteQuantums(position, position.openInterestBaseQuantums);
  const baseMargin = computeInitialMarginQuantums(position, notional, 0n);
  return {
    netCollateral: convertBaseToQuoteQuantums(position, baseQuantums),
    initialMargin: computeInitialMarginQuantums(position, notional, openInterest),
    maintenanceMargin: divideUp(baseMargin * position.maintenanceFractionPpm, PPM),
  };
}

/** Adds up a subaccount: quote balance and all positions. */
export function computeSubaccountRisk(quoteBalance: bigint, positions: readonly DydxPosition[]): DydxRisk {
  let risk: DydxRisk = { netCollateral: quoteBalance, initialMargin: 0n, maintenanceMargin: 0n };
  for (const position of positions) {
    const own = computePositionRisk(position);
    risk = {
      netCollateral: risk.netCollateral + own.netCollateral,
      initialMargin: risk.initialMargin + own.initialMargin,
      maintenanceMargin: risk.maintenanceMargin + own.maintenanceMargin,
    };
  }
  return risk;
}

/** A subaccount is liquidatable when its maintenance margin is above 0 and above its net collateral. */
export function isSubaccountLiquidatable({ netCollateral, maintenanceMargin }: DydxRisk): boolean {
  return maintenanceMargin > 0n && maintenanceMargin > netCollateral;
}

function findReducedPosition(positions: readonly DydxPosition[], perpetualId: number, deltaQuantums: bigint): DydxPosition {
  const position = positions.find((held) => held.perpetualId === perpetualId);
  const size = position?.baseQuantums ?? 0n;
  const isReduction = size > 0n ? deltaQuantums < 0n && -deltaQuantums <= size : deltaQuantums > 0n && deltaQuantums <= -size;
  if (position === undefined || !isReduction) {
    throw new PositionRuleError('subaccount', 'deltaQuantums', `must reduce the position of ${size} in perpetual ${perpetualId}, found ${deltaQuantums}`);
  }
  return position;
}

/**
 * Gives the quote quantums that closing part of a position must bring so that the rest is no worse off: the bankruptcy price.
 *
 * `−ΔNNV − ⌊TNC · |ΔMMR| / TMMR⌋`, with Δ between the position before and after; the floor makes the result round up.
 *
 * Units: positive is received (a long is sold), negative is paid.
 * @throws PositionRuleError when the delta does not reduce the position
 * @source dydxprotocol/v4-chain, protocol/x/clob/keeper/liquidations.go, `GetBankruptcyPriceInQuoteQuantums`
 */
export function computeBankruptcyQuoteQuantums(quoteBalance: bigint, positions: readonly DydxPosition[], perpetualId: number, deltaQuantums: bigint): bigint {
  const position = findReducedPosition(positions, perpetualId, deltaQuantums);
  const total = computeSubaccountRisk(quoteBalance, positions);
  const before = computePositionRisk(position);
  const after = computePositionRisk(position, position.baseQuantums + deltaQuantums);
  const freed = before.maintenanceMargin - after.maintenanceMargin;
  return before.netCollateral - after.netCollateral - divideDown(total.netCollateral * freed, total.maintenanceMargin);
}

/** A quotient of whole numbers, the denominator above 0. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * Gives the price at which a liquidation order is placed, in quote quantums per base quantum, exactly.
 *
 * `(PNNV − ABR · SMMR · PMMR) / PS` with `ABR = clamp(BA · (1 − TNC / TMMR), 0, 1)`; it depends on the position, not on the part closed.
 * @throws PositionRuleError when the delta does not reduce the position
 * @source dydxprotocol/v4-chain, protocol/x/clob/keeper/liquidations.go, `GetFillablePrice`
 */
export function computeFillablePrice(
  quoteBalance: bigint,
  positions: readonly DydxPosition[],
  perpetualId: number,
  deltaQuantums: bigint,
  config: { readonly bankruptcyAdjustmentPpm: bigint; readonly spreadToMaintenanceMarginRatioPpm: bigint },
): Fraction {
  const position = findReducedPosition(positions, perpetualId, deltaQuantums);
  const total = computeSubaccountRisk(quoteBalance, positions);
  const own = computePositionRisk(position);
  const full = PPM * total.maintenanceMargin;
  const unbounded = config.bankruptcyAdjustmentPpm * (total.maintenanceMargin - total.netCollateral);
  const rating = unbounded < 0n ? 0n : unbounded > full ? full : unbounded;
  const denominator = full * PPM * position.baseQuantums;
  const numerator = own.netCollateral * full * PPM - rating * config.spreadToMaintenanceMarginRatioPpm * own.maintenanceMargin;
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

/**
 * Gives what a fill moves into the insurance fund: positive is a fee, negative is a loss that the fund covers.
 *
 * `fill quote − bankruptcy quote`, and if that is positive at most `⌊|fill quote| · fee⌋`.
 * @throws PositionRuleError when the delta does not reduce the position
 * @source dydxprotocol/v4-chain, protocol/x/clob/keeper/liquidations.go, `GetLiquidationInsuranceFundDelta`
 */
export function computeInsuranceFundDelta(
  quoteBalance: bigint,
  positions: readonly DydxPosition[],
  perpetualId: number,
  deltaQuantums: bigint,
  fillQuoteQuantums: bigint,
  maxLiquidationFeePpm: bigint,
): bigint {
  const delta = fillQuoteQuantums - computeBankruptcyQuoteQuantums(quoteBalance, positions, perpetualId, deltaQuantums);
  if (delta <= 0n) return delta;
  const fill = fillQuoteQuantums < 0n ? -fillQuoteQuantums : fillQuoteQuantums;
  const fee = (fill * maxLiquidationFeePpm) / PPM;
  return fee < delta ? fee : delta;
}
