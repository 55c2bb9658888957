import { assertInvariant } from '../../core/assert.js';
import { DataError } from '../../core/errors.js';
import type { Piecewise } from '../../core/piecewise.js';
import { computeReturnsPercent, type GridPrices } from '../../market/paths/time-series.js';
import { computeNormalBarrierProbability, computeShareBelow, drawLowestPrices } from './lowest-price.js';
import { LIQUIDATION, replayBook, type Vault, type VaultEvent } from './vault-book.js';
import type { VaultTermsLog } from './vault-terms.js';
import { countUpTo, createKnownVolatility } from './volatility-known.js';

export const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

export interface ForecastInput {
  /** In rising time. */
  readonly events: readonly VaultEvent[];
  readonly terms: VaultTermsLog;
  /** Hourly, stamped with the bar's close. */
  readonly prices: GridPrices;
  /** Full hours at which a forecast is made, rising. */
  readonly origins: readonly number[];
  readonly horizonHours: number;
  /** Of the normal baseline, log return per hour. */
  readonly constantSigma: number;
  readonly seed: number;
  readonly paths: number;
}

/** What was forecast of one vault at one moment, and what happened. */
export interface VaultForecast {
  readonly unixSeconds: number;
  readonly account: string;
  readonly debtUsd: number;
  /** Price at which the vault becomes unsafe over the price now. */
  readonly barrierRatio: number;
  /** That the oracle passes the vault's price within the horizon: what happens if the owner does nothing. */
  readonly probability: number;
  /** The same by a normal law of constant volatility. */
  readonly normalProbability: number;
  readonly isLiquidated: boolean;
  readonly liquidatedDebtUsd: number;
  readonly penaltyRatio: number;
}

/** All vaults of one moment. */
export interface BookForecast {
  readonly unixSeconds: number;
  readonly priceUsd: number;
  readonly vaults: readonly VaultForecast[];
  /** Debt that 95 % of the paths do not exceed if no owner does anything. */
  readonly upperDebtUsd: number;
  /** Vaults that were unsafe for a whole day without being liquidated: not forecast. */
  readonly neglected: readonly Vault[];
  /** Liquidated debt of vaults that were not forecast: mostly those that had no debt yet. */
  readonly unforeseenDebtUsd: number;
}

/** What is in force now was taken one hour ago, and what is taken now comes into force in an hour: two prices are known. */
const KNOWN_ORACLE_STEPS = 2;
const UPPER_LEVEL = 0.95;

/**
 * Forecasts the liquidations of every vault from what was known at each moment, and sets what happened beside it.
 *
 * Formula: a vault is unsafe below p* = liquidation ratio · debt / collateral. The oracle repeats the price of an hour ago, so between t and
 * t + H hours it shows P(t−1), P(t) … P(t+H−2); the first two are known, the rest is drawn by filtered historical simulation with the
 * volatility known at t. Probability = share of paths whose lowest oracle price is below p*.
 * Units: USD, one DAI = $1. Special cases: interest that accrues within the horizon is left out; terms are those in force at t. A vault that
 * was unsafe through the whole day before without an event is not worth a liquidator's gas, or its record has a gap: it is not forecast.
 * @throws DataError when the prices do not hold a forecast's hour
 * @source makerdao/osm `osm.sol` (delay), dss `dog.sol`, `bark`; G. Barone-Adesi et al. (1999), see `generateFilteredPath`
 */
export function* forecastLiquidations(input: ForecastInput): Piecewise<BookForecast[]> {
  const { events, terms, prices, origins, horizonHours, seed, paths } = input;
  assertInvariant(horizonHours > KNOWN_ORACLE_STEPS, 'a horizon must be longer than the oracle is slow');
  const volatility = createKnownVolatility(computeReturnsPercent(prices, HOUR_SECONDS));
  const replay = replayBook(events, terms);
  const eventTimes = Float64Array.from(events, ({ unixSeconds }) => unixSeconds);
  const books: BookForecast[] = [];
  for (const [index, unixSeconds] of origins.entries()) {
    const priceUsd = readPrice(prices, unixSeconds);
    const knownRatio = Math.min(1, readPrice(prices, unixSeconds - HOUR_SECONDS) / priceUsd);
    const drawn = drawLowestPrices(volatility.readAt(unixSeconds), seed, index * paths, paths, horizonHours - KNOWN_ORACLE_STEPS);
    const lowestRatios = drawn.map((ratio) => Math.min(ratio, knownRatio));
    const facts = sumLiquidations(events.slice(countUpTo(eventTimes, unixSeconds), countUpTo(eventTimes, unixSeconds + horizonHours * HOUR_SECONDS)));
    const { liquidationRatio, penaltyRatio } = terms.readAt(unixSeconds);
    const dayBefore = unixSeconds - DAY_SECONDS;
    const highestUsd = findHighest(prices, dayBefore - HOUR_SECONDS, unixSeconds - HOUR_SECONDS);
    const isNeglected = (vault: Vault): boolean => vault.lastEventUnixSeconds <= dayBefore && computeBarrierRatio(vault, liquidationRatio, highestUsd) > 1;
    const book = replay.advanceTo(unixSeconds);
    const vaults = book.filter((vault) => !isNeglected(vault)).map((vault): VaultForecast => {
      const barrierRatio = computeBarrierRatio(vault, liquidationRatio, priceUsd);
      return {
        unixSeconds,
        account: vault.account,
        debtUsd: vault.debtUsd,
        barrierRatio,
        probability: computeShareBelow(lowestRatios, barrierRatio),
        normalProbability: barrierRatio > knownRatio ? 1 : computeNormalBarrierProbability(barrierRatio, input.constantSigma, horizonHours - KNOWN_ORACLE_STEPS),
        isLiquidated: facts.has(vault.account),
        liquidatedDebtUsd: facts.get(vault.account) ?? 0,
        penaltyRatio,
      };
    });
    const known = new Set(vaults.map(({ account }) => account));
    const unforeseenDebtUsd = [...facts].reduce((sum, [account, debtUsd]) => sum + (known.has(account) ? 0 : debtUsd), 0);
    books.push({ unixSeconds, priceUsd, vaults, upperDebtUsd: computeUpperDebt(vaults, lowestRatios), neglected: book.filter(isNeglected), unforeseenDebtUsd });
    yield (index + 1) / origins.length;
  }
  return books;
}

/** Price at which a vault becomes unsafe, over the price now. */
function computeBarrierRatio({ collateral, debtUsd }: Vault, liquidationRatio: number, priceUsd: number): number {
  return (liquidationRatio * debtUsd) / (collateral * priceUsd);
}

function readPrice({ unixSeconds: stamps, close }: GridPrices, unixSeconds: number): number {
  const at = countUpTo(stamps, unixSeconds) - 1;
  if (stamps[at] === unixSeconds) return close[at]!;
  throw new DataError(`there is no price at ${new Date(unixSeconds * 1000).toISOString()}`, { where: 'prices' });
}

function findHighest({ unixSeconds: stamps, close }: GridPrices, from: number, to: number): number {
  return close.subarray(countUpTo(stamps, from - 1), countUpTo(stamps, to)).reduce((most, price) => Math.max(most, price), 0);
}

/** Debt taken by liquidations, per vault. */
function sumLiquidations(events: readonly VaultEvent[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { kind, account, debtDelta } of events) if (kind === LIQUIDATION) sums.set(account, (sums.get(account) ?? 0) - debtDelta);
  return sums;
}

/** On a path every vault is liquidated whose barrier lies above the lowest price. */
function computeUpperDebt(vaults: readonly VaultForecast[], sortedLowestRatios: Float64Array): number {
  const lowestRatio = sortedLowestRatios[Math.floor((1 - UPPER_LEVEL) * (sortedLowestRatios.length - 1))]!;
  return vaults.reduce((sum, { barrierRatio, debtUsd }) => sum + (barrierRatio > lowestRatio ? debtUsd : 0), 0);
}
