import { compareText } from '../account/position.js';
import { apportionCapped } from './apportion.js';
import { rankCandidates, type AdlCandidate, type QueueRule } from './adl-queue.js';

/** Who pays when the fund is empty. */
export type AdlPolicy =
  /** One after the other, each all of its profit, in the order of the venue's queue. */
  | { readonly kind: 'queue'; readonly rule: QueueRule }
  /** Everyone the same share of its positive profit: `h = θ D / U`. */
  | { readonly kind: 'pro-rata' }
  /** Everyone the same amount per weight, but nobody more than a share of its profit. */
  | { readonly kind: 'capped'; readonly weightBy: 'profit' | 'equity' | 'equal'; readonly capPpm: bigint };

/** What one winner gives up. */
export interface Seizure {
  readonly account: string;
  readonly seizableRaw: bigint;
  readonly seizedRaw: bigint;
}

const FULL_PPM = 1_000_000n;

/**
 * Takes a budget from winners' positive profit by a policy, to the last unit.
 *
 * `Σ seized = min(budget, Σ caps)`, `0 ≤ seized ≤ seizable`.
 *
 * Shape: one seizure per candidate, in the order of the accounts' names, also where nothing is seized.
 * Special cases: what may be seized is at most the candidate's equity, and nothing below 0; the order of the candidates given does not matter.
 * @source T. Chitra, "Autodeleveraging: Impossibilities and Optimization", arXiv 2512.01112
 * @example seizable 8, 4, 0.5 and budget 7.5: pro-rata takes 4.8, 2.4, 0.3; the queue 2, 1, 3 takes 3.5, 4, 0
 */
export function seizeProfits(policy: AdlPolicy, budgetRaw: bigint, candidates: readonly AdlCandidate[]): Seizure[] {
  const sorted = candidates.map(boundBySolvency).sort((a, b) => compareText(a.account, b.account));
  const seizedByAccount = policy.kind === 'queue' ? seizeInOrder(budgetRaw, rankCandidates(policy.rule, sorted)) : seizeByWeight(policy, budgetRaw, sorted);
  return sorted.map(({ account, seizableRaw }) => ({ account, seizableRaw, seizedRaw: seizedByAccount.get(account) ?? 0n }));
}

/** Nothing is taken from anyone who would owe afterwards: that would only move the deficit. */
function boundBySolvency(candidate: AdlCandidate): AdlCandidate {
  const { equityRaw, seizableRaw } = candidate;
  const leastRaw = seizableRaw < equityRaw ? seizableRaw : equityRaw;
  return { ...candidate, seizableRaw: leastRaw > 0n ? leastRaw : 0n };
}

function seizeInOrder(budgetRaw: bigint, ranked: readonly AdlCandidate[]): Map<string, bigint> {
  let openRaw = budgetRaw;
  const seized = new Map<string, bigint>();
  for (const { account, seizableRaw } of ranked) {
    const takenRaw = seizableRaw < openRaw ? seizableRaw : openRaw;
    seized.set(account, takenRaw);
    openRaw -= takenRaw;
  }
  return seized;
}

function seizeByWeight(policy: Exclude<AdlPolicy, { kind: 'queue' }>, budgetRaw: bigint, sorted: readonly AdlCandidate[]): Map<string, bigint> {
  const claims = sorted.map(({ account, seizableRaw, equityRaw }) => {
    const capRaw = policy.kind === 'pro-rata' ? seizableRaw : (seizableRaw * policy.capPpm) / FULL_PPM;
    const weightBy = policy.kind === 'pro-rata' ? 'profit' : policy.weightBy;
    const weightRaw = weightBy === 'profit' ? seizableRaw : weightBy === 'equity' ? equityRaw : 1n;
    return { account, weightRaw, capRaw };
  });
  const shares = apportionCapped(budgetRaw, claims);
  return new Map(claims.map(({ account }, index) => [account, shares[index]!]));
}
