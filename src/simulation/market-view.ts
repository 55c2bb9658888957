import { DepthState } from './depth-state.js';
import { OracleFeed } from './oracle-feed.js';
import { findPriceDrivers, type PriceDrivers } from './price-drivers.js';
import type { LendingScenario } from './scenario.js';

// Bound once: looking `Math` up in the vm context of a test costs more than the exponential.
const { exp } = Math;

/**
 * Prices of one path as the market and the oracle see them, step by step.
 *
 * Exogenous log prices come from the path (shape (steps+1) × factors, row-major, relative to the start); the market adds the
 * displacement that sales left; the oracle sees the market through its feed.
 */
export class MarketView {
  readonly depth: DepthState;
  /** USD per whole token, one per asset of the book. */
  readonly marketPriceUsd: Float64Array;
  readonly oraclePriceUsd: Float64Array;
  /** Log of the oracle's factor prices relative to the start. */
  readonly oracleFactorLog: Float64Array;
  /** Log of the factors' market prices relative to the start. */
  readonly marketFactorLog: Float64Array;
  private readonly feed: OracleFeed;
  private readonly factorLogHistory: Float64Array;
  private readonly drivers: PriceDrivers;
  private readonly driverMultiplier: Float64Array;
  private readonly startPriceUsd: Float64Array;
  private peakImpactLog = 0;
  private step = 0;
  private path: Float64Array = new Float64Array(0);

  constructor(private readonly scenario: LendingScenario) {
    const { book, factors } = scenario;
    this.depth = new DepthState(scenario.depth, scenario.resilience, scenario.stepSeconds);
    this.marketPriceUsd = new Float64Array(book.assets.length);
    this.oraclePriceUsd = new Float64Array(book.assets.length);
    this.feed = new OracleFeed(scenario.oracle, factors.length);
    this.oracleFactorLog = this.feed.publishedLog;
    this.marketFactorLog = new Float64Array(factors.length);
    this.factorLogHistory = new Float64Array((scenario.steps + 1) * factors.length);
    this.drivers = findPriceDrivers(book.assets);
    this.driverMultiplier = new Float64Array(this.drivers.drivers.length);
    this.startPriceUsd = Float64Array.from(book.assets, ({ startPriceUsd }) => startPriceUsd);
  }

  /** Puts a new path under the view and goes to its start. */
  start(path: Float64Array): void {
    this.path = path;
    this.step = 0;
    this.peakImpactLog = 0;
    this.depth.reset();
    this.feed.reset();
    this.refreshMarket();
    this.refreshOracle();
  }

  /** Moves to the next step: recovery first, then the exogenous move, then what the oracle makes of it. */
  advance(): void {
    this.step++;
    this.depth.recover();
    this.refreshMarket();
    this.refreshOracle();
  }

  /** Recomputes market prices after a sale within the step; the oracle does not move until the next step. */
  refreshMarket(): void {
    const width = this.scenario.factors.length;
    for (let factor = 0; factor < width; factor++) {
      const displacement = this.depth.displacementLog(factor);
      if (-displacement > this.peakImpactLog) this.peakImpactLog = -displacement;
      const log = this.path[this.step * width + factor]! + displacement;
      this.marketFactorLog[factor] = log;
      this.factorLogHistory[this.step * width + factor] = log;
    }
    this.pricesFromFactors(this.marketFactorLog, this.marketPriceUsd);
  }

  /**
   * Prices at the horizon without the temporary impact that would recover: what bad debt is measured at.
   *
   * Writes USD prices per asset to `out`; gives the factors' log moves, valid until the next call. Ends the path.
   */
  settlePrices(out: Float64Array): Float64Array {
    const width = this.scenario.factors.length;
    for (let factor = 0; factor < width; factor++) {
      this.marketFactorLog[factor] = this.path[this.step * width + factor]! + this.depth.permanentDisplacementLog(factor);
    }
    this.pricesFromFactors(this.marketFactorLog, out);
    return this.marketFactorLog;
  }

  peakImpactRatio(): number {
    return 1 - exp(-this.peakImpactLog);
  }

  /** USD price, in the law's size unit, of a factor's depth: turns a USD value into a size. */
  sizeUnitPriceUsd(factor: number): number {
    const { quoteFactor, quoteStartPriceUsd } = this.scenario.depth[factor]!;
    return quoteFactor === null ? 1 : quoteStartPriceUsd * exp(this.marketFactorLog[quoteFactor]!);
  }

  private refreshOracle(): void {
    this.feed.advance(this.step, this.factorLogHistory);
    if (this.feed.isPlain && (this.step === 0 || this.scenario.oracle.delaySteps === 0)) this.oraclePriceUsd.set(this.marketPriceUsd);
    else this.pricesFromFactors(this.oracleFactorLog, this.oraclePriceUsd);
  }

  private pricesFromFactors(factorLog: Float64Array, out: Float64Array): void {
    const { drivers, driverOfAsset } = this.drivers;
    for (let driver = 0; driver < drivers.length; driver++) {
      let log = 0;
      for (const factor of drivers[driver]!) log += factorLog[factor]!;
      this.driverMultiplier[driver] = log === 0 ? 1 : exp(log);
    }
    for (let asset = 0; asset < out.length; asset++) out[asset] = this.startPriceUsd[asset]! * this.driverMultiplier[driverOfAsset[asset]!]!;
  }
}
