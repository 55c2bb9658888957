import { UsageError } from '../../core/errors.js';
import type { AddressBook } from '../../proposal/address-book.js';
import { requireBook, toJson, type ProposalFormat, type ProposalSource, type RenderedForm } from './proposal-request.js';

const SECONDS_PER_DAY = 86_400;

/** Renders Aave v3's own forms: a steward's schedule, an AIP's folder, the engine's calls, the calls that start a vote. */
export async function renderAaveForm(format: ProposalFormat, source: ProposalSource): Promise<RenderedForm> {
  const book = requireBook(source.request, format);
  if (format === 'steward') return renderSteward(source, book);
  if (format === 'aip') return { files: await renderFolder(source, book), calls: [] };
  return format === 'aip-calls' ? renderEngineCalls(source, book) : renderVote(source, book);
}

async function renderSteward({ model, request: { engine } }: ProposalSource, book: AddressBook): Promise<RenderedForm> {
  const [{ buildEngineCalls }, { buildPriceCapCalls, isPriceCap }, { planStewardSteps }, { viewCall }, { requireAddress }] = await Promise.all([
    import('../../proposal/aave/engine-calls.js'),
    import('../../proposal/aave/price-cap-calls.js'),
    import('./steward-schedule.js'),
    import('../../proposal/calls/signer-view.js'),
    import('../../proposal/address-book.js'),
  ]);
  const target = requireAddress(book, 'contracts', 'riskSteward');
  const plan = planStewardSteps(model);
  const steps = plan.map(({ afterSeconds, changes }, index) => ({
    earliestAfterDays: afterSeconds / SECONDS_PER_DAY,
    calls: [
      ...buildEngineCalls(changes.filter((change) => !isPriceCap(change)), engine, target, book, nameStep(index, afterSeconds, plan.length), 'steward'),
      ...buildPriceCapCalls(changes, model.kept, target, book, nameStep(index, afterSeconds, plan.length)),
    ].map(viewCall),
  }));
  const { chainId, source, date } = book;
  return { files: { 'steward-schedule.json': toJson({ engine, chainId, source, date, steps }) }, calls: steps.flatMap(({ calls }) => calls) };
}

/** `Steward update 2 of 6, at least 3 days after the first`. */
function nameStep(index: number, afterSeconds: number, count: number): string {
  return `Steward update ${index + 1} of ${count}${index === 0 ? '' : `, at least ${afterSeconds / SECONDS_PER_DAY} days after the first`}`;
}

async function renderFolder({ model, evidence, request }: ProposalSource, book: AddressBook): Promise<Record<string, string>> {
  const { engine, author, isoDate, snapshotBlock } = request;
  if (snapshotBlock === null) throw new UsageError('the test of an AIP needs the block that it forks at', { where: '--snapshot-block', suggestions: ['Give a recent block of the network, for example --snapshot-block 19000000.'] });
  const { renderAipFolder } = await import('../../proposal/aave/aip/aip-folder.js');
  return renderAipFolder(model, evidence, { author, createdIsoDate: isoDate, engine, book, forkBlock: snapshotBlock });
}

async function renderEngineCalls({ model, request: { engine } }: ProposalSource, book: AddressBook): Promise<RenderedForm> {
  const [{ buildEngineCalls }, { viewCall }, { requireAddress }] = await Promise.all([
    import('../../proposal/aave/engine-calls.js'),
    import('../../proposal/calls/signer-view.js'),
    import('../../proposal/address-book.js'),
  ]);
  const calls = buildEngineCalls(model.changes, engine, requireAddress(book, 'contracts', 'configEngine'), book, 'Through the config engine').map(viewCall);
  const { chainId, source, date } = book;
  // An engine has no rights of its own: only the executor's delegate call gives it the executor's.
  return { files: { 'aip-calls.json': toJson({ engine, operation: 'delegatecall', chainId, source, date, calls }) }, calls };
}

/** The proposal's hash is of the text in the AIP's folder as it stands: whoever edits the text must ask for the call again. */
async function renderVote(source: ProposalSource, book: AddressBook): Promise<RenderedForm> {
  const [{ buildCreatePayloadCall, buildCreateProposalCall }, { viewCall }] = await Promise.all([import('../../proposal/aave/governance-calls.js'), import('../../proposal/calls/signer-view.js')]);
  const { payloadId } = source.request;
  const register = viewCall(buildCreatePayloadCall(book));
  if (payloadId === null) {
    const next = 'Send it on the payload’s network, then ask again with --payload-id and the number that it returns: the proposal needs it.';
    return { files: { 'aave-vote.json': toJson({ chainId: book.chainId, source: book.source, date: book.date, next, calls: [register] }) }, calls: [register] };
  }
  const folder = await renderFolder(source, book);
  const text = Object.entries(folder).find(([path]) => path.endsWith('.md'))!;
  const propose = viewCall(buildCreateProposalCall(payloadId, text[1], book));
  const next = `The first goes to the payload’s network, the second to Ethereum; its hash is of ${text[0]} as written here.`;
  return { files: { 'aave-vote.json': toJson({ chainId: book.chainId, source: book.source, date: book.date, next, calls: [register, propose] }), [text[0]]: text[1] }, calls: [register, propose] };
}
