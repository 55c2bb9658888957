/** Parameters of one collateral; factors with 18 decimals. */
export interface CometAsset {
  readonly decimals: number;
  readonly borrowCollateralFactorWad: bigint;
  readonly liquidateCollateralFactorWad: bigint;
  /** Share of the collateral's value that is credited on absorption: 1 − penalty. */
  readonly liquidationFactorWad: bigint;
}

export interface CometMarket {
  readonly baseAsset: string;
  readonly baseDecimals: number;
  readonly assets: Readonly<Record<string, CometAsset>>;
  /** Share of the penalty that buyers of absorbed collateral receive as a discount. */
  readonly storeFrontPriceFactorWad: bigint;
  /** Index of base supply with 27 decimals, for credit that an absorption leaves; the contract stores 15 decimals. */
  readonly baseSupplyIndexRay: bigint;
  /** The storefront sells only while the base reserves are below it. */
  readonly targetReservesRaw: bigint;
}
