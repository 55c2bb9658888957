/** What a proposal is made of: a run's outcome, or a request file. */
import { resolve } from 'node:path';
import { UsageError } from '../../core/errors.js';
import type { AddressBook } from '../../proposal/address-book.js';
import type { RunEvidence } from '../../proposal/evidence/evidence.js';
import type { ProposalModel } from '../../proposal/model.js';
import { readRunManifest, readRunOutcome } from '../../storage/run-manifest.js';
import { readTextFile } from '../../storage/text-file.js';
import { parseAddressBook } from '../config/address-book-file.js';
import { parseChangeRequest, type ChangeRequest } from '../config/change-request-file.js';
import type { Gate } from './gate.js';
import { PROPOSAL_VENUES, type ProposalVenue } from './proposal-request.js';
import { buildRequestedModel } from './read-changes.js';
import { checkRequestGates } from './request-gates.js';

export interface SourceOptions {
  /** Run folder, as the argument or as the flag. */
  readonly folder?: string | undefined;
  readonly run?: string | undefined;
  readonly changes?: string | undefined;
  /** File of the values in force, for a run. */
  readonly inForce?: string | undefined;
  readonly addresses?: string | undefined;
  readonly venue?: string | undefined;
  readonly maxAgeDays?: number | undefined;
}

export interface ReadSource {
  readonly model: ProposalModel;
  readonly evidence: RunEvidence | null;
  readonly venue: ProposalVenue;
  readonly book: AddressBook | null;
  readonly gates: readonly Gate[];
  /** Where drafts go when nothing else is said. */
  readonly folder: string;
}

/** Reads whichever of run and request is given, and checks it. @throws UsageError when it is neither or both, or does not fit */
export async function readSource(options: SourceOptions, workingFolder: string, isoDate: string): Promise<ReadSource> {
  const { changes } = options;
  const run = options.folder ?? options.run;
  if (options.run !== undefined && options.run !== run) throw new UsageError('two run folders are given', { where: `${run}, --run ${options.run}`, suggestions: ['Leave one of them out.'] });
  if (run !== undefined && changes !== undefined) throw new UsageError('a proposal comes from a run or from a request, not from both', { where: '--changes', suggestions: ['Leave one of them out.'] });
  if (run !== undefined) return readRun(run, options, workingFolder, isoDate);
  if (options.inForce !== undefined) throw new UsageError('values in force stand beside a run', { where: '--in-force', suggestions: ['Give the run folder too; a file of changes states its own values in force.'] });
  if (changes !== undefined) return readRequest(changes, options, workingFolder, isoDate);
  throw new UsageError('there is nothing to propose', { where: 'FOLDER, --changes', suggestions: ['Give a run folder, or a file of changes with --changes: docs/guide/propose.md shows one.'] });
}

async function readRun(run: string, options: SourceOptions, workingFolder: string, isoDate: string): Promise<ReadSource> {
  const folder = resolve(workingFolder, run);
  const result = await readRunOutcome(folder, await readRunManifest(folder));
  const venue = readVenue(options.venue ?? result.market.venue);
  const inForce = options.inForce === undefined ? null : await readInForce(options.inForce, venue, workingFolder);
  const book = await readAddressBook(options.addresses, workingFolder, inForce?.network ?? result.market.network);
  const { readRunProposal } = await import('./read-run.js');
  return { ...readRunProposal(result, { venue, inForce, book, isoDate, maxAgeDays: options.maxAgeDays }), venue, book, folder: resolve(folder, 'drafts') };
}

/** The title, if the file has one, is the proposal's; without one the headline is made from what changes. */
async function readInForce(path: string, venue: ProposalVenue, workingFolder: string): Promise<ProposalModel> {
  const request = await readChangeFile(path, '--in-force', workingFolder);
  if (request.venue !== venue) throw new UsageError(`the values in force are of ${request.venue}, the proposal is for ${venue}`, { where: `--in-force ${path}`, suggestions: [`Give the file of ${venue}, or say --venue ${request.venue}.`] });
  const model = buildRequestedModel(request, venue);
  return request.title === undefined ? { ...model, headline: '' } : model;
}

async function readRequest(path: string, options: SourceOptions, workingFolder: string, isoDate: string): Promise<ReadSource> {
  const request = await readChangeFile(path, '--changes', workingFolder);
  if (options.venue !== undefined && options.venue !== request.venue) throw new UsageError(`the request is for ${request.venue}, not for ${options.venue}`, { where: '--venue', suggestions: ['Leave --venue out: the request names its venue.'] });
  const venue = readVenue(request.venue);
  const model = buildRequestedModel(request, venue);
  const book = await readAddressBook(options.addresses, workingFolder, request.network);
  return { model, evidence: null, venue, book, gates: checkRequestGates(model, venue, isoDate, book, options.maxAgeDays), folder: resolve(workingFolder, 'proposal') };
}

async function readChangeFile(path: string, flag: string, workingFolder: string): Promise<ChangeRequest> {
  const text = await readTextFile(resolve(workingFolder, path));
  if (text === null) throw new UsageError('there is no such file', { where: `${flag} ${path}` });
  return parseChangeRequest(text, path);
}

function readVenue(name: string): ProposalVenue {
  const venue = PROPOSAL_VENUES.find((known) => known === name);
  if (venue) return venue;
  throw new UsageError(`venue ${name} cannot hold these parameters`, { where: '--venue', suggestions: [`Use: ${PROPOSAL_VENUES.join(', ')}.`] });
}

async function readAddressBook(path: string | undefined, workingFolder: string, network: string): Promise<AddressBook | null> {
  if (path === undefined) return null;
  const text = await readTextFile(resolve(workingFolder, path));
  if (text === null) throw new UsageError('there is no such file', { where: `--addresses ${path}` });
  const book = parseAddressBook(text, path);
  if (book.network === network) return book;
  throw new UsageError(`the address book is of ${book.network}, the proposal of ${network}`, { where: `${path}, network`, suggestions: ['Give the book of the same network: a payload for another one would fail or do something else.'] });
}
