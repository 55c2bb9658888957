import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seizeProfits, type AdlPolicy } from '../../../src/protocol/perps/backstop/adl-policy.js';
import { rankCandidates, scoreForBinance, scoreForHyperliquid, type AdlCandidate } from '../../../src/protocol/perps/backstop/adl-queue.js';
import { apportionCapped } from '../../../src/protocol/perps/backstop/apportion.js';
import { deleveragePosition } from '../../../src/protocol/perps/backstop/deleverage-position.js';
import { settleWave, summariseWaves, type BackstopPolicy } from '../../../src/protocol/perps/backstop/settle-wave.js';
import { fuzzParameters } from '../../support/fuzz.js';

const drawRaw = (max: bigint): fc.Arbitrary<bigint> => fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max }));
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const drawClaims = fc
  .array(fc.record({ weightRaw: drawRaw(10n ** 20n), capRaw: drawRaw(10n ** 20n) }), { maxLength: 8 })
  .map((claims) => claims.map((claim, index) => ({ account: `a${index}`, ...claim })));

const drawCandidates = fc
  .array(
    fc.record({
      equityRaw: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
      seizableRaw: drawRaw(10n ** 12n),
      entryNotionalRaw: fc.bigInt({ min: 1n, max: 10n ** 13n }),
      markNotionalRaw: fc.bigInt({ min: 1n, max: 10n ** 13n }),
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((candidate, index): AdlCandidate => ({ account: `a${index}`, ...candidate, unrealisedPnlRaw: candidate.seizableRaw, place: index })));

const drawPolicy: fc.Arbitrary<AdlPolicy> = fc.oneof(
  fc.constantFrom<AdlPolicy>({ kind: 'queue', rule: 'binance' }, { kind: 'queue', rule: 'hyperliquid' }, { kind: 'queue', rule: 'given' }, { kind: 'pro-rata' }),
  fc.record({ kind: fc.constant('capped' as const), weightBy: fc.constantFrom('profit', 'equity', 'equal'), capPpm: fc.bigInt({ min: 0n, max: 1_000_000n }) }),
);

const shuffled = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...values], { minLength: values.length });

describe('dividing under caps', () => {
  test('gives out everything that fits, to the unit, within the caps, the same in any order', () => {
    fc.assert(
      fc.property(drawRaw(10n ** 21n), drawClaims.chain((claims) => fc.tuple(fc.constant(claims), shuffled(claims))), (totalRaw, [claims, other]) => {
        const shares = apportionCapped(totalRaw, claims);
        const room = sum(claims.filter(({ weightRaw }) => weightRaw > 0n).map(({ capRaw }) => capRaw));
        expect(sum(shares)).toBe(least(totalRaw, room));
        shares.forEach((share, index) => {
          expect(share >= 0n && share <= claims[index]!.capRaw).toBe(true);
          if (claims[index]!.weightRaw === 0n) expect(share).toBe(0n);
        });
        const byAccount = new Map(apportionCapped(totalRaw, other).map((share, index) => [other[index]!.account, share]));
        expect(claims.map(({ account }) => byAccount.get(account))).toEqual(shares);
      }),
      fuzzParameters(1_000),
    );
  });

  test('fills to one level: nobody below its cap has more per weight than anybody else, but for one unit', () => {
    fc.assert(
      fc.property(drawRaw(10n ** 21n), drawClaims, (totalRaw, claims) => {
        const shares = apportionCapped(totalRaw, claims);
        claims.forEach((a, i) =>
          claims.forEach((b, j) => {
            if (a.weightRaw === 0n || b.weightRaw === 0n || shares[j]! >= b.capRaw) return;
            // b has room left, so a's level may not be above b's: share_a / w_a ≤ (share_b + 1) / w_b + 1 / w_a.
            expect((shares[i]! - 1n) * b.weightRaw <= (shares[j]! + 1n) * a.weightRaw).toBe(true);
          }),
        );
      }),
      fuzzParameters(600),
    );
  });
});

describe('deleveraging', () => {
  test('takes the budget or all there is, from profit only, leaves nobody in debt, the same in any order', () => {
    fc.assert(
      fc.property(drawPolicy, drawRaw(10n ** 13n), drawCandidates.chain((all) => fc.tuple(fc.constant(all), shuffled(all))), (policy, budgetRaw, [candidates, other]) => {
        const seizures = seizeProfits(policy, budgetRaw, candidates);
        expect(seizeProfits(policy, budgetRaw, other)).toEqual(seizures);
        expect(sum(seizures.map(({ seizedRaw }) => seizedRaw)) <= budgetRaw).toBe(true);
        for (const { account, seizableRaw, seizedRaw } of seizures) {
          const { equityRaw, seizableRaw: profitRaw } = candidates.find((candidate) => candidate.account === account)!;
          expect(seizedRaw >= 0n && seizedRaw <= seizableRaw && seizableRaw <= profitRaw).toBe(true);
          if (seizedRaw > 0n) expect(seizedRaw <= equityRaw).toBe(true);
        }
        if (policy.kind !== 'capped') expect(sum(seizures.map(({ seizedRaw }) => seizedRaw))).toBe(least(budgetRaw, sum(seizures.map(({ seizableRaw }) => seizableRaw))));
      }),
      fuzzParameters(800),
    );
  });

  test('queues rank by score, and nobody pays before all above have paid in full', () => {
    fc.assert(
      fc.property(fc.constantFrom('binance' as const, 'hyperliquid' as const), drawRaw(10n ** 13n), drawCandidates, (rule, budgetRaw, candidates) => {
        const bounded = candidates.filter(({ equityRaw, seizableRaw }) => equityRaw > 0n && seizableRaw > 0n);
        const score = rule === 'binance' ? scoreForBinance : scoreForHyperliquid;
        const ranked = rankCandidates(rule, bounded);
        expect(ranked.length).toBe(bounded.length);
        ranked.forEach((candidate, index) => {
          if (index > 0) expect(score(ranked[index - 1]!)).toBeGreaterThanOrEqual(score(candidate));
        });
        const seizedBy = new Map(seizeProfits({ kind: 'queue', rule }, budgetRaw, bounded).map((seizure) => [seizure.account, seizure]));
        const inOrder = ranked.map(({ account }) => seizedBy.get(account)!);
        const firstShort = inOrder.findIndex(({ seizedRaw, seizableRaw }) => seizedRaw < seizableRaw);
        if (firstShort >= 0) for (const { seizedRaw } of inOrder.slice(firstShort + 1)) expect(seizedRaw).toBe(0n);
      }),
      fuzzParameters(500),
    );
  });

  test('more profit or more leverage never moves a winner back in Binance’s queue', () => {
    fc.assert(
      fc.property(drawCandidates, fc.bigInt({ min: 0n, max: 10n ** 10n }), (candidates, more) => {
        const bounded = candidates.filter(({ equityRaw, seizableRaw }) => equityRaw > 0n && seizableRaw > 0n);
        fc.pre(bounded.length > 0);
        const chosen = bounded[0]!;
        const raised = { ...chosen, unrealisedPnlRaw: chosen.unrealisedPnlRaw + more, markNotionalRaw: chosen.markNotionalRaw + more };
        const place = (list: AdlCandidate[]): number => rankCandidates('binance', list).findIndex(({ account }) => account === chosen.account);
        expect(place([raised, ...bounded.slice(1)])).toBeLessThanOrEqual(place(bounded));
      }),
      fuzzParameters(300),
    );
  });
});

describe('a wave of deficits', () => {
  const drawWave = fc.record({
    fundRaw: drawRaw(10n ** 12n),
    deficits: fc.array(drawRaw(10n ** 12n), { maxLength: 4 }).map((all) => all.map((deficitRaw, index) => ({ account: `d${index}`, deficitRaw }))),
    candidates: drawCandidates,
    policy: fc.record<BackstopPolicy>({ adl: drawPolicy, adlSharePpm: fc.bigInt({ min: 0n, max: 1_000_000n }), socialise: fc.boolean() }),
  });

  test('is paid for to the last unit: equities, fund and deficits add up to the same before and after', () => {
    let uncovered = 0;
    fc.assert(
      fc.property(drawWave, ({ fundRaw, deficits, candidates, policy }) => {
        const settlement = settleWave(fundRaw, { deficits, candidates }, policy);
        const { neededRaw, fund, adl, socialised, uncoveredRaw, fundAfterRaw, seizures, losses } = settlement;
        const before = fundRaw + sum(candidates.map(({ equityRaw }) => equityRaw)) - sum(deficits.map(({ deficitRaw }) => deficitRaw));
        const paidBy = (account: string): bigint => (seizures.find((entry) => entry.account === account)?.seizedRaw ?? 0n) + (losses.find((entry) => entry.account === account)?.lossRaw ?? 0n);
        const after = fundAfterRaw + sum(candidates.map(({ account, equityRaw }) => equityRaw - paidBy(account))) - uncoveredRaw;
        expect(after).toBe(before);
        expect(fund.takenRaw + adl.takenRaw + socialised.takenRaw + uncoveredRaw).toBe(neededRaw);
        for (const { neededRaw: asked, takenRaw } of [fund, adl, socialised]) expect(takenRaw >= 0n && takenRaw <= asked).toBe(true);
        if (fundAfterRaw > 0n) expect(adl.takenRaw + socialised.takenRaw + uncoveredRaw).toBe(0n);
        for (const { account, equityRaw } of candidates) if (paidBy(account) > 0n) expect(equityRaw - paidBy(account) >= 0n).toBe(true);
        if (uncoveredRaw > 0n) uncovered++;
      }),
      fuzzParameters(800),
    );
    expect(uncovered).toBeGreaterThan(0);
  });

  test('settles the same whatever order it is given in, and a run of waves adds up', () => {
    fc.assert(
      fc.property(drawWave.chain((wave) => fc.tuple(fc.constant(wave), shuffled(wave.deficits), shuffled(wave.candidates))), ([{ fundRaw, deficits, candidates, policy }, d, c]) => {
        const settlement = settleWave(fundRaw, { deficits, candidates }, policy);
        expect(settleWave(fundRaw, { deficits: d, candidates: c }, policy)).toEqual(settlement);
        const ledger = summariseWaves([settlement, settlement]);
        expect(ledger.fundTakenRaw + ledger.adlTakenRaw + ledger.socialisedTakenRaw + ledger.uncoveredRaw).toBe(ledger.neededRaw);
        expect(ledger.neededRaw).toBe(2n * settlement.neededRaw);
      }),
      fuzzParameters(300),
    );
  });
});

describe('closing a bankrupt position against its counterparties', () => {
  const drawCase = fc.record({
    isLong: fc.boolean(),
    sizeRaw: fc.bigInt({ min: 1n, max: 10n ** 12n }),
    quoteRaw: fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
    markRaw: fc.bigInt({ min: 0n, max: 10n ** 14n }),
    sizes: fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { maxLength: 6 }),
  });

  test('moves size and quote without losing a unit, and leaves exactly 0 behind when there are enough counterparties', () => {
    let whole = 0;
    fc.assert(
      fc.property(drawCase, ({ isLong, sizeRaw, quoteRaw, markRaw, sizes }) => {
        const sign = isLong ? 1n : -1n;
        const bankrupt = { account: 'b', sizeRaw: sign * sizeRaw, quoteRaw };
        const queue = sizes.map((size, index) => ({ account: `c${index}`, sizeRaw: -sign * size, quoteRaw: 0n }));
        const outcome = deleveragePosition(bankrupt, queue, sign * markRaw);
        expect(outcome.bankrupt.sizeRaw + sum(outcome.fills.map(({ deltaSizeRaw }) => deltaSizeRaw))).toBe(bankrupt.sizeRaw);
        expect(outcome.bankrupt.quoteRaw + sum(outcome.fills.map(({ deltaQuoteRaw }) => deltaQuoteRaw))).toBe(bankrupt.quoteRaw);
        outcome.fills.forEach(({ account, deltaSizeRaw }) => {
          const held = queue.find((entry) => entry.account === account)!.sizeRaw;
          expect(deltaSizeRaw * sign > 0n && (held + deltaSizeRaw) * sign <= 0n).toBe(true);
        });
        expect(outcome.takenSizeRaw).toBe(least(sizeRaw, sum(sizes)));
        if (outcome.takenSizeRaw === sizeRaw) {
          whole++;
          expect(outcome.bankrupt).toEqual({ account: 'b', sizeRaw: 0n, quoteRaw: 0n });
          // At the bankruptcy price what is taken is what was needed: the equity missing at the mark.
          expect(outcome.takenValueRaw).toBe(-(quoteRaw + sign * markRaw));
        }
      }),
      fuzzParameters(500),
    );
    expect(whole).toBeGreaterThan(0);
  });
});
