/** What the pipeline needs from the outside; adapters implement it, tests pass in-memory ones. */

export interface AssetRow {
  readonly asset: string;
  readonly decimals: number;
  /** `volatile`, `staked`, `stable`, or `unresolved` for a remainder that the source does not break down. */
  readonly kind: string;
}

export interface ReserveRow {
  readonly market: string;
  readonly asset: string;
  readonly ltvBps: number;
  readonly liquidationThresholdBps: number;
  /** Excess over 100 %. */
  readonly liquidationBonusBps: number;
  readonly usageAsCollateral: boolean;
  /** Oracle price of one whole token in the market's base currency, scaled by 10^18. */
  readonly oraclePriceRaw: bigint;
}

export interface PositionRow {
  readonly market: string;
  readonly account: string;
  readonly asset: string;
  readonly side: 'collateral' | 'debt';
  readonly amountRaw: bigint;
  /** Overrides the reserve's threshold for this position; `null` = the reserve's. */
  readonly liquidationThresholdBps: number | null;
}

/** Account totals as the source states them: what the per-asset positions must reproduce. */
export interface AccountRow {
  readonly market: string;
  readonly account: string;
  readonly collateralBaseRaw: bigint;
  readonly debtBaseRaw: bigint;
  readonly liquidationThresholdBps: number;
  readonly healthFactor: number;
}

/** One price series on its own grid: hour stamps rising by a constant step; every array has the same length. */
export interface PriceSeries {
  readonly asset: string;
  readonly quote: string;
  readonly unixSeconds: Float64Array;
  readonly close: Float64Array;
  /** 1 where the value was carried forward over a gap. */
  readonly filled: Uint8Array;
}

export interface DepthQuoteRow {
  readonly sellAsset: string;
  readonly buyAsset: string;
  readonly unixSeconds: number;
  readonly sellAmount: number;
  readonly buyAmount: number;
  readonly impactRatio: number;
}

export interface LendingDataset {
  readonly name: string;
  /** Hash over the manifest's canonical content, hence over every table. */
  readonly sha256: string;
  readonly description: string;
  readonly licence: string;
  readonly snapshotUnixSeconds: number;
  readonly accountsLeftOut: number;
  readonly assets: readonly AssetRow[];
  readonly reserves: readonly ReserveRow[];
  readonly positions: readonly PositionRow[];
  readonly accounts: readonly AccountRow[];
  /** Keyed `asset/quote`, e.g. `ETH/USD`. */
  readonly prices: ReadonlyMap<string, PriceSeries>;
  readonly depthQuotes: readonly DepthQuoteRow[];
}

export interface DatasetStore {
  /** @throws DataError when the dataset is unknown, a table is missing, truncated or altered (hash), or breaks the schema. */
  loadLendingDataset(name: string): Promise<LendingDataset>;
  listDatasets(): Promise<readonly string[]>;
}
