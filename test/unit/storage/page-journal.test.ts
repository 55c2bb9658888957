import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceEntity } from '../../../src/pipeline/pull-ports.js';
import { PageJournal } from '../../../src/storage/page-journal.js';

let folder: string;
const file = (): string => join(folder, 'positions.pages');
const PAGES = [
  { range: { after: '0x', upTo: '0x4' }, entities: [{ id: '0x2' }, { id: '0x4' }] },
  { range: { after: '0x8', upTo: null }, entities: [{ id: '0x9' }] },
  { range: { after: '0x4', upTo: '0x8' }, entities: [{ id: '0x5', label: 'ü' }] },
];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(): Promise<void> {
  const journal = new PageJournal(folder);
  await Promise.all(PAGES.map(({ range, entities }) => journal.append('positions', range, entities)));
  await journal.close();
}

async function readBack(): Promise<{ ids: string[]; covered: number }> {
  const journal = new PageJournal(folder);
  const ids: string[] = [];
  const read: AsyncIterable<readonly SourceEntity[]> = journal.read('positions');
  for await (const page of read) ids.push(...page.map(({ id }) => id));
  const covered = (await journal.covered('positions')).length;
  await journal.close();
  return { ids, covered };
}

describe('a journal of pages', () => {
  test('gives back every entity in order of id, however the pages came', async () => {
    await write();
    expect(await readBack()).toEqual({ ids: ['0x2', '0x4', '0x5', '0x9'], covered: 3 });
  });

  test('cut anywhere keeps exactly the whole pages before the cut, and takes the lost ones again', async () => {
    await write();
    const whole = await readFile(file());
    let most = 0;
    for (let bytes = 0; bytes <= whole.length; bytes++) {
      await writeFile(file(), whole);
      await truncate(file(), bytes);
      const { covered } = await readBack();
      expect(covered).toBeGreaterThanOrEqual(most);
      most = covered;
      // What was left of the torn page is gone, so that the next page is written where it can be found.
      expect((await stat(file())).size).toBeLessThanOrEqual(bytes);
    }
    expect(most).toBe(3);
    await truncate(file(), whole.length - 1);
    expect((await readBack()).covered).toBe(2);
    const journal = new PageJournal(folder);
    await journal.append('positions', PAGES[2]!.range, PAGES[2]!.entities);
    await journal.close();
    expect((await readBack()).covered).toBe(3);
  });

  test('does not hand out a page whose bytes were damaged', async () => {
    await write();
    const bytes = await readFile(file());
    bytes[bytes.length - 12]! ^= 0xff;
    await writeFile(file(), bytes);
    await expect(readBack()).rejects.toThrow();
  });
});
