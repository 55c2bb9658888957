import { formatDouble } from '../../core/decimal.js';
import { computeUnrealisedPnlUsd, marketOf, splitMarginUnits, valueMarginUnit, type MarginUnit } from '../../protocol/perps/account/margin-unit.js';
import type { PerpPosition } from '../../protocol/perps/account/position.js';
import { rankCandidates, scoreCandidate, type AdlCandidate } from '../../protocol/perps/backstop/adl-queue.js';
import type { PerpVenue } from '../../protocol/perps/venues/perp-venue.js';
import type { PerpsCase } from './perps-file.js';

/** Deleveraging counts money in millionths. */
const MICRO = 1_000_000;

/** What decides about a winner's place when the backstop is empty. */
export interface AdlView {
  readonly rule: string;
  readonly seizableUsd: string;
  readonly profitRatio: string;
  /** Notional / equity of the unit; `null` without equity, hence unbounded. */
  readonly leverage: string | null;
  /** The queue's own score, largest first; `null` where there is no queue, or the leverage is unbounded. */
  readonly score: string | null;
  /** Place among the winners of this market and side, 1 is deleveraged first; `null` without a queue, without others, or without profit. */
  readonly rank: { readonly place: number; readonly of: number } | null;
}

/** Says what the venue would take from a position, and when its turn comes; `null` where winners are never deleveraged. */
export function viewAdl({ adl }: PerpVenue, unit: MarginUnit, position: PerpPosition, read: PerpsCase): AdlView | null {
  if (adl === null) return null;
  const candidate = describeCandidate(unit, position, read);
  const rule = adl.kind === 'queue' ? adl.rule : null;
  const score = rule === null || rule === 'given' ? NaN : scoreCandidate(rule, candidate);
  const { equityRaw, seizableRaw, unrealisedPnlRaw, entryNotionalRaw, markNotionalRaw } = candidate;
  return {
    rule: rule ?? adl.kind,
    seizableUsd: formatDouble(Number(seizableRaw) / MICRO),
    profitRatio: formatDouble(Number(unrealisedPnlRaw) / Number(entryNotionalRaw)),
    leverage: equityRaw > 0n ? formatDouble(Number(markNotionalRaw) / Number(equityRaw)) : null,
    score: Number.isFinite(score) ? formatDouble(score) : null,
    rank: rule === null || rule === 'given' || seizableRaw === 0n ? null : findRank(rule, candidate, position, read),
  };
}

function describeCandidate(unit: MarginUnit, position: PerpPosition, { markets }: PerpsCase): AdlCandidate {
  const market = marketOf(unit, position, markets);
  const { equityUsd } = valueMarginUnit(unit, markets);
  const pnlUsd = computeUnrealisedPnlUsd(position, market);
  const sizeBase = Math.abs(position.sizeBase);
  const toRaw = (usd: number): bigint => BigInt(Math.round(usd * MICRO));
  return {
    account: unit.account,
    equityRaw: toRaw(equityUsd),
    seizableRaw: toRaw(Math.max(Math.min(pnlUsd, equityUsd), 0)),
    unrealisedPnlRaw: toRaw(pnlUsd),
    entryNotionalRaw: toRaw(sizeBase * position.entryPriceUsd),
    markNotionalRaw: toRaw(sizeBase * market.priceUsd),
  };
}

function findRank(rule: 'binance' | 'hyperliquid', candidate: AdlCandidate, { market, sizeBase }: PerpPosition, read: PerpsCase): AdlView['rank'] {
  if (read.others === null) return null;
  const rivals = read.others.flatMap(splitMarginUnits).flatMap((unit) =>
    unit.positions.filter((other) => other.market === market && other.sizeBase > 0 === sizeBase > 0).map((other) => describeCandidate(unit, other, read)),
  );
  const ranked = rankCandidates(rule, [candidate, ...rivals]);
  return { place: ranked.indexOf(candidate) + 1, of: ranked.length };
}
