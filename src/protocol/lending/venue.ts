import { DataError } from '../../core/errors.js';
import { RAY } from './fixed-point.js';

/** One balance of an account as the venue stores it: `amount = scaledRaw · indexRay / 10^27` in the asset's smallest unit. */
export interface LendingPosition {
  readonly asset: string;
  readonly side: 'collateral' | 'debt';
  readonly scaledRaw: bigint;
  /** Interest index with 27 decimals; `RAY` when `scaledRaw` is the amount itself. */
  readonly indexRay: bigint;
  /** False for a supplied balance that the owner does not use as collateral; true when left out. */
  readonly usedAsCollateral?: boolean;
}

export interface LendingAccount {
  /** At most one position per asset and side. */
  readonly positions: readonly LendingPosition[];
  /** E-mode category; 0 or left out means none. */
  readonly eModeCategory?: number;
}

/** Oracle prices by asset, in the venue's own integer scale. */
export type OraclePrices = Readonly<Record<string, bigint>>;

/** An account at given oracle prices; values carry the venue's base decimals. */
export interface AccountValuation {
  readonly collateralRaw: bigint;
  readonly debtRaw: bigint;
  /** Debt up to which the account may borrow (LTV, borrow factor), and up to which it is safe (threshold, LLTV, liquidation ratio). */
  readonly borrowLimitRaw: bigint;
  readonly liquidationLimitRaw: bigint;
  /** `liquidationLimit / debt` with 18 decimals; `null` without debt, i.e. infinite. */
  readonly healthFactorWad: bigint | null;
  readonly isLiquidatable: boolean;
  /** Debt that the collateral could not pay for at these prices: `max(debt − collateral, 0)`. */
  readonly badDebtRaw: bigint;
}

/** What a liquidator asks for. Venues that take the whole account look at `debtAsset` only. */
export interface LiquidationRequest {
  readonly collateralAsset: string;
  readonly debtAsset: string;
  /** Debt to repay in its smallest unit; more than allowed is cut down to the most allowed. */
  readonly debtToCoverRaw: bigint;
  /** Age of a Dutch auction at the purchase; 0 when left out. */
  readonly auctionAgeSeconds?: number;
}

export interface AssetAmount {
  readonly asset: string;
  readonly amountRaw: bigint;
}

/** What one liquidation did. Amounts of zero are left out. */
export interface LiquidationOutcome {
  readonly accountAfter: LendingAccount;
  /** Debt that was paid: by the liquidator, or by the venue's reserves where `paidBy` says so. */
  readonly repaid: readonly AssetAmount[];
  readonly paidBy: 'liquidator' | 'reserves';
  /** Collateral that left the account for whoever paid. */
  readonly seized: readonly AssetAmount[];
  /** Collateral that left the account for the venue's treasury. */
  readonly protocolFee: readonly AssetAmount[];
  /** Debt that the venue wrote off in this step: bad debt, a deficit. */
  readonly writtenOff: readonly AssetAmount[];
}

/**
 * The mechanics of one lending market: pure, exact integers, in the contract's rounding.
 *
 * Every implementation runs the shared suite in `test/contract/lending-venues.test.ts`.
 */
export interface LendingVenue {
  readonly name: string;
  /** Decimals of the values in a valuation. */
  readonly baseDecimals: number;
  /** The asset that values are counted in; `null` when it is the currency of the prices. */
  readonly valueAsset: string | null;
  /** Decimals of the venue's price of each asset that has one. */
  readonly priceDecimalsByAsset: Readonly<Record<string, number>>;
  /** Decimals of every asset that the market knows. */
  readonly decimalsByAsset: Readonly<Record<string, number>>;
  /** Turns an amount in smallest units into a position as the venue stores it; debt rounds up, collateral down. */
  readonly openPosition: (asset: string, side: LendingPosition['side'], amountRaw: bigint) => LendingPosition;
  /** The amount of a position in the asset's smallest unit, rounded as the venue does. */
  readonly readAmount: (position: LendingPosition) => bigint;
  /** Converts prices in USD with 18 decimals to the venue's own scale. @throws DataError when an asset of the market has no price */
  readonly scalePrices: (pricesUsdWad: Readonly<Record<string, bigint>>) => OraclePrices;
  readonly valueAccount: (account: LendingAccount, prices: OraclePrices) => AccountValuation;
  /** The most debt of the asset that one liquidation may repay, in its smallest unit; 0 when none is possible. */
  readonly findLargestLiquidation: (account: LendingAccount, request: Omit<LiquidationRequest, 'debtToCoverRaw'>, prices: OraclePrices) => bigint;
  /** Applies one liquidation. @throws LiquidationRefusedError when the contract would revert */
  readonly liquidate: (account: LendingAccount, request: LiquidationRequest, prices: OraclePrices) => LiquidationOutcome;
}

export type RefusalReason =
  | 'healthy'
  | 'no-debt-in-asset'
  | 'no-collateral-in-asset'
  | 'zero-amount'
  | 'leaves-dust'
  | 'auction-limit-reached'
  | 'auction-needs-reset';

/** A liquidation that the contract would revert. */
export class LiquidationRefusedError extends DataError {
  readonly reason: RefusalReason;

  constructor(venue: string, reason: RefusalReason, message: string) {
    super(`${venue}: ${message}`, { where: reason });
    this.reason = reason;
  }
}

/** Finds a position; `undefined` when the account has none of that asset on that side. */
export function findPosition(account: LendingAccount, asset: string, side: LendingPosition['side']): LendingPosition | undefined {
  return account.positions.find((position) => position.asset === asset && position.side === side);
}

/** Gives the account with some fields of one position replaced; a position of zero is dropped. */
export function withPosition(
  account: LendingAccount,
  { asset, side }: Pick<LendingPosition, 'asset' | 'side'>,
  change: Partial<Pick<LendingPosition, 'scaledRaw' | 'usedAsCollateral'>>,
): LendingAccount {
  const positions = account.positions
    .map((position) => (position.asset === asset && position.side === side ? { ...position, ...change } : position))
    .filter((position) => position.scaledRaw !== 0n);
  return { ...account, positions };
}

/** A position whose stored number is the amount itself. */
export function openUnscaledPosition(asset: string, side: LendingPosition['side'], amountRaw: bigint): LendingPosition {
  return { asset, side, scaledRaw: amountRaw, indexRay: RAY };
}

/** Decimals by asset of a table whose entries carry them. */
export function listDecimals(table: Readonly<Record<string, { readonly decimals: number }>>): Record<string, number> {
  return Object.fromEntries(Object.entries(table).map(([asset, { decimals }]) => [asset, decimals]));
}

/** The same number of decimals for every asset's price. */
export function listPriceDecimals(assets: readonly string[], decimals: number): Record<string, number> {
  return Object.fromEntries(assets.map((asset) => [asset, decimals]));
}

/**
 * Looks up what a market says about an asset.
 *
 * @throws DataError naming the venue and the asset when there is nothing
 */
export function requireAsset<T>(venue: string, table: Readonly<Record<string, T>>, asset: string, what: string): T {
  const entry = Object.hasOwn(table, asset) ? table[asset] : undefined;
  if (entry === undefined) throw new DataError(`${venue} has no ${what} for ${asset}`, { where: asset });
  return entry;
}

/** @throws DataError naming the position when an amount is negative, or an asset appears twice on one side */
export function assertAccountSound(venue: string, account: LendingAccount): void {
  const seen = new Set<string>();
  for (const { asset, side, scaledRaw, indexRay } of account.positions) {
    const key = `${side} ${asset}`;
    if (scaledRaw < 0n) throw new DataError(`${venue}: ${key} is negative: an amount must be ≥ 0, found ${scaledRaw}`, { where: key });
    if (indexRay <= 0n) throw new DataError(`${venue}: the index of ${key} must be above 0, found ${indexRay}`, { where: key });
    if (seen.has(key)) throw new DataError(`${venue}: ${key} appears twice; add the amounts up`, { where: key });
    seen.add(key);
  }
}

/** Drops zero amounts, so that an outcome lists only what moved. */
export function listAmounts(...amounts: readonly AssetAmount[]): AssetAmount[] {
  return amounts.filter(({ amountRaw }) => amountRaw !== 0n);
}

/** Multiplies USD prices with 18 decimals down to the venue's decimals. @throws DataError when an asset has no price above 0 */
export function scaleUsdPrices(
  venue: string,
  assets: readonly string[],
  pricesUsdWad: Readonly<Record<string, bigint>>,
  decimals: number,
): OraclePrices {
  return Object.fromEntries(
    assets.map((asset) => {
      const priceWad = requireAsset(venue, pricesUsdWad, asset, 'price');
      if (priceWad <= 0n) throw new DataError(`${venue}: the price of ${asset} must be above 0`, { where: `prices.${asset}` });
      return [asset, priceWad / 10n ** BigInt(18 - decimals)];
    }),
  );
}
