import { UsageError } from '../../core/errors.js';
import { clipChange, type ParameterRule } from '../../protocol/parameter-rules.js';
import { groupBySubject, type ProposalModel, type ProposedChange } from '../../proposal/model.js';
import { findVenueRules } from './venue-parameters.js';

/** One update of the schedule: earliest seconds after the first, and what it moves from where to where. */
export interface StewardStep {
  readonly afterSeconds: number;
  readonly changes: readonly ProposedChange[];
}

type Values = Readonly<Record<string, bigint>>;

/**
 * Cuts changes into updates that a risk steward may make: each parameter by its limit, every update after the limit's delay.
 *
 * A move of Δ with a limit of m takes ⌈Δ/m⌉ updates. On the way the threshold leads when it rises and the LTV leads when it falls, so that
 * LTV stays at or below the threshold where the values in force and the target do.
 * Special case: no change gives no step.
 * @throws UsageError when a steward may not set a parameter, or could never reach the value
 * @source aave-v3-risk-stewards, deployed defaults: 50 bps absolute (10 of an e-mode's threshold), caps 100 % relative, three days
 */
export function planStewardSteps({ changes, kept }: Pick<ProposalModel, 'changes' | 'kept'>): StewardStep[] {
  const steps: { readonly afterSeconds: number; readonly changes: ProposedChange[] }[] = [];
  for (const [subject, group] of groupBySubject(changes)) {
    const rules = findVenueRules('aave-v3', subject).parameters;
    const own = group.map((change) => ({ change, rule: findStewardRule(change, rules) }));
    const threshold = kept.find((fixed) => fixed.parameter === 'liquidationThresholdBps' && fixed.subject.asset === subject.asset && fixed.subject.id === subject.id);
    let current: Values = { ...(threshold ? { liquidationThresholdBps: threshold.to as bigint } : {}), ...Object.fromEntries(group.map(({ parameter, from }) => [parameter, from as bigint])) };
    for (let index = 0; own.some(({ change }) => current[change.parameter] !== change.to); index += 1) {
      const next = moveTowards(own, current);
      const moved = own.filter(({ change: { parameter } }) => next[parameter] !== current[parameter]);
      if (moved.length === 0) refuseUnreachable(own[0]!.change);
      const afterSeconds = index * Math.max(...own.map(({ rule }) => rule.changeLimit!.minimumDelaySeconds));
      const before = current;
      const step = (steps[index] ??= { afterSeconds, changes: [] });
      step.changes.push(...moved.map(({ change }) => ({ ...change, from: before[change.parameter]!, to: next[change.parameter]! })));
      current = next;
    }
  }
  return steps;
}

function findStewardRule({ parameter, to }: ProposedChange, rules: readonly ParameterRule[]): ParameterRule {
  const rule = rules.find(({ name }) => name === parameter);
  if (!rule?.changeLimit || parameter === 'debtCeilingCents') {
    throw new UsageError(`a risk steward may not set ${parameter}`, { where: '--format steward', suggestions: ['Take it through a vote: --format aip.'] });
  }
  if (to === 0n) throw new UsageError(`a risk steward may not set ${parameter} to 0`, { where: '--format steward', suggestions: ['Take it through a vote: --format aip.'] });
  return rule;
}

function moveTowards(own: readonly { readonly change: ProposedChange; readonly rule: ParameterRule }[], current: Values): Values {
  const next: Record<string, bigint> = { ...current };
  for (const { change, rule } of own) next[change.parameter] = clipChange(rule, current[change.parameter]!, change.to as bigint);
  const { ltvBps, liquidationThresholdBps } = next;
  if (ltvBps !== undefined && liquidationThresholdBps !== undefined && ltvBps > liquidationThresholdBps) next['ltvBps'] = liquidationThresholdBps;
  return next;
}

function refuseUnreachable({ parameter }: ProposedChange): never {
  throw new UsageError(`no number of steward updates moves ${parameter} to its value: its limit is a share of the value in force, which is 0`, { where: '--format steward', suggestions: ['Take it through a vote: --format aip.'] });
}
