import { appendFile, mkdir, open, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { UsageError } from '../core/errors.js';
import type { SampleColumns, SampleStore } from '../pipeline/ports.js';

const SCHEMAS = 'plimsoll-search/';
/** Samples stand in the order in which they were simulated; the first form had them in the order of the paths. */
const SCHEMA = `${SCHEMAS}2`;

/** Whose search a state is: the hash over all that decides its figures, and the name that people see. */
export interface SearchIdentity {
  readonly inputHash: string;
  readonly runId: string;
  /** Names of the figures that are kept per path, in order. */
  readonly columns: readonly string[];
}

type Header = SearchIdentity & { readonly schema: string };

/** The samples that a search has simulated, in a file: lines of JSON, the first of which says whose they are. */
export interface SearchState extends SampleStore {
  /** Candidates × paths that the file held when it was opened. */
  readonly recalledPaths: number;
}

/**
 * Starts the state file of a search. What lay there is written over if it was such a file.
 *
 * @throws UsageError when the place cannot be written, or holds something else
 */
export async function startSearchState(path: string, identity: SearchIdentity): Promise<SearchState> {
  const text = await readState(path);
  if (text !== null && text !== '' && !isStateHeader(parseLine<Header>(text.split('\n', 1)[0]!))) throw refuse(path, 'the file exists and is not the state of a search', 'Name another file with --state, or move this one away.');
  const header: Header = { schema: SCHEMA, inputHash: identity.inputHash, runId: identity.runId, columns: identity.columns };
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'w');
    await file.writeFile(`${JSON.stringify(header)}\n`);
    await file.close();
  } catch (cause) {
    throw new UsageError(`cannot write the state of the search: ${(cause as Error).message}`, { where: path, suggestions: ['Name a file that you may write with --state.'], cause });
  }
  return new StateFile(path, identity.columns, new Map());
}

/**
 * Opens the state that a search left, to go on with it.
 *
 * Special case: from a line on that a killed process left unfinished, or that was damaged, the file is cut off.
 * @throws UsageError when there is no such file, it is something else, or it belongs to another run
 */
export async function resumeSearchState(path: string, { inputHash, runId, columns }: SearchIdentity): Promise<SearchState> {
  const text = await readState(path);
  if (text === null) throw refuse(path, 'there is no search to go on with', 'Run it without --resume first, or name its file with --state.');
  const lines = text.split('\n');
  const header = parseLine<Header>(lines[0]!);
  if (!isStateHeader(header)) throw refuse(path, 'the file is not the state of a search', 'Name the right one with --state.');
  if (header.schema !== SCHEMA || header.inputHash !== inputHash || header.columns.join() !== columns.join()) {
    const whose = header.runId === runId ? `an older build's run ${runId}` : `run ${header.runId}, and this is ${runId}`;
    throw refuse(path, `the state belongs to ${whose}`, 'Dataset, market, policy, seed, paths and version must be those it was started with; run without --resume to start anew.');
  }
  const stored = new Map<string, SampleColumns>();
  let bytes = Buffer.byteLength(lines[0]!) + 1;
  for (const line of lines.slice(1)) {
    const row = parseLine<SampleLine>(line);
    if (row === null || !addLine(stored, columns, row)) break;
    bytes += Buffer.byteLength(line) + 1;
  }
  if (bytes < Buffer.byteLength(text)) await truncate(path, bytes);
  return new StateFile(path, columns, stored);
}

/** One batch of samples: of candidate `key`, `paths` of them, after the `from` that were simulated before; columns one after the other as little-endian doubles, deflated (most are 0), in base64. */
interface SampleLine {
  readonly key: string;
  readonly from: number;
  readonly paths: number;
  readonly samples: string;
}

class StateFile implements SearchState {
  readonly recalledPaths: number;

  constructor(
    private readonly path: string,
    private readonly columns: readonly string[],
    private readonly stored: ReadonlyMap<string, SampleColumns>,
  ) {
    this.recalledPaths = [...stored.values()].reduce((sum, samples) => sum + countPaths(samples), 0);
  }

  recall(key: string): SampleColumns | undefined {
    return this.stored.get(key);
  }

  async keep(key: string, from: number, samples: SampleColumns): Promise<void> {
    const row: SampleLine = { key, from, paths: countPaths(samples), samples: encode(this.columns.map((column) => samples[column]!)) };
    await appendFile(this.path, `${JSON.stringify(row)}\n`).catch((cause: unknown) => {
      throw new UsageError(`cannot write the state of the search: ${(cause as Error).message}`, { where: this.path, cause });
    });
  }
}

/** Whether a first line is that of a search's state, of whichever form. */
function isStateHeader(header: Header | null): header is Header {
  return typeof header?.schema === 'string' && header.schema.startsWith(SCHEMAS);
}

/** Joins a line to what is known of its candidate; `false` when it does not continue it. */
function addLine(stored: Map<string, SampleColumns>, columns: readonly string[], { key, from, paths, samples }: SampleLine): boolean {
  const known = stored.get(key);
  const values = decode(samples);
  if (values === null || from !== (known ? countPaths(known) : 0) || values.length !== paths * columns.length) return false;
  const joined = columns.map((column, index) => [column, Float64Array.of(...(known?.[column] ?? []), ...values.subarray(index * paths, (index + 1) * paths))]);
  stored.set(key, Object.fromEntries(joined) as Record<string, Float64Array>);
  return true;
}

function countPaths(samples: SampleColumns): number {
  return Object.values(samples)[0]!.length;
}

function encode(columns: readonly Float64Array[]): string {
  const bytes = Buffer.alloc(columns.reduce((sum, { length }) => sum + length, 0) * 8);
  let cursor = 0;
  for (const column of columns) for (const value of column) cursor = bytes.writeDoubleLE(value, cursor);
  return deflateRawSync(bytes).toString('base64');
}

/** `null` for what was damaged. */
function decode(text: string): Float64Array | null {
  try {
    const bytes = inflateRawSync(Buffer.from(text, 'base64'));
    return Float64Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(index * 8));
  } catch {
    return null;
  }
}

function parseLine<T>(line: string): T | null {
  try {
    return JSON.parse(line) as T;
  } catch {
    return null;
  }
}

async function readState(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw new UsageError(`cannot read the state of the search: ${cause.message}`, { where: path, cause });
  });
}

function refuse(path: string, message: string, suggestion: string): UsageError {
  return new UsageError(message, { where: path, suggestions: [suggestion] });
}
