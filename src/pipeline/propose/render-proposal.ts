import { UsageError } from '../../core/errors.js';
import type { RunResult } from '../../core/run-result.js';
import type { AaveEngineVersion } from '../../proposal/aave/collateral-calls.js';
import type { AddressBook } from '../../proposal/address-book.js';
import type { SignerView } from '../../proposal/calls/governance-call.js';
import type { ProposalFormat, ProposalRequest, RenderedProposal } from './proposal-request.js';

const SECONDS_PER_DAY = 86_400;
/** Snapshot's usual length of an Aave vote, after a day's delay. */
const VOTE_DAYS = 3;
const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000';

/** The forms that somebody could execute. */
export function listExecutable(formats: readonly ProposalFormat[]): ProposalFormat[] {
  return formats.filter((format) => format !== 'arfc' && format !== 'snapshot');
}

/** Renders the forms asked for. Encoders load here, when they are needed. @throws UsageError naming what a form lacks */
export async function renderProposal(result: RunResult, formats: readonly ProposalFormat[], request: ProposalRequest): Promise<RenderedProposal> {
  const [{ renderArfc }, { buildProposalModel }] = await Promise.all([import('../../proposal/aave/arfc.js'), import('../../proposal/model.js')]);
  const { headline } = buildProposalModel(result);
  const arfc = renderArfc(result, { author: request.author, createdIsoDate: request.isoDate });
  const files: Record<string, string> = {};
  const calls: SignerView[] = [];
  for (const format of formats) {
    const rendered = await renderFormat(format, result, request, arfc, headline);
    Object.assign(files, rendered.files);
    calls.push(...rendered.calls.filter(({ calldata }) => calls.every((known) => known.calldata !== calldata)));
  }
  return { headline, files, calls };
}

async function renderFormat(format: ProposalFormat, result: RunResult, request: ProposalRequest, arfc: string, headline: string): Promise<Omit<RenderedProposal, 'headline'>> {
  if (format === 'arfc') return { files: { 'arfc.md': arfc }, calls: [] };
  if (format === 'snapshot') return { files: { 'snapshot.json': await renderSnapshot(request, arfc, headline) }, calls: [] };
  const book = request.book;
  if (!book) throw new UsageError(`the form ${format} needs addresses`, { where: '--addresses', suggestions: ['Give an address book: network, chainId, source, date, contracts, assets. docs/guide/propose.md shows one.'] });
  if (format === 'aip' || format === 'aip-calls') {
    const { renderAip } = await import('./render-aip.js');
    return renderAip(format, result, request, book);
  }
  if (format === 'steward') {
    if (request.venue !== 'aave-v3') throw new UsageError(`${request.venue} has no risk steward`, { where: '--format steward', suggestions: ['Ask for calls, safe or governor; or say --venue aave-v3 where the payload is for a v3 market.'] });
    return renderSteward(result, request.engine, book);
  }
  const [{ buildConfiguratorCall, requireAddress }, { decodeCall }] = await Promise.all([import('../../proposal/aave/collateral-calls.js'), import('../../proposal/calls/governance-call.js')]);
  const call = buildConfiguratorCall(result, book);
  const views: SignerView[] = [{ ...call, decoded: decodeCall(call) }];
  if (format === 'calls') return { files: { 'calls.json': toJson({ chainId: book.chainId, source: book.source, date: book.date, calls: views }) }, calls: views };
  if (format === 'safe') {
    const { buildSafeBatch } = await import('../../proposal/safe/batch.js');
    const createdAtMilliseconds = Date.parse(`${request.isoDate}T00:00:00Z`);
    const safe = book.contracts['safe'] ?? ZERO_ADDRESS;
    return { files: { 'safe-batch.json': toJson(buildSafeBatch([call], { chainId: book.chainId, name: headline, description: `Plimsoll run ${result.runId}`, createdAtMilliseconds, safe })) }, calls: views };
  }
  const { buildGovernorBundle } = await import('../../proposal/governor/bundle.js');
  const description = `# ${headline.replace(/\s+/g, ' ')}\n\n${arfc.replace(/^---[\s\S]*?\n---\n+/, '')}`;
  return { files: { 'governor.json': toJson(buildGovernorBundle([call], requireAddress(book.contracts, 'governor', 'contracts'), book.chainId, description)) }, calls: views };
}

async function renderSteward(result: RunResult, engine: AaveEngineVersion, book: AddressBook): Promise<Omit<RenderedProposal, 'headline'>> {
  const [{ buildStewardCall }, { planStewardSteps }, { decodeCall }] = await Promise.all([
    import('../../proposal/aave/collateral-calls.js'),
    import('./steward-schedule.js'),
    import('../../proposal/calls/governance-call.js'),
  ]);
  const steps = planStewardSteps(result.current, result.recommended).map(({ afterSeconds, from, to }) => {
    const call = buildStewardCall(result.asset, from, to, engine, book);
    return { earliestAfterDays: afterSeconds / SECONDS_PER_DAY, ...call, decoded: decodeCall(call) };
  });
  return { files: { 'steward-schedule.json': toJson({ engine, chainId: book.chainId, source: book.source, date: book.date, steps }) }, calls: steps };
}

async function renderSnapshot({ space, snapshotBlock, isoDate, book }: ProposalRequest, arfc: string, headline: string): Promise<string> {
  if (space === null || snapshotBlock === null) throw new UsageError('the form snapshot needs a space and a block', { where: '--space, --snapshot-block', suggestions: ['For example --space aave.eth --snapshot-block 19000000.'] });
  const { buildSnapshotProposal } = await import('../../proposal/snapshot/typed-data.js');
  const timestampSeconds = Date.parse(`${isoDate}T00:00:00Z`) / 1000;
  const startSeconds = timestampSeconds + SECONDS_PER_DAY;
  const body = arfc.replace(/^---[\s\S]*?\n---\n+/, '');
  const from = book?.contracts['proposer'] ?? ZERO_ADDRESS;
  return toJson(buildSnapshotProposal({ from, space, title: `[ARFC] ${headline}`, body, discussion: '', timestampSeconds, startSeconds, endSeconds: startSeconds + VOTE_DAYS * SECONDS_PER_DAY, snapshotBlock }));
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
