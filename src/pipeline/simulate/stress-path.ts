import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { HISTORICAL_DRAWDOWNS, mapDrawdown } from '../../market/tails/stress.js';
import type { OracleRule } from '../../simulation/scenario.js';
import { oracleStressSchema } from '../config/mechanics-schema.js';
import { parseConfig } from '../config/parse-config.js';

/** A price path that is given, not drawn: a what-if without probability. */
export interface StressPath {
  readonly name: string;
  readonly basis: string;
  /** Log prices relative to the start; (steps+1) × factors, row-major. */
  readonly path: Float64Array;
  /** What it does to the oracle besides. */
  readonly oracle: Pick<OracleRule, 'frozen' | 'manipulations'>;
}

export interface StressMarket {
  readonly factors: readonly string[];
  readonly steps: number;
  readonly stepSeconds: number;
  /** Hourly volatility of each factor as a log return; 0 for a pegged ratio, which a named fall leaves alone. */
  readonly hourlyVolatility: readonly number[];
}

const SECONDS_PER_HOUR = 3600;
/** Named falls took place within a day. */
const FALL_HOURS = 24;

const stressSchema = z.strictObject({
  name: z.string().min(1),
  /** Factor → points [hour, price over the start's], joined by straight lines in log price. */
  moves: z.record(z.string(), z.array(z.tuple([z.number().min(0), z.number().positive()])).min(1)),
  oracle: oracleStressSchema.optional(),
});

/** `ETH, March 2020` → `eth-march-2020`. */
export const STRESS_NAMES: readonly string[] = HISTORICAL_DRAWDOWNS.map(({ name }) => slugOf(name));

/**
 * Builds the path of a named historical fall: mapped to every factor by its volatility, all at once, in even steps over a day, then held.
 *
 * @throws UsageError when there is no fall of the name
 */
export function buildNamedStress(name: string, market: StressMarket): StressPath {
  const drawdown = HISTORICAL_DRAWDOWNS.find((known) => slugOf(known.name) === name);
  if (!drawdown) throw new UsageError(`there is no stress called ${name}`, { where: '--stress', suggestions: [`Use one of ${STRESS_NAMES.join(', ')}, or a file.`] });
  const falls = market.hourlyVolatility.map((volatility) => (volatility > 0 ? mapDrawdown(drawdown, volatility) : null));
  const path = fillPath(market, (factor, hour) => (falls[factor]?.logFall ?? 0) * Math.min(1, hour / FALL_HOURS));
  return { name: drawdown.name, basis: falls.find((fall) => fall !== null)?.basis ?? drawdown.name, path, oracle: {} };
}

/** Reads a stress file. @throws UsageError naming the field that is wrong or the factor that the market does not have */
export function parseStressFile(text: string, file: string, market: StressMarket): StressPath {
  const { name, moves, oracle = {} } = parseConfig(stressSchema, text, file);
  const named = [...Object.keys(moves).map((factor) => [`moves.${factor}`, factor] as const), ...(oracle.manipulations ?? []).map(({ factor }, index) => [`oracle.manipulations.${index}.factor`, factor] as const)];
  for (const [field, factor] of named) {
    if (!market.factors.includes(factor)) throw new UsageError(`${field}: the market has no factor ${factor}`, { where: file, suggestions: [`Factors: ${market.factors.join(', ')}.`] });
  }
  const pointsByFactor = market.factors.map((factor) => [[0, 1] as const, ...(moves[factor] ?? [])].sort(([a], [b]) => a - b));
  return { name, basis: file, path: fillPath(market, (factor, hour) => interpolate(pointsByFactor[factor]!, hour)), oracle: stepOracle(oracle, market) };
}

function stepOracle({ frozen, manipulations }: z.infer<typeof oracleStressSchema>, { factors, stepSeconds }: StressMarket): StressPath['oracle'] {
  const stepAt = (hour: number): number => Math.round((hour * SECONDS_PER_HOUR) / stepSeconds);
  return {
    frozen: frozen && { fromStep: stepAt(frozen.fromHour), toStep: stepAt(frozen.toHour) },
    manipulations: manipulations?.map(({ factor, fromHour, toHour, priceRatio }) => ({ factor: factors.indexOf(factor), fromStep: stepAt(fromHour), toStep: stepAt(toHour), priceRatio })),
  };
}

function fillPath({ factors, steps, stepSeconds }: StressMarket, logAt: (factor: number, hour: number) => number): Float64Array {
  const path = new Float64Array((steps + 1) * factors.length);
  for (let step = 0; step <= steps; step++) {
    for (let factor = 0; factor < factors.length; factor++) path[step * factors.length + factor] = logAt(factor, (step * stepSeconds) / SECONDS_PER_HOUR);
  }
  return path;
}

/** Log of the price ratio at an hour; the last point holds from its hour on. */
function interpolate(points: readonly (readonly [number, number])[], hour: number): number {
  const next = points.findIndex(([at]) => at > hour);
  if (next < 0) return Math.log(points.at(-1)![1]);
  const [[fromHour, from], [toHour, to]] = [points[next - 1]!, points[next]!];
  const share = (hour - fromHour) / (toHour - fromHour);
  return Math.log(from) + share * (Math.log(to) - Math.log(from));
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
