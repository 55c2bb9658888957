import type { FactorReturns } from '../../backtest/coverage/known-path-model.js';
import type { FactorHistory } from '../../backtest/replay/replay-window.js';
import { computeReturnsPercent } from '../../market/paths/time-series.js';
import type { MarketFile } from '../config/market-file.js';
import type { PriceSeries } from '../ports.js';

/** A factor whose history is long enough to be fitted again and again. */
export interface ModelledFactor extends FactorReturns {
  readonly history: FactorHistory;
}

/** Takes the factors with a volatility model; the others, pegs with a short history, are held. Shape: in the order of `factors`. */
export function listModelledFactors(prices: ReadonlyMap<string, PriceSeries>, market: MarketFile, factors: readonly string[]): { readonly factors: ModelledFactor[]; readonly heldFactors: string[] } {
  const names = factors.filter((factor) => market.factors[factor]!.model === 'garch');
  return {
    factors: names.map((factor) => {
      const series = prices.get(factor)!;
      return { factor, returns: computeReturnsPercent(series, market.stepSeconds), history: { unixSeconds: series.unixSeconds, value: series.close } };
    }),
    heldFactors: factors.filter((factor) => !names.includes(factor)),
  };
}
