import { compareText } from '../account/position.js';

/** A winner on the other side of a bankrupt position. Money in the backstop's smallest unit. */
export interface AdlCandidate {
  readonly account: string;
  /** Account value at the mark. */
  readonly equityRaw: bigint;
  /** What may be taken: its positive unrealised profit. */
  readonly seizableRaw: bigint;
  /** Of the winning position. */
  readonly unrealisedPnlRaw: bigint;
  /** Magnitude of the winning position at entry and at mark. */
  readonly entryNotionalRaw: bigint;
  readonly markNotionalRaw: bigint;
  /** Place in a queue that the caller knows, 1 is first; used by the rule `given` only. */
  readonly place?: number;
}

/** How a venue orders winners. */
export type QueueRule = 'binance' | 'hyperliquid' | 'given';

/**
 * Scores a winner for Binance's queue: profit share × effective leverage, largest first.
 *
 * `(unrealised / entry notional) · (mark notional / equity)`; for a position at a loss the share is divided by the leverage.
 * Special case: no equity counts as unbounded leverage.
 * @source Binance support article 360033525471: PnL % × effective leverage
 */
export function scoreForBinance({ unrealisedPnlRaw, entryNotionalRaw, markNotionalRaw, equityRaw }: AdlCandidate): number {
  const profitShare = divide(unrealisedPnlRaw, entryNotionalRaw);
  const leverage = equityRaw > 0n ? divide(markNotionalRaw, equityRaw) : Infinity;
  return profitShare >= 0 ? multiply(profitShare, leverage) : profitShare / leverage;
}

/**
 * Scores a winner for Hyperliquid's queue: `(mark / entry) · (notional / account value)`, largest first.
 *
 * Special cases: no account value counts as unbounded leverage. As published the price ratio is not turned round for shorts.
 * @source Hyperliquid docs, "Auto-deleveraging"
 */
export function scoreForHyperliquid({ entryNotionalRaw, markNotionalRaw, equityRaw }: AdlCandidate): number {
  const leverage = equityRaw > 0n ? divide(markNotionalRaw, equityRaw) : Infinity;
  return multiply(divide(markNotionalRaw, entryNotionalRaw), leverage);
}

const SCORE_BY_RULE: Record<QueueRule, (candidate: AdlCandidate) => number> = {
  binance: scoreForBinance,
  hyperliquid: scoreForHyperliquid,
  given: ({ place = Infinity }) => -place,
};

/** Scores a winner by a queue's rule, largest first. */
export function scoreCandidate(rule: QueueRule, candidate: AdlCandidate): number {
  return SCORE_BY_RULE[rule](candidate);
}

/**
 * Puts the candidates that have something to seize in a queue's order, first to be deleveraged first.
 *
 * Special case: equal scores stand in the order of the accounts' names, so the order given does not matter.
 */
export function rankCandidates(rule: QueueRule, candidates: readonly AdlCandidate[]): AdlCandidate[] {
  const scored = candidates
    .filter(({ seizableRaw }) => seizableRaw > 0n)
    .map((candidate) => ({ candidate, score: scoreCandidate(rule, candidate) }));
  scored.sort((a, b) => (a.score === b.score ? compareText(a.candidate.account, b.candidate.account) : b.score - a.score));
  return scored.map(({ candidate }) => candidate);
}

function divide(a: bigint, b: bigint): number {
  return Number(a) / Number(b);
}

/** 0 · ∞ is 0 here: without profit no leverage brings a winner forward. */
function multiply(a: number, b: number): number {
  return a === 0 ? 0 : a * b;
}
