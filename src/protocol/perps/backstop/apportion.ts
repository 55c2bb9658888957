import { assertInvariant } from '../../../core/assert.js';
import { compareText } from '../account/position.js';

/** One party to a division: its weight and the most it may be given. */
export interface Claim {
  readonly account: string;
  readonly weightRaw: bigint;
  readonly capRaw: bigint;
}

/**
 * Divides a whole number of units by weight under caps, to the last unit: capped water-filling.
 *
 * The water level λ is such that `Σ min(cap, λ · weight) = min(total, Σ caps of positive weights)`; who is at the cap stays there and the
 * rest is shared again. Fractions go to the largest remainders, equal ones in the order of the accounts' names.
 *
 * Shape: one entry per claim, in the order given; no entry is below 0 or above its cap.
 * Special cases: a claim of weight 0 gets nothing; the result does not depend on the order of the claims. With caps = weights and a
 * total below their sum this is the plain pro-rata rule.
 * @example apportionCapped(10n, weights 1n 1n 2n, caps 1n 9n 9n) gives 1n, 3n, 6n
 */
export function apportionCapped(totalRaw: bigint, claims: readonly Claim[]): bigint[] {
  assertInvariant(totalRaw >= 0n, `cannot divide ${totalRaw}`);
  const shares = claims.map(() => 0n);
  let openRaw = totalRaw;
  let active = claims.map((claim, index) => ({ claim, index })).filter(({ claim }) => claim.weightRaw > 0n && claim.capRaw > 0n);
  for (;;) {
    const weightRaw = active.reduce((sum, { claim }) => sum + claim.weightRaw, 0n);
    const isFull = ({ claim }: { claim: Claim }): boolean => claim.weightRaw * openRaw >= claim.capRaw * weightRaw;
    const full = active.filter(isFull);
    if (full.length === 0) {
      shareByRemainder(openRaw, weightRaw, active, shares);
      return shares;
    }
    // Levels are judged together and then lowered together, so that no order matters.
    active = active.filter((entry) => !isFull(entry));
    for (const { claim, index } of full) shares[index] = claim.capRaw;
    openRaw -= full.reduce((sum, { claim }) => sum + claim.capRaw, 0n);
    if (openRaw <= 0n || active.length === 0) {
      assertInvariant(openRaw >= 0n, 'more was given out than there was');
      return shares;
    }
  }
}

function shareByRemainder(totalRaw: bigint, weightRaw: bigint, active: readonly { claim: Claim; index: number }[], shares: bigint[]): void {
  if (weightRaw === 0n || totalRaw === 0n) return;
  let givenRaw = 0n;
  const remainders = active.map(({ claim, index }) => {
    const product = totalRaw * claim.weightRaw;
    shares[index] = product / weightRaw;
    givenRaw += shares[index]!;
    return { account: claim.account, index, remainder: product % weightRaw };
  });
  remainders.sort((a, b) => (a.remainder === b.remainder ? compareText(a.account, b.account) : a.remainder > b.remainder ? -1 : 1));
  for (let i = 0; givenRaw < totalRaw; i++, givenRaw++) shares[remainders[i]!.index]! += 1n;
}
