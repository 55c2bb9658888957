import { UsageError } from '../../core/errors.js';
import { clipChange, type ParameterRule } from '../../protocol/parameter-rules.js';
import { groupBySubject, type ProposalModel, type ProposedChange } from '../../proposal/model.js';
import { planSteps } from '../../search/change-schedule.js';
import { findVenueRules } from './venue-parameters.js';

/** One update of the schedule: earliest seconds after the first, and what it moves from where to where. */
export interface StewardStep {
  readonly afterSeconds: number;
  readonly changes: readonly ProposedChange[];
}

/**
 * Cuts changes into updates that a risk steward may make: each parameter by its limit, every update after the limit's delay.
 *
 * The steps of one subject are those of `planSteps`: a move of Δ with a limit of m takes ⌈Δ/m⌉ updates, and LTV stays at or below the threshold on
 * the way, which may make one of them wait for the other. Steps of several subjects are made together.
 * Special case: no change gives no step.
 * @throws UsageError when a steward may not set a parameter, or could never reach the value
 * @source aave-v3-risk-stewards, deployed defaults: 50 bps absolute (10 of an e-mode's threshold), caps 100 % relative, three days
 */
export function planStewardSteps({ changes, kept }: Pick<ProposalModel, 'changes' | 'kept'>): StewardStep[] {
  const steps: { readonly afterSeconds: number; readonly changes: ProposedChange[] }[] = [];
  for (const [subject, group] of groupBySubject(changes)) {
    const rules = findVenueRules('aave-v3', subject).parameters;
    const own = group.map((change) => ({ change, rule: findStewardRule(change, rules) }));
    const fixed = kept.find(({ parameter, subject: { asset, id } }) => parameter === 'liquidationThresholdBps' && asset === subject.asset && id === subject.id);
    const delaySeconds = Math.max(...own.map(({ rule }) => rule.changeLimit!.minimumDelaySeconds));
    let before = group.map(({ from }) => from as bigint);
    for (const [index, values] of planOwnSteps(own, fixed?.to as bigint | undefined).entries()) {
      const earlier = before;
      const step = (steps[index] ??= { afterSeconds: index * delaySeconds, changes: [] });
      step.changes.push(...group.flatMap((change, at) => (values[at] === earlier[at] ? [] : [{ ...change, from: earlier[at]!, to: values[at]! }])));
      before = values;
    }
  }
  return steps;
}

interface OwnChange {
  readonly change: ProposedChange;
  readonly rule: ParameterRule;
}

/** The values of one subject's parameters after each update. Values are whole and small enough for numbers: basis points, and caps of at most 36 bits. */
function planOwnSteps(own: readonly OwnChange[], fixedThreshold: bigint | undefined): bigint[][] {
  const clip = (at: number, from: number, wanted: number): number => {
    const next = Number(clipChange(own[at]!.rule, BigInt(from), BigInt(wanted)));
    return next === from && from !== wanted ? refuseUnreachable(own[at]!.change) : next;
  };
  const valueOf = (parameter: string, values: readonly number[]): number | undefined => values[own.findIndex(({ change }) => change.parameter === parameter)];
  const maySet = (values: readonly number[]): boolean => {
    const ltv = valueOf('ltvBps', values);
    const threshold = valueOf('liquidationThresholdBps', values) ?? (fixedThreshold === undefined ? undefined : Number(fixedThreshold));
    return ltv === undefined || threshold === undefined || ltv <= threshold;
  };
  const steps = planSteps(own.map(({ change }) => Number(change.from)), own.map(({ change }) => Number(change.to)), clip, maySet);
  return steps.map((values) => values.map(BigInt));
}

function findStewardRule({ parameter, to }: ProposedChange, rules: readonly ParameterRule[]): ParameterRule {
  const rule = rules.find(({ name }) => name === parameter);
  if (!rule?.changeLimit || parameter === 'debtCeilingCents') {
    throw new UsageError(`a risk steward may not set ${parameter}`, { where: '--format steward', suggestions: ['Take it through a vote: --format aip.'] });
  }
  if (to === 0n) throw new UsageError(`a risk steward may not set ${parameter} to 0`, { where: '--format steward', suggestions: ['Take it through a vote: --format aip.'] });
  return rule;
}

function refuseUnreachable({ parameter }: ProposedChange): never {
  throw new UsageError(`no number of steward updates moves ${parameter} to its value: its limit is a share of the value in force, which is 0`, { where: '--format steward', suggestions: ['Take it through a vote: --format aip.'] });
}
