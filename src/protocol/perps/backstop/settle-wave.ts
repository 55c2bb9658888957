import { assertInvariant } from '../../../core/assert.js';
import { compareText, PositionRuleError } from '../account/position.js';
import { seizeProfits, type AdlPolicy, type Seizure } from './adl-policy.js';
import type { AdlCandidate } from './adl-queue.js';
import { apportionCapped } from './apportion.js';

/** How losses that no margin covers are paid for. */
export interface BackstopPolicy {
  readonly adl: AdlPolicy;
  /** θ: share of what the fund leaves open that deleveraging is to raise, in ppm. */
  readonly adlSharePpm: bigint;
  /** Whether accounts with value share what is then still open. */
  readonly socialise: boolean;
}

/** Accounts that owe more than they have, at one moment. */
export interface Wave {
  readonly deficits: readonly { readonly account: string; readonly deficitRaw: bigint }[];
  /** Everyone who can be asked: winners for deleveraging, all with equity for the socialised loss. */
  readonly candidates: readonly AdlCandidate[];
}

/** One layer of the waterfall: what it was asked for and what it gave. */
export interface LayerDraw {
  readonly neededRaw: bigint;
  readonly takenRaw: bigint;
}

/** Who paid what in one wave; `needed = fund + deleveraging + socialised + uncovered`, to the last unit. */
export interface WaveSettlement {
  readonly neededRaw: bigint;
  readonly fund: LayerDraw;
  readonly adl: LayerDraw;
  readonly socialised: LayerDraw;
  readonly uncoveredRaw: bigint;
  readonly fundAfterRaw: bigint;
  /** In the order of the accounts' names. */
  readonly seizures: readonly Seizure[];
  readonly losses: readonly { readonly account: string; readonly lossRaw: bigint }[];
}

const FULL_PPM = 1_000_000n;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/**
 * Pays one wave of deficits: insurance fund, then deleveraging of winners, then a loss shared by all that have equity.
 *
 * `fund = min(D, F)`, `ADL budget = ⌊θ (D − fund)⌋`, the socialised loss is what is then open, pro rata to the equity left after ADL and at
 * most that equity; what even this cannot pay stays uncovered.
 *
 * Conserves: the sum of all equities, the fund and the (negative) deficits is the same before and after, to the last unit.
 * Special case: the result does not depend on the order in which deficits and candidates are given.
 * @throws PositionRuleError for a deficit or a fund below 0, or an account named twice
 */
export function settleWave(fundRaw: bigint, wave: Wave, policy: BackstopPolicy): WaveSettlement {
  assertWave(fundRaw, wave);
  const neededRaw = wave.deficits.reduce((sum, { deficitRaw }) => sum + deficitRaw, 0n);
  const fund = { neededRaw, takenRaw: least(neededRaw, fundRaw) };
  const afterFundRaw = neededRaw - fund.takenRaw;
  const budgetRaw = (afterFundRaw * policy.adlSharePpm) / FULL_PPM;
  const seizures = seizeProfits(policy.adl, budgetRaw, wave.candidates);
  const adl = { neededRaw: budgetRaw, takenRaw: seizures.reduce((sum, { seizedRaw }) => sum + seizedRaw, 0n) };
  const openRaw = afterFundRaw - adl.takenRaw;
  const losses = policy.socialise ? shareLoss(openRaw, wave.candidates, seizures) : [];
  const socialised = { neededRaw: policy.socialise ? openRaw : 0n, takenRaw: losses.reduce((sum, { lossRaw }) => sum + lossRaw, 0n) };
  const uncoveredRaw = openRaw - socialised.takenRaw;
  assertInvariant(adl.takenRaw <= budgetRaw && uncoveredRaw >= 0n, 'a backstop layer took more than was open');
  return { neededRaw, fund, adl, socialised, uncoveredRaw, fundAfterRaw: fundRaw - fund.takenRaw, seizures, losses };
}

function shareLoss(openRaw: bigint, candidates: readonly AdlCandidate[], seizures: readonly Seizure[]): { account: string; lossRaw: bigint }[] {
  const seizedByAccount = new Map(seizures.map(({ account, seizedRaw }) => [account, seizedRaw]));
  const claims = [...candidates]
    .sort((a, b) => compareText(a.account, b.account))
    .map(({ account, equityRaw }) => {
      const leftRaw = equityRaw - seizedByAccount.get(account)!;
      return { account, weightRaw: leftRaw, capRaw: leftRaw };
    });
  const shares = apportionCapped(openRaw, claims);
  return claims.map(({ account }, index) => ({ account, lossRaw: shares[index]! }));
}

function assertWave(fundRaw: bigint, { deficits, candidates }: Wave): void {
  if (fundRaw < 0n) throw new PositionRuleError('insurance fund', 'fundRaw', `must be at least 0, found ${fundRaw}`);
  for (const { account, deficitRaw } of deficits) {
    if (deficitRaw < 0n) throw new PositionRuleError(account, 'deficitRaw', `must be at least 0, found ${deficitRaw}`);
  }
  const names = candidates.map(({ account }) => account);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new PositionRuleError(twice, 'account', 'is named twice among the candidates');
}

/** What a run of waves asked for and took; the difference is what reports show beside the net loss. */
export interface BackstopLedger {
  readonly waves: readonly WaveSettlement[];
  readonly neededRaw: bigint;
  readonly fundTakenRaw: bigint;
  readonly adlTakenRaw: bigint;
  readonly socialisedTakenRaw: bigint;
  readonly uncoveredRaw: bigint;
}

/** Adds up waves in the order in which they came. */
export function summariseWaves(waves: readonly WaveSettlement[]): BackstopLedger {
  const sum = (pick: (wave: WaveSettlement) => bigint): bigint => waves.reduce((total, wave) => total + pick(wave), 0n);
  return {
    waves,
    neededRaw: sum(({ neededRaw }) => neededRaw),
    fundTakenRaw: sum(({ fund }) => fund.takenRaw),
    adlTakenRaw: sum(({ adl }) => adl.takenRaw),
    socialisedTakenRaw: sum(({ socialised }) => socialised.takenRaw),
    uncoveredRaw: sum(({ uncoveredRaw }) => uncoveredRaw),
  };
}
