import type { BookAsset } from './book.js';
import { OracleFeed } from './oracle-feed.js';
import { findPriceDrivers, type PriceDrivers } from './price-drivers.js';
import type { OracleRule } from './scenario.js';
import type { SharedMarket } from './shared-market.js';

// Bound once: see shared-market.ts.
const { exp } = Math;

/** Prices of one venue's assets, as the market and as its own oracle see them. */
export class VenuePrices {
  /** USD per whole token, one per asset of the book. */
  readonly marketPriceUsd: Float64Array;
  readonly oraclePriceUsd: Float64Array;
  /** Log of the oracle's factor prices relative to the start. */
  readonly oracleFactorLog: Float64Array;
  private readonly feed: OracleFeed;
  private readonly drivers: PriceDrivers;
  private readonly driverMultiplier: Float64Array;
  private readonly startPriceUsd: Float64Array;
  private readonly settleFactorLog: Float64Array;
  private version = -1;

  constructor(
    private readonly market: SharedMarket,
    assets: readonly BookAsset[],
    rule: OracleRule,
  ) {
    const { factors, stepSeconds } = market.scenario;
    this.marketPriceUsd = new Float64Array(assets.length);
    this.oraclePriceUsd = new Float64Array(assets.length);
    this.feed = new OracleFeed(rule, factors.length, stepSeconds);
    this.oracleFactorLog = this.feed.publishedLog;
    this.drivers = findPriceDrivers(assets);
    this.driverMultiplier = new Float64Array(this.drivers.drivers.length);
    this.startPriceUsd = Float64Array.from(assets, ({ startPriceUsd }) => startPriceUsd);
    this.settleFactorLog = new Float64Array(factors.length);
  }

  /** Forgets what the oracle published on the last path. */
  reset(): void {
    this.feed.reset();
  }

  /** Lets the oracle look at the market of this step; it does not look again until the next. */
  readOracle(): void {
    this.refreshMarket();
    this.feed.advance(this.market.step, this.market.factorLogHistory);
    if (this.feed.isSpot) this.oraclePriceUsd.set(this.marketPriceUsd);
    else this.writePrices(this.oracleFactorLog, this.oraclePriceUsd);
  }

  /** Brings market prices up to date after sales, whoever made them. */
  refreshMarket(): void {
    if (this.version === this.market.version) return;
    this.version = this.market.version;
    this.writePrices(this.market.factorLog, this.marketPriceUsd);
  }

  /** Prices at the horizon without temporary impact. Writes USD prices per asset to `out`; gives the factors' log moves. */
  settlePrices(out: Float64Array): Float64Array {
    this.market.settleLog(this.settleFactorLog);
    this.writePrices(this.settleFactorLog, out);
    return this.settleFactorLog;
  }

  private writePrices(factorLog: Float64Array, out: Float64Array): void {
    const { drivers, driverOfAsset } = this.drivers;
    for (let driver = 0; driver < drivers.length; driver++) {
      let log = 0;
      for (const factor of drivers[driver]!) log += factorLog[factor]!;
      this.driverMultiplier[driver] = log === 0 ? 1 : exp(log);
    }
    for (let asset = 0; asset < out.length; asset++) out[asset] = this.startPriceUsd[asset]! * this.driverMultiplier[driverOfAsset[asset]!]!;
  }
}
