import { escapeMarkdown } from '../../report/markdown/escape-markdown.js';
import type { GovernanceCall } from '../calls/governance-call.js';
import type { ProposalModel } from '../model.js';

/**
 * The description of a Compound proposal: title, summary with its links, numbered actions, one per target.
 *
 * @source compound-finance/comet, deployments' migrations: `# `, `## Proposal summary`, `## Proposal actions`
 */
export function renderCompoundDescription({ headline, reason, links }: ProposalModel, calls: readonly GovernanceCall[]): string {
  const actions = calls.map(({ intent, signature }, index) => `${index + 1}. ${escapeMarkdown(intent)}: \`${signature.replace(/^function (\w+).*$/, '$1')}\``);
  return [
    `# ${escapeMarkdown(headline)}`,
    '## Proposal summary',
    ...(reason.trim() === '' ? ['No reason is given.'] : reason.trim().split(/\n\s*\n/)).map((paragraph) => escapeMarkdown(paragraph.trim())),
    ...(links.length === 0 ? [] : [links.map((link) => `- <${link}>`).join('\n')]),
    '## Proposal actions',
    actions.join('\n'),
  ].join('\n\n');
}
