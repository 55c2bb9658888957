/** Parameters of one reserve on a spoke. Percentages in bps; the bonus is the excess over 100 %. */
export interface AaveV4Reserve {
  readonly decimals: number;
  /** Share of the collateral's value that counts: LTV and liquidation threshold in one. */
  readonly collateralFactorBps: bigint;
  readonly maxLiquidationBonusBps: bigint;
  /** Treasury's share of the bonus. */
  readonly liquidationFeeBps: bigint;
}

/** A spoke: its reserves and how it liquidates. */
export interface AaveV4Market {
  readonly reserves: Readonly<Record<string, AaveV4Reserve>>;
  /** Health factor that a liquidation restores, 18 decimals, above 1. */
  readonly targetHealthFactorWad: bigint;
  /** At or below it the bonus is the largest. */
  readonly healthFactorForMaxBonusWad: bigint;
  /** Bonus at health factor 1, as a share of the largest. */
  readonly liquidationBonusFactorBps: bigint;
}
