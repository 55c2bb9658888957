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

/** One market of a perps venue; margins of the notional. */
export interface PerpMarketRow {
  readonly market: string;
  /** Venue whose rules hold, by the name that account files use. */
  readonly venue: string;
  /** `null` where the source of the dataset does not tell the margins. */
  readonly initialMarginBps: number | null;
  readonly maintenanceMarginBps: number | null;
  readonly liquidationFeeBps: number | null;
  /** In the quote asset, 18 decimals. */
  readonly markPriceRaw: bigint;
}

export interface PerpAccountRow {
  readonly account: string;
  /** Margin that the cross positions share, without unrealised profit; 6 decimals. */
  readonly crossCollateralRaw: bigint;
}

export interface PerpPositionRow {
  readonly market: string;
  readonly account: string;
  /** Signed, positive is long; 18 decimals. */
  readonly sizeRaw: bigint;
  readonly entryPriceRaw: bigint;
  /** Margin of an isolated position; 6 decimals. */
  readonly collateralRaw: bigint;
  readonly marginMode: 'isolated' | 'cross';
}

/** A book of perpetual futures. */
export interface PerpsDataset extends DatasetHeader {
  readonly markets: readonly PerpMarketRow[];
  readonly accounts: readonly PerpAccountRow[];
  readonly positions: readonly PerpPositionRow[];
  /** Keyed `asset/quote`, e.g. `ETH/USD`. */
  readonly prices: ReadonlyMap<string, PriceSeries>;
  readonly depthQuotes: readonly DepthQuoteRow[];
}

/** One asset moved by one event of a position. */
export interface PositionEventRow {
  readonly account: string;
  readonly asset: string;
  /** `deposit`, `withdraw`, `borrow`, `repay` or `liquidation`. */
  readonly kind: string;
  readonly unixSeconds: number;
  /** Signed: positive grows the position. */
  readonly amountRaw: bigint;
}

/** One line of a protocol's change log. */
export interface ParameterChangeRow {
  readonly parameter: string;
  readonly unixSeconds: number;
  readonly valueAfter: number;
}

/** The history of a lending market, event by event; both tables in rising time. */
export interface HistoryDataset extends DatasetHeader {
  readonly assets: readonly AssetRow[];
  readonly events: readonly PositionEventRow[];
  readonly changes: readonly ParameterChangeRow[];
  /** Keyed `asset/quote`, e.g. `ETH/USD`. */
  readonly prices: ReadonlyMap<string, PriceSeries>;
}

/** One liquidation that happened, in value. */
export interface LiquidationCallRow {
  readonly account: string;
  readonly collateralAsset: string;
  readonly debtAsset: string;
  readonly unixSeconds: number;
  readonly debtRepaidUsd: number;
  readonly seizedOverRepaid: number;
}

/** Recorded liquidations of a lending market, in rising time. */
export interface CallsDataset extends DatasetHeader {
  readonly calls: readonly LiquidationCallRow[];
}

/** What every dataset says about itself. */
export interface DatasetHeader {
  readonly name: string;
  /** Hash over the manifest's canonical content, hence over every table. */
  readonly sha256: string;
  readonly description: string;
  readonly licence: string;
  readonly snapshotUnixSeconds: number;
  readonly accountsLeftOut: number;
}

export interface LendingDataset extends DatasetHeader {
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
  /** @throws DataError as above */
  loadPerpsDataset(name: string): Promise<PerpsDataset>;
  /** @throws DataError as above */
  loadHistoryDataset(name: string): Promise<HistoryDataset>;
  /** @throws DataError as above */
  loadCallsDataset(name: string): Promise<CallsDataset>;
  /** The price series alone, of a dataset of any kind. @throws DataError as above */
  loadPrices(name: string): Promise<DatasetHeader & Pick<LendingDataset, 'prices'>>;
  listDatasets(): Promise<readonly string[]>;
}

/** Per-path figures of one candidate by name, index = path. */
export type SampleColumns = Readonly<Record<string, Float64Array>>;

/** Where samples are kept beyond this process, so that a search can go on where it stopped. */
export interface SampleStore {
  /** Samples that an earlier process left for a candidate, in the order in which they were simulated; `undefined` when there are none. */
  recall(key: string): SampleColumns | undefined;
  /** Takes samples that were simulated after the first `from` of a candidate. */
  keep(key: string, from: number, samples: SampleColumns): Promise<void>;
}
