import { resolve } from 'node:path';
import { UsageError } from '../core/errors.js';
import type { RunResult } from '../core/run-result.js';
import type { AddressBook } from '../proposal/address-book.js';
import { assertHeaderOptions, AUTHOR_PLACEHOLDER } from '../proposal/aave/arfc.js';
import type { SignerView } from '../proposal/calls/governance-call.js';
import { listParameters, type ParameterChange } from '../report/words/parameters.js';
import { publishReport } from '../storage/report-files.js';
import { readRunManifest, readRunResult } from '../storage/run-manifest.js';
import { readTextFile } from '../storage/text-file.js';
import { parseAddressBook } from './config/address-book-file.js';
import { assertExecutable, GATE_NAMES, type Gate } from './propose/gate.js';
import { checkGates } from './propose/gates.js';
import { PROPOSAL_FORMATS, PROPOSAL_VENUES, type ProposalFormat, type ProposalRequest, type ProposalVenue } from './propose/proposal-request.js';
import { listExecutable, renderProposal } from './propose/render-proposal.js';
import { withdrawChange } from './propose/withdraw-change.js';

export type { SignerView };

export interface ProposeOptions {
  /** Run folder. */
  readonly run: string;
  readonly formats?: readonly string[] | undefined;
  /** Address book file. */
  readonly addresses?: string | undefined;
  readonly engine?: string | undefined;
  /** Venue of the payload, instead of the run's. */
  readonly venue?: string | undefined;
  readonly author?: string | undefined;
  readonly date?: string | undefined;
  /** Snapshot space, e.g. `aave.eth`, and block. */
  readonly space?: string | undefined;
  readonly snapshotBlock?: number | undefined;
  /** How many days older than the proposal the snapshot may be; when given, an older one is refused in every form. */
  readonly maxAgeDays?: number | undefined;
  /** Whether the reply holds every parameter before and after. */
  readonly diff?: boolean | undefined;
  readonly out?: string | undefined;
  /** Gates that must hold; `any` is all of them. */
  readonly failOn?: readonly string[] | undefined;
}

export interface ProposeReply {
  readonly runId: string;
  readonly decision: 'change' | 'keep';
  readonly headline: string;
  readonly gates: readonly Gate[];
  /** Gates that were asked to hold and do not. */
  readonly failed: readonly string[];
  readonly calls: readonly SignerView[];
  /** Every parameter before and after, in basis points; empty when not asked for. */
  readonly diff: readonly ParameterChange[];
  /** Absolute paths. */
  readonly files: readonly string[];
}

/**
 * Writes a run's proposal drafts and payloads anew from its outcome alone, after checking what a signer would want to hold.
 *
 * Special cases: a run that recommends no change gives the draft that says so, and refuses executable forms: there is nothing to execute.
 * @throws UsageError when a format, an address or a date is missing or wrong; DataError when the outcome was changed
 */
export async function proposePipeline(options: ProposeOptions, { workingFolder, today }: { readonly workingFolder: string; readonly today: string }): Promise<ProposeReply> {
  const folder = resolve(workingFolder, options.run);
  const manifest = await readRunManifest(folder);
  const result = await readRunResult(folder, manifest);
  const formats = readFormats(options.formats);
  const required = readGateNames(options.failOn ?? []);
  const isoDate = options.date ?? today;
  const book = options.addresses === undefined ? null : await readAddressBook(options.addresses, workingFolder, result);
  const request: ProposalRequest = {
    author: options.author ?? AUTHOR_PLACEHOLDER,
    isoDate,
    book,
    engine: options.engine === 'v3.7' ? 'v3.7' : 'v3.6',
    venue: readVenue(options.venue ?? result.market.venue),
    space: options.space ?? null,
    snapshotBlock: options.snapshotBlock ?? null,
  };
  assertHeaderOptions({ author: request.author, createdIsoDate: isoDate });
  const gates = checkGates(result, isoDate, book, options.maxAgeDays);
  if (options.maxAgeDays !== undefined) assertFresh(gates);
  assertExecutable(gates, listExecutable(formats));
  const isVisible = gates.every(({ name, holds }) => name !== 'distinguishable' || holds);
  const proposed = isVisible ? result : withdrawChange(result);
  const { files, calls, headline } = await renderProposal(proposed, formats, request);
  const written = await publishReport(options.out === undefined ? resolve(folder, 'proposal') : resolve(workingFolder, options.out), files);
  return {
    runId: result.runId,
    decision: proposed.recommended.decision,
    headline,
    gates,
    failed: gates.filter(({ name, holds }) => required.includes(name) && !holds).map(({ name }) => name),
    calls,
    diff: options.diff === true ? listParameters(proposed) : [],
    files: written,
  };
}

function assertFresh(gates: readonly Gate[]): void {
  const stale = gates.find(({ name, holds }) => name === 'fresh-data' && !holds);
  if (stale) throw new UsageError(`gate fresh-data does not hold: ${stale.detail}`, { where: '--max-age-days', suggestions: [stale.remedy] });
}

function readFormats(names: readonly string[] | undefined): ProposalFormat[] {
  return (names ?? ['arfc']).map((name) => {
    const format = PROPOSAL_FORMATS.find((known) => known === name);
    if (format) return format;
    throw new UsageError(`there is no format ${name}`, { where: '--format', suggestions: [`Use: ${PROPOSAL_FORMATS.join(', ')}.`] });
  });
}

function readVenue(name: string): ProposalVenue {
  const venue = PROPOSAL_VENUES.find((known) => known === name);
  if (venue) return venue;
  throw new UsageError(`venue ${name} cannot hold these parameters`, { where: '--venue', suggestions: [`Use: ${PROPOSAL_VENUES.join(', ')}.`] });
}

function readGateNames(names: readonly string[]): readonly string[] {
  const unknown = names.find((name) => name !== 'any' && !GATE_NAMES.some((known) => known === name));
  if (unknown !== undefined) throw new UsageError(`there is no gate ${unknown}`, { where: '--fail-on', suggestions: [`Use: ${GATE_NAMES.join(', ')} or any.`] });
  return names.includes('any') ? GATE_NAMES : names;
}

async function readAddressBook(path: string, workingFolder: string, { market }: RunResult): Promise<AddressBook> {
  const text = await readTextFile(resolve(workingFolder, path));
  if (text === null) throw new UsageError('there is no such file', { where: `--addresses ${path}` });
  const book = parseAddressBook(text, path);
  if (book.network === market.network) return book;
  throw new UsageError(`the address book is of ${book.network}, the run of ${market.network}`, { where: `${path}, network`, suggestions: ['Give the book of the same network: a payload for another one would fail or do something else.'] });
}
