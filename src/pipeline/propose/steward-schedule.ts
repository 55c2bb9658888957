import { UsageError } from '../../core/errors.js';
import { clipChange, findRuleViolations, type ParameterRule, type ParameterSet, type VenueParameterRules } from '../../protocol/parameter-rules.js';
import { AAVE_V3_RATE_RULES } from '../../protocol/lending/aave-v3/rate-rules.js';
import { groupBySubject, type ProposalModel, type ProposedChange } from '../../proposal/model.js';
import { formatRaw } from '../../proposal/raw-unit.js';
import { planSteps } from '../../search/change-schedule.js';
import { findVenueRules } from './venue-parameters.js';

/** A snapshot moves with the cap of its staking token, without a limit of its own. */
export const LST_SNAPSHOT: readonly string[] = ['snapshotRatio', 'snapshotTimestampSeconds'];
/** The only values of a steward's that may be 0. */
const MAY_BE_ZERO: readonly string[] = AAVE_V3_RATE_RULES.parameters.map(({ name }) => name);

/** One update of the schedule: earliest seconds after the first, and what it moves from where to where. */
export interface StewardStep {
  readonly afterSeconds: number;
  readonly changes: readonly ProposedChange[];
}

/**
 * Cuts changes into updates that a risk steward may make: each parameter by its limit, every update after the limit's delay.
 *
 * The steps of one subject are those of `planSteps`: a move of Δ with a limit of m takes ⌈Δ/m⌉ updates, and the contract's rules hold on the way
 * (LTV at or below the threshold, slope 1 at or below slope 2), which may make one value wait for another. Steps of several subjects are made together.
 * Special case: no change gives no step.
 * @throws UsageError when a steward may not set a parameter, or could never reach the value
 * @source aave-v3-risk-stewards, deployed defaults: 50 bps absolute (10 of an e-mode's threshold), caps 100 % relative, rates 1 / 1 / 20 / 3 %
 * absolute, three days; price caps 5 % and 0.5 % relative, a discount 2.5 % absolute in two days
 */
export function planStewardSteps({ changes, kept }: Pick<ProposalModel, 'changes' | 'kept'>): StewardStep[] {
  const steps: { readonly afterSeconds: number; readonly changes: ProposedChange[] }[] = [];
  for (const [subject, group] of groupBySubject(changes)) {
    const rules = findVenueRules('aave-v3', subject);
    const riders = group.filter(({ parameter }) => LST_SNAPSHOT.includes(parameter));
    const limited = group.filter(({ parameter }) => !LST_SNAPSHOT.includes(parameter));
    const own = limited.map((change) => ({ change, rule: findStewardRule(change, rules.parameters) }));
    const fixed = Object.fromEntries(kept.filter(({ subject: { asset, id } }) => asset === subject.asset && id === subject.id).map(({ parameter, to }) => [parameter, to]));
    const delaySeconds = Math.max(0, ...own.map(({ rule }) => rule.changeLimit!.minimumDelaySeconds));
    const ownSteps = planOwnSteps(own, fixed, rules);
    if (riders.length > 0) {
      assertOneStep(own, ownSteps);
      (steps[0] ??= { afterSeconds: 0, changes: [] }).changes.push(...riders);
    }
    let before = limited.map(({ from }) => from as bigint);
    for (const [index, values] of ownSteps.entries()) {
      const earlier = before;
      const step = (steps[index] ??= { afterSeconds: index * delaySeconds, changes: [] });
      step.changes.push(...limited.flatMap((change, at) => (values[at] === earlier[at] ? [] : [{ ...change, from: earlier[at]!, to: values[at]! }])));
      before = values;
    }
  }
  return steps;
}

interface OwnChange {
  readonly change: ProposedChange;
  readonly rule: ParameterRule;
}

/** The values of one subject's parameters after each update. Values are whole and exact as numbers: basis points, caps of at most 36 bits, discounts in millionths. */
function planOwnSteps(own: readonly OwnChange[], fixed: ParameterSet, { venue, parameters, crossRules, source }: VenueParameterRules): bigint[][] {
  const clip = (at: number, from: number, wanted: number): number => {
    const next = Number(clipChange(own[at]!.rule, BigInt(from), BigInt(wanted)));
    return next === from && from !== wanted ? refuseUnreachable(own[at]!.change) : next;
  };
  const countBroken = (values: readonly number[]): number => {
    const set = { ...fixed, ...Object.fromEntries(own.map(({ change }, at) => [change.parameter, BigInt(values[at]!)])) };
    return findRuleViolations({ venue, parameters, crossRules, source }, set).length;
  };
  // What is stated to be in force may itself break a rule: then no order of moves could keep it.
  const brokenBefore = countBroken(own.map(({ change }) => Number(change.from)));
  const maySet = (values: readonly number[]): boolean => countBroken(values) <= brokenBefore;
  const steps = planSteps(own.map(({ change }) => Number(change.from)), own.map(({ change }) => Number(change.to)), clip, maySet);
  return steps.map((values) => values.map(BigInt));
}

function findStewardRule({ parameter, from, to }: ProposedChange, rules: readonly ParameterRule[]): ParameterRule {
  const rule = rules.find(({ name }) => name === parameter);
  if (!rule?.changeLimit || parameter === 'debtCeilingCents') {
    throw new UsageError(`a risk steward may not set ${parameter}`, { where: '--format steward', suggestions: ['Take it through a vote: --format aip.'] });
  }
  const inexact = [from, to].find((value) => BigInt(Number(value)) !== value);
  if (inexact !== undefined) throw new UsageError(`${parameter} of ${String(inexact)} raw is finer than a schedule of updates can be planned`, { where: '--format steward', suggestions: ['Round it to a millionth.'] });
  if (to === 0n && !MAY_BE_ZERO.includes(parameter)) throw new UsageError(`a risk steward may not set ${parameter} to 0`, { where: '--format steward', suggestions: ['Take it through a vote: --format aip.'] });
  return rule;
}

/** A staking token's cap comes with a snapshot of its day, so a second update cannot be written down today. */
function assertOneStep(own: readonly OwnChange[], steps: readonly (readonly bigint[])[]): void {
  if (steps.length <= 1) return;
  const { change } = own.find((_, at) => steps[0]![at] !== steps.at(-1)![at])!;
  const reached = formatRaw(steps[0]![own.findIndex((candidate) => candidate.change === change)]!, change.unit);
  throw new UsageError(`${change.name} moves further than one steward update lets it, and each update needs a newer snapshot`, { where: '--format steward', suggestions: [`Propose ${reached} first, and the rest three days later with a snapshot of then.`] });
}

function refuseUnreachable({ parameter }: ProposedChange): never {
  throw new UsageError(`no number of steward updates moves ${parameter} to its value: its limit is a share of the value in force, which is 0`, { where: '--format steward', suggestions: ['Take it through a vote: --format aip.'] });
}
