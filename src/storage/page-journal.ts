import { open, mkdir, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { IdRange, SourceEntity } from '../pipeline/pull-ports.js';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Lengths of header and body, each as 32-bit integer, before every frame. */
const PREFIX_BYTES = 8;

interface Frame extends IdRange {
  readonly entities: number;
  readonly offset: number;
  readonly bytes: number;
}

/**
 * The pages of one collection in one append-only file: frames of a JSON header (the range) and a gzip body (the entities).
 *
 * Special cases: a frame that a killed process left unfinished at the end is cut off when the file is opened; gzip's checksum
 * finds a frame that was damaged otherwise.
 */
class CollectionJournal {
  private constructor(
    private readonly file: FileHandle,
    private readonly frames: Frame[],
    private end: number,
  ) {}

  static async open(path: string): Promise<CollectionJournal> {
    const size = await stat(path).then((found) => found.size, () => 0);
    const file = await open(path, size === 0 ? 'w+' : 'r+');
    const { frames, end } = await readFrames(file, size);
    if (end < size) await truncate(path, end);
    return new CollectionJournal(file, frames, end);
  }

  get covered(): readonly IdRange[] {
    return this.frames;
  }

  get entities(): number {
    return this.frames.reduce((sum, frame) => sum + frame.entities, 0);
  }

  async append(range: IdRange, entities: readonly SourceEntity[]): Promise<void> {
    const header = Buffer.from(JSON.stringify({ after: range.after, upTo: range.upTo, entities: entities.length }));
    const body = await compress(JSON.stringify(entities), { level: 1 });
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.writeUInt32LE(header.length, 0);
    prefix.writeUInt32LE(body.length, 4);
    // The place is taken before the write, so that pages arriving together never overlap.
    const start = this.end;
    this.end += PREFIX_BYTES + header.length + body.length;
    await this.file.write(Buffer.concat([prefix, header, body]), 0, undefined, start);
    this.frames.push({ ...range, entities: entities.length, offset: start + PREFIX_BYTES + header.length, bytes: body.length });
  }

  async *read(): AsyncIterable<readonly SourceEntity[]> {
    const frames = this.frames.filter(({ entities }) => entities > 0).sort((left, right) => (left.after < right.after ? -1 : 1));
    // The next page is unpacked beside the work on this one.
    let next = frames.length > 0 ? this.expandFrame(frames[0]!) : null;
    for (let index = 0; next !== null; index++) {
      const text: Buffer = await next;
      next = index + 1 < frames.length ? this.expandFrame(frames[index + 1]!) : null;
      // Awaited in the next round; a reader that stops before leaves it alone.
      next?.catch(() => {});
      yield JSON.parse(text.toString()) as SourceEntity[];
    }
  }

  private async expandFrame({ offset, bytes }: Frame): Promise<Buffer> {
    const body = Buffer.alloc(bytes);
    await this.file.read(body, 0, bytes, offset);
    return expand(body);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

async function readFrames(file: FileHandle, size: number): Promise<{ frames: Frame[]; end: number }> {
  const frames: Frame[] = [];
  const prefix = Buffer.alloc(PREFIX_BYTES);
  let end = 0;
  while (end + PREFIX_BYTES <= size) {
    await file.read(prefix, 0, PREFIX_BYTES, end);
    const headerBytes = prefix.readUInt32LE(0);
    const bytes = prefix.readUInt32LE(4);
    const offset = end + PREFIX_BYTES + headerBytes;
    if (headerBytes === 0 || offset + bytes > size) break;
    const header = Buffer.alloc(headerBytes);
    await file.read(header, 0, headerBytes, end + PREFIX_BYTES);
    frames.push({ ...(JSON.parse(header.toString()) as IdRange & { entities: number }), offset, bytes });
    end = offset + bytes;
  }
  return { frames, end };
}

/** The pages of every collection of one subgraph, one file each. */
export class PageJournal {
  private readonly journals = new Map<string, Promise<CollectionJournal>>();

  constructor(private readonly folder: string) {}

  async covered(collection: string): Promise<readonly IdRange[]> {
    return (await this.journal(collection)).covered;
  }

  async count(collection: string): Promise<number> {
    return (await this.journal(collection)).entities;
  }

  async append(collection: string, range: IdRange, entities: readonly SourceEntity[]): Promise<void> {
    await (await this.journal(collection)).append(range, entities);
  }

  async *read(collection: string): AsyncIterable<readonly SourceEntity[]> {
    yield* (await this.journal(collection)).read();
  }

  async close(): Promise<void> {
    const journals = [...this.journals.values()];
    this.journals.clear();
    for (const journal of journals) await (await journal).close();
  }

  /** Drops every page. */
  async clear(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private journal(collection: string): Promise<CollectionJournal> {
    const known = this.journals.get(collection) ?? this.openJournal(collection);
    this.journals.set(collection, known);
    return known;
  }

  private async openJournal(collection: string): Promise<CollectionJournal> {
    await mkdir(this.folder, { recursive: true });
    return CollectionJournal.open(join(this.folder, `${collection}.pages`));
  }
}
