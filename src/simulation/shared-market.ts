import { DepthState } from './depth-state.js';
import { MarketVolatility } from './market-volatility.js';
import type { MarketScenario } from './scenario.js';

// Bound once: looking `Math` up in the vm context of a test costs more than the exponential.
const { exp } = Math;

/** A price never falls below e^−50 of its start: a path that touches zero stays a number. */
const LOG_PRICE_MIN = -50;
const LOG_PRICE_MAX = 50;

/**
 * The market of one path, step by step: exogenous prices, the displacement that sales left, volatility and what it does to depth.
 *
 * Exogenous log prices come from the path (shape (steps+1) × factors, row-major, relative to the start). Venues share it: what one sells
 * moves the price for all.
 * Special cases: log prices are cut to ±50, so a price of zero is e^−50 of its start.
 */
export class SharedMarket {
  readonly depth: DepthState;
  /** Log of the factors' market prices relative to the start. */
  readonly factorLog: Float64Array;
  /** The same for every step so far, after its sales; (steps+1) × factors, row-major. */
  readonly factorLogHistory: Float64Array;
  /** Rises with every change of a price, so that a venue knows when its own prices are old. */
  version = 0;
  step = 0;
  private readonly volatility: MarketVolatility | null;
  private readonly width: number;
  private peakImpactLog = 0;
  private path: Float64Array = new Float64Array(0);

  constructor(readonly scenario: MarketScenario) {
    this.width = scenario.factors.length;
    this.depth = new DepthState(scenario.depth, scenario.resilience, scenario.stepSeconds);
    this.volatility = scenario.volatility ? new MarketVolatility(scenario.volatility, scenario.stepSeconds) : null;
    this.factorLog = new Float64Array(this.width);
    this.factorLogHistory = new Float64Array((scenario.steps + 1) * this.width);
  }

  /** Puts a new path under the market and goes to its start. */
  start(path: Float64Array): void {
    this.path = path;
    this.step = 0;
    this.peakImpactLog = 0;
    this.depth.reset();
    this.volatility?.reset();
    this.refresh();
  }

  /** Moves to the next step: recovery first, then the exogenous move, then what the move does to depth. */
  advance(): void {
    this.step++;
    this.depth.recover();
    this.refresh();
    if (!this.volatility) return;
    this.volatility.advance(this.factorLog);
    for (let factor = 0; factor < this.width; factor++) this.depth.scaleImpact(factor, this.volatility.impactMultiplier(factor));
  }

  /** Recomputes market prices, at the start of a step or after a sale within it. */
  refresh(): void {
    const { width, depth, path, step } = this;
    for (let factor = 0; factor < width; factor++) {
      const displacement = depth.displacementLog(factor);
      if (-displacement > this.peakImpactLog) this.peakImpactLog = -displacement;
      const log = clampLog(path[step * width + factor]!) + displacement;
      this.factorLog[factor] = log;
      this.factorLogHistory[step * width + factor] = log;
    }
    this.version++;
  }

  /** Log prices without the temporary impact that would recover: what bad debt at the horizon is measured at. Writes `out`. */
  settleLog(out: Float64Array): void {
    for (let factor = 0; factor < this.width; factor++) {
      out[factor] = clampLog(this.path[this.step * this.width + factor]!) + this.depth.permanentDisplacementLog(factor);
    }
  }

  peakImpactRatio(): number {
    return 1 - exp(-this.peakImpactLog);
  }

  /** USD price, in the law's size unit, of a factor's depth: turns a USD value into a size. */
  sizeUnitPriceUsd(factor: number): number {
    const { quoteFactor, quoteStartPriceUsd } = this.scenario.depth[factor]!;
    return quoteFactor === null ? 1 : quoteStartPriceUsd * exp(this.factorLog[quoteFactor]!);
  }

  /** Volatility over its ordinary level, of the factor where that is highest, at least 1; 1 where nothing measures it. */
  unrestRatio(): number {
    return this.volatility?.unrestRatio() ?? 1;
  }

  /** Standard deviation of a factor's log price over one step as of now; 0 where nothing measures it. */
  stepVolatility(factor: number): number {
    return this.volatility?.stepVolatility(factor) ?? 0;
  }
}

function clampLog(log: number): number {
  return log < LOG_PRICE_MIN ? LOG_PRICE_MIN : log > LOG_PRICE_MAX ? LOG_PRICE_MAX : log;
}
