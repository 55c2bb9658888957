/** The run behind a proposal, of either kind, in words. */
import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { Assumption, RunResult, RunWarning } from '../../core/run-result.js';
import type { Block } from '../../report/blocks.js';
import { describeWarning, formatAssumption } from '../../report/sections/assumptions.js';
import { formatRerunCommand, listRunIdentity } from '../../report/words/rerun.js';
import type { EvidenceText } from './evidence-text.js';
import { describeLendingRun } from './lending-evidence.js';
import { describePerpRun } from './perp-evidence.js';

/** The outcome of a run of either kind. */
export type RunEvidence = RunResult | PerpRunResult;

/** Tells what a run found. */
export function describeEvidence(result: RunEvidence): EvidenceText {
  return 'kind' in result ? describePerpRun(result) : describeLendingRun(result);
}

/** What was assumed and warned of, one line each. */
export function listDoubts({ assumptions, warnings }: { readonly assumptions: readonly Assumption[]; readonly warnings: readonly RunWarning[] }): string[] {
  return [
    ...assumptions.map((assumption) => `Assumed: ${assumption.name} = ${formatAssumption(assumption)}. ${assumption.why}`),
    ...warnings.map(({ code, message, remedy }) => `Warning ${code}: ${describeWarning({ message, remedy })}`),
  ];
}

/** How to come to the same result again, and the hashes by which one knows that it is the same. */
export function buildRerun(result: RunEvidence): Block[] {
  return [
    { kind: 'subheading', text: 'Run it again' },
    { kind: 'paragraph', text: 'From inside the run’s folder; the same version, inputs and seed give the same result file, byte for byte.' },
    { kind: 'code', text: formatRerunCommand(result) },
    { kind: 'list', items: listRunIdentity(result).map(([name, value]) => `${name}: ${value}`) },
  ];
}
