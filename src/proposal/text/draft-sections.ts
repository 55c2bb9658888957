/** The sections of a draft: from the run, where there is one, and otherwise from the request alone. */
import type { Block, Section } from '../../report/blocks.js';
import { buildRerun, describeEvidence, listDoubts, type RunEvidence } from '../evidence/evidence.js';
import type { ProposalModel } from '../model.js';
import { buildChangeTable } from './change-table.js';
import { describeKept, describePlace } from './model-words.js';
import { buildRequestDissent, buildRequestMotivation, buildRequestSpecification, buildRequestSummary, describeNoRun } from './request-sections.js';

const WHY_RECORD_KEEP =
  'A result without a change is still worth recording: it states with which data and limits the values in force were judged adequate, ' +
  'and whoever doubts it can change one input and run it again.';

/** What is asked for, the risk and gain in one list, and whom it hits. */
export function buildSummary(model: ProposalModel, result: RunEvidence | null): Section {
  if (!result) return buildRequestSummary(model);
  const opening = model.decision === 'change' ? `${model.headline} on ${describePlace(model)}.` : `No change recommended: on ${describePlace(model)}, ${describeKept(model)}.`;
  return {
    id: 'summary',
    title: 'Summary',
    blocks: [
      { kind: 'paragraph', text: `${opening} ${model.reason}` },
      ...(model.decision === 'keep' ? [{ kind: 'paragraph' as const, text: WHY_RECORD_KEEP }] : []),
      { kind: 'list', items: [...describeEvidence(result).keyFigures] },
    ],
  };
}

/** The evidence: metrics with intervals and definitions, limits, history. */
export function buildMotivation(model: ProposalModel, result: RunEvidence | null): Section {
  if (!result) return buildRequestMotivation(model);
  return { id: 'motivation', title: 'Motivation', blocks: describeEvidence(result).motivation };
}

/** The reasons, whom it hits and what would make them wrong, for forms without sections of their own for them. */
export function buildReasons(model: ProposalModel, result: RunEvidence | null): Block[] {
  if (result) return [...buildMotivation(model, result).blocks, ...buildAffected(result), ...buildDissent(model, result), ...buildRerun(result)];
  return [...buildRequestMotivation(model).blocks, { kind: 'paragraph', text: describeNoRun(model) }, ...buildRequestDissent(model)];
}

/** The table of changes, the accounts they expose, the dissent and the way to check. */
export function buildSpecification(model: ProposalModel, result: RunEvidence | null): Section {
  if (!result) return buildRequestSpecification(model);
  return {
    id: 'specification',
    title: 'Specification',
    blocks: [buildChangeTable(model), ...buildAffected(result), ...buildDissent(model, result), ...buildRerun(result)],
  };
}

function buildAffected(result: RunEvidence): Block[] {
  return [{ kind: 'subheading', text: 'Accounts the change would hit' }, ...describeEvidence(result).affected];
}

function buildDissent({ dissent }: ProposalModel, result: RunEvidence): Block[] {
  const { limits, sensitivity } = describeEvidence(result);
  return [{ kind: 'subheading', text: 'What would make this wrong' }, { kind: 'list', items: [...dissent, ...limits, ...listDoubts(result)] }, ...sensitivity];
}
