import { UsageError } from '../../core/errors.js';
import type { AddressBook } from '../../proposal/address-book.js';
import type { GovernanceCall } from '../../proposal/calls/governance-call.js';
import { requireBook, toJson, type ProposalFormat, type ProposalSource, type RenderedForm } from './proposal-request.js';
import { renderDraft } from './render-drafts.js';

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000';
/** Operations that Compound's market-update proposer takes in one proposal. */
const MARKET_ADMIN_OPERATIONS_MAX = 20;

/** The calls that make the change on the venue's own contracts. @throws UsageError naming what is missing, or that there are none */
export async function buildVenueCalls({ model, request: { venue } }: ProposalSource, book: AddressBook): Promise<GovernanceCall[]> {
  switch (venue) {
    case 'aave-v2':
    case 'aave-v3':
      return (await import('../../proposal/aave/configurator-calls.js')).buildConfiguratorCalls(model, book);
    case 'compound-v3':
      return (await import('../../proposal/compound/configurator-calls.js')).buildCompoundCalls(model, book);
    case 'gmx-v2':
      return [(await import('../../proposal/gmx/config-call.js')).buildGmxCall(model, book)];
    case 'synthetix-v3':
      return (await import('../../proposal/synthetix/owner-calls.js')).buildSynthetixCalls(model, book);
    default:
      throw new UsageError(`${venue} has no contract calls`, { where: '--format' });
  }
}

/** Renders a form made of calls: the calls themselves, a Safe batch, a Governor's bundle in either convention. */
export async function renderCallForm(format: ProposalFormat, source: ProposalSource): Promise<RenderedForm> {
  const book = requireBook(source.request, format);
  const [{ viewCall }, { describeCall }] = await Promise.all([import('../../proposal/calls/signer-view.js'), import('../../proposal/text/call-text.js')]);
  const raw = await buildVenueCalls(source, book);
  const calls = raw.map(viewCall);
  const { chainId, source: addressSource, date } = book;
  if (format === 'calls') {
    const text = calls.map((call, index) => `${index + 1}. ${call.intent.replace(/\s+/g, ' ')}\n${describeCall(call).map((line) => `   ${line}`).join('\n')}\n   data  ${call.calldata}\n`).join('\n');
    return { files: { 'calls.json': toJson({ chainId, source: addressSource, date, calls }), 'calls.txt': text }, calls };
  }
  if (format === 'safe') return { files: { 'safe-batch.json': await renderSafeBatch(raw, source, book) }, calls };
  return { files: { [`${format}.json`]: await renderBundle(format, raw, source, book) }, calls };
}

async function renderSafeBatch(calls: readonly GovernanceCall[], { model, evidence, request }: ProposalSource, book: AddressBook): Promise<string> {
  const { buildSafeBatch } = await import('../../proposal/safe/batch.js');
  const createdAtMilliseconds = Date.parse(`${request.isoDate}T00:00:00Z`);
  const description = evidence ? `Plimsoll run ${evidence.runId}` : `Plimsoll change request, ${request.isoDate}`;
  return toJson(buildSafeBatch(calls, { chainId: book.chainId, name: model.headline, description, createdAtMilliseconds, safe: book.contracts['safe'] ?? ZERO_ADDRESS }));
}

async function renderBundle(format: ProposalFormat, calls: readonly GovernanceCall[], source: ProposalSource, book: AddressBook): Promise<string> {
  const { requireAddress } = await import('../../proposal/address-book.js');
  const description = await renderDescription(calls, source);
  if (format === 'governor') {
    const { buildGovernorBundle } = await import('../../proposal/governor/bundle.js');
    return toJson(buildGovernorBundle(calls, requireAddress(book, 'contracts', 'governor'), book.chainId, description));
  }
  const { buildBravoBundle } = await import('../../proposal/governor/bravo-bundle.js');
  if (format === 'governor-bravo') return toJson(buildBravoBundle(calls, requireAddress(book, 'contracts', 'governorBravo'), book.chainId, description));
  const { listGovernorOnly } = await import('../../proposal/compound/configurator-calls.js');
  const [refused] = listGovernorOnly(source.model);
  if (refused !== undefined) throw new UsageError(`a market admin may not set ${refused}`, { where: '--format market-admin', suggestions: ['Take it through the governor: --format governor.'] });
  if (calls.length > MARKET_ADMIN_OPERATIONS_MAX) throw new UsageError(`${calls.length} operations are more than a market admin may propose at once`, { where: '--format market-admin', suggestions: [`Split the request: at most ${MARKET_ADMIN_OPERATIONS_MAX}.`] });
  return toJson(buildBravoBundle(calls, requireAddress(book, 'contracts', 'marketUpdateProposer'), book.chainId, description));
}

/** What voters read on chain; front ends take its first line as the title. */
async function renderDescription(calls: readonly GovernanceCall[], source: ProposalSource): Promise<string> {
  if (source.request.venue === 'compound-v3') return (await import('../../proposal/compound/description.js')).renderCompoundDescription(source.model, calls);
  const { toOneLine } = await import('../../proposal/text/front-matter.js');
  return `# ${toOneLine(source.model.headline)}\n\n${await renderDraft(source)}`;
}
