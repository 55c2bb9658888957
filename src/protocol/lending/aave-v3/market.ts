/** Parameters of one reserve. Percentages in bps; the bonus is the excess over 100 %. */
export interface AaveReserve {
  readonly decimals: number;
  readonly ltvBps: bigint;
  /** 0: not usable as collateral. */
  readonly liquidationThresholdBps: bigint;
  readonly liquidationBonusBps: bigint;
  /** Share of the bonus that goes to the treasury. */
  readonly liquidationProtocolFeeBps: bigint;
  /** Debt ceiling in USD cents; above 0 the reserve is collateral in isolation mode only. */
  readonly debtCeilingCents?: bigint;
  readonly isBorrowableInIsolation?: boolean;
}

/** An e-mode category: its parameters replace those of the reserves it covers. */
export interface AaveEModeCategory {
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
  readonly liquidationBonusBps: bigint;
  readonly collateralAssets: readonly string[];
  /** v3.0 only: the price under this name replaces that of every covered asset. */
  readonly priceName?: string;
}

/**
 * Which liquidation rules hold.
 *
 * `v3.0`: v3.0 to v3.2, half-up rounding. `v3.3`: v3.3 and later, close factor on the whole position, dust rule, deficit; balances and
 * values round in the protocol's favour, as v3.5 and later do (v3.3 and v3.4 round half up, a difference of a few smallest units).
 */
export type AaveV3Version = 'v3.0' | 'v3.3';

export interface AaveV3Market {
  readonly version: AaveV3Version;
  readonly reserves: Readonly<Record<string, AaveReserve>>;
  readonly eModes?: Readonly<Record<number, AaveEModeCategory>>;
}

/** Gives the e-mode category that replaces a reserve's own parameters for this account; `undefined` when none does. */
export function findEMode(market: AaveV3Market, eModeCategory: number | undefined, asset: string): AaveEModeCategory | undefined {
  const category = eModeCategory ? market.eModes?.[eModeCategory] : undefined;
  return category?.collateralAssets.includes(asset) ? category : undefined;
}
