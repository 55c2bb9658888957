import { resolve } from 'node:path';
import { UsageError } from '../core/errors.js';
import type { SignerView } from '../proposal/calls/signer-view.js';
import { assertDraftOptions, PLACEHOLDER } from '../proposal/text/front-matter.js';
import { readDraftFolder } from '../storage/draft-folder.js';
import { publishReport } from '../storage/report-files.js';
import { heedInterrupt } from './interrupt.js';
import { countUp, runStage, type StageContext } from './progress.js';
import { compareDrafts, type DraftComparison } from './propose/compare-drafts.js';
import { assertExecutable, findBlockingGate, GATE_NAMES, type Gate } from './propose/gate.js';
import { listMoves, type ParameterMove } from './propose/list-moves.js';
import { listExecutable, PROPOSAL_FORMATS, PROPOSAL_VENUES, VENUE_FORMATS, type ProposalFormat, type ProposalRequest, type ProposalVenue } from './propose/proposal-request.js';
import { readSource, type SourceOptions } from './propose/read-source.js';
import { renderProposal } from './propose/render-proposal.js';

export { PROPOSAL_FORMATS, PROPOSAL_VENUES };
export type { DraftComparison, ParameterMove, SignerView };

export interface ProposeOptions extends SourceOptions {
  readonly formats?: readonly string[] | undefined;
  readonly engine?: string | undefined;
  readonly author?: string | undefined;
  readonly date?: string | undefined;
  /** Snapshot space, e.g. `aave.eth`, and block. */
  readonly space?: string | undefined;
  readonly snapshotBlock?: number | undefined;
  readonly payloadId?: number | undefined;
  /** Whether the reply holds every parameter before and after. */
  readonly diff?: boolean | undefined;
  /** Folder of an earlier draft to hold this one against. */
  readonly against?: string | undefined;
  /** Whether the drafts are given in the reply instead of being written. */
  readonly preview?: boolean | undefined;
  readonly out?: string | undefined;
  /** Gates that must hold; `any` is all of them. */
  readonly failOn?: readonly string[] | undefined;
}

export interface ProposeReply {
  /** `null` when no run stands behind the proposal. */
  readonly runId: string | null;
  readonly venue: string;
  readonly decision: 'change' | 'keep';
  readonly headline: string;
  readonly gates: readonly Gate[];
  /** Gates that were asked to hold and do not. */
  readonly failed: readonly string[];
  readonly calls: readonly SignerView[];
  /** Every parameter before and after; empty when not asked for. */
  readonly diff: readonly ParameterMove[];
  /** Each draft against the earlier one; empty when not asked for. */
  readonly comparison: readonly DraftComparison[];
  /** Path → content of what was not written because a preview was asked for. */
  readonly preview: Readonly<Record<string, string>>;
  /** Absolute paths of what was written. */
  readonly files: readonly string[];
}

export const PROPOSE_STAGES = { read: 'Read and check the changes', render: 'Write the drafts' } as const;

/**
 * Writes the drafts and payloads of a proposal from a run's outcome or a request alone, after checking what a signer would want to hold.
 *
 * Special cases: a proposal without a change gives the draft that says so, and refuses executable forms: there is nothing to execute.
 * @throws UsageError when a format, an address or a date is missing or wrong; DataError when the outcome was changed
 */
export async function proposePipeline(options: ProposeOptions, context: StageContext & { readonly workingFolder: string; readonly today: string }): Promise<ProposeReply> {
  const { workingFolder, today, signal } = context;
  const required = readGateNames(options.failOn ?? []);
  const isoDate = options.date ?? today;
  const author = options.author ?? PLACEHOLDER;
  assertDraftOptions({ author, createdIsoDate: isoDate });
  const { model, evidence, venue, book, gates, folder } = await runStage(context, PROPOSE_STAGES.read, () => readSource(options, workingFolder, isoDate), (read) => `${read.gates.filter(({ holds }) => holds).length} of ${read.gates.length} gates hold`);
  const formats = readFormats(options.formats, venue);
  const request: ProposalRequest = {
    author,
    isoDate,
    book,
    engine: options.engine === 'v3.7' ? 'v3.7' : 'v3.6',
    venue,
    space: options.space ?? null,
    snapshotBlock: options.snapshotBlock ?? null,
    payloadId: options.payloadId ?? null,
  };
  if (options.maxAgeDays !== undefined) assertFresh(gates);
  assertExecutable(gates, listExecutable(formats));
  const render = (): ReturnType<typeof renderProposal> => renderProposal({ model, evidence, request, isExecutable: findBlockingGate(gates) === undefined }, formats, countUp(context.progress, PROPOSE_STAGES.render, { total: formats.length, unit: 'forms' }));
  const { files, calls } = await runStage(context, PROPOSE_STAGES.render, render, (rendered) => `${Object.keys(rendered.files).length} files`);
  await heedInterrupt(signal);
  const comparison = options.against === undefined ? [] : await compareDrafts(await readDraftFolder(resolve(workingFolder, options.against)), files);
  const written = options.preview === true ? [] : await publishReport(options.out === undefined ? folder : resolve(workingFolder, options.out), files, signal);
  return {
    runId: evidence?.runId ?? null,
    venue,
    decision: model.decision,
    headline: model.headline,
    gates,
    failed: gates.filter(({ name, holds }) => required.includes(name) && !holds).map(({ name }) => name),
    calls,
    diff: options.diff === true ? listMoves(model) : [],
    comparison,
    preview: options.preview === true ? files : {},
    files: written,
  };
}

function assertFresh(gates: readonly Gate[]): void {
  const stale = gates.find(({ name, holds }) => name === 'fresh-data' && !holds);
  if (stale) throw new UsageError(`gate fresh-data does not hold: ${stale.detail}`, { where: '--max-age-days', suggestions: [stale.remedy] });
}

function readFormats(names: readonly string[] | undefined, venue: ProposalVenue): ProposalFormat[] {
  return (names ?? [VENUE_FORMATS[venue][0]]).map((name) => {
    const format = PROPOSAL_FORMATS.find((known) => known === name);
    if (format) return format;
    throw new UsageError(`there is no format ${name}`, { where: '--format', suggestions: [`Use: ${PROPOSAL_FORMATS.join(', ')}.`] });
  });
}

function readGateNames(names: readonly string[]): readonly string[] {
  const unknown = names.find((name) => name !== 'any' && !GATE_NAMES.some((known) => known === name));
  if (unknown !== undefined) throw new UsageError(`there is no gate ${unknown}`, { where: '--fail-on', suggestions: [`Use: ${GATE_NAMES.join(', ')} or any.`] });
  return names.includes('any') ? GATE_NAMES : names;
}
