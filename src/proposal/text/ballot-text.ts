import { renderSectionMarkdown } from '../../report/markdown/render-blocks.js';
import { formatRerunCommand } from '../../report/words/rerun.js';
import type { Block, Section } from '../../report/blocks.js';
import { describeEvidence, type RunEvidence } from '../evidence/evidence.js';
import type { ProposalModel } from '../model.js';
import { buildChangeTable } from './change-table.js';
import { buildSummary } from './draft-sections.js';
import { buildRequestMotivation, buildRequestSpecification } from './request-sections.js';

/**
 * A proposal where space is short, as on a ballot: what is asked, risk and gain, what limits them, and how to find the rest. Markdown.
 *
 * @param result the run behind the model; `null` when there is none, which the text then says
 */
export function renderBallotText(model: ProposalModel, result: RunEvidence | null): string {
  const rest = result ? [buildSpecification(model), buildLimits(model, result), buildCheck(result)] : [buildRequestMotivation(model), buildRequestSpecification(model)];
  return [buildSummary(model, result), ...rest].map(renderSectionMarkdown).join('\n\n');
}

function buildSpecification(model: ProposalModel): Section {
  return { id: 'specification', title: 'Specification', blocks: [buildChangeTable(model)] };
}

function buildLimits({ dissent }: ProposalModel, result: RunEvidence): Section {
  return { id: 'limits', title: 'What would make this wrong', blocks: [{ kind: 'list', items: [...dissent, ...describeEvidence(result).limits] }] };
}

function buildCheck(result: RunEvidence): Section {
  const { runId, dataset, tool } = result;
  const blocks: Block[] = [
    { kind: 'paragraph', text: `Risk table, backtest, every assumption and the accounts concerned stand in the full draft of run ${runId} (${tool.name} ${tool.version}, dataset ${dataset.name}, sha256 ${dataset.sha256}). To run it again, from inside the run’s folder:` },
    { kind: 'code', text: formatRerunCommand(result) },
  ];
  return { id: 'check', title: 'Check it', blocks };
}
