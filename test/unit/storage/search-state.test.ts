import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SAMPLE_COLUMNS } from '../../../src/simulation/chunk.js';
import { createSamples, type PathSamples } from '../../../src/simulation/samples.js';
import { resumeSearchState, startSearchState } from '../../../src/storage/search-state.js';

const MINE = { inputHash: 'a1', runId: 'mine-a1', columns: SAMPLE_COLUMNS };
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-state-'));
  path = join(folder, 'deep', 'search.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Figures whose every bit must come back. */
function fill(paths: number, from: number): PathSamples {
  const samples = createSamples(paths);
  SAMPLE_COLUMNS.forEach((column, index) => samples[column].forEach((_, i) => (samples[column][i] = (from + i + 1) / 3 + index * 1e17)));
  return samples;
}

async function writeTwo(): Promise<void> {
  const state = await startSearchState(path, MINE);
  await state.keep('1,2,3', 0, fill(4, 0));
  await state.keep('4,5,6', 0, fill(2, 0));
  await state.keep('1,2,3', 4, fill(3, 4));
}

describe('search state', () => {
  test('gives back what was kept, joined by candidate, bit for bit', async () => {
    await writeTwo();
    const state = await resumeSearchState(path, MINE);
    expect(state.recalledPaths).toBe(9);
    expect(state.recall('1,2,3')).toEqual(fill(7, 0));
    expect(state.recall('9,9,9')).toBeUndefined();
  });

  test('cuts off a line that a killed process left unfinished, and goes on behind the last whole one', async () => {
    await writeTwo();
    const whole = await readFile(path, 'utf8');
    await writeFile(path, whole.slice(0, -20));
    const state = await resumeSearchState(path, MINE);
    expect(state.recall('1,2,3')).toEqual(fill(4, 0));
    await state.keep('1,2,3', 4, fill(3, 4));
    expect(await readFile(path, 'utf8')).toBe(whole);
  });

  test('cuts off from a damaged line on', async () => {
    await writeTwo();
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.with(2, lines[2]!.replace(/"samples":"..../, '"samples":"////')).join('\n'));
    expect((await resumeSearchState(path, MINE)).recalledPaths).toBe(4);
    expect(await readFile(path, 'utf8')).toBe(`${lines.slice(0, 2).join('\n')}\n`);
  });

  test('refuses a state of another run, of another build, and what is none', async () => {
    await writeTwo();
    const resume = (identity: typeof MINE) => resumeSearchState(path, identity);
    await expect(resume({ ...MINE, inputHash: 'b2', runId: 'other-b2' })).rejects.toMatchObject({ exitCode: 2, where: path, message: 'the state belongs to run mine-a1, and this is other-b2' });
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('badDebtUsd', 'other'));
    await expect(resume(MINE)).rejects.toThrow("the state belongs to an older build's run mine-a1");
    await writeFile(path, text.replace('plimsoll-search/2', 'plimsoll-search/1'));
    await expect(resume(MINE)).rejects.toThrow("the state belongs to an older build's run mine-a1");
    await writeFile(path, 'name: policy\n');
    await expect(resume(MINE)).rejects.toMatchObject({ exitCode: 2, message: 'the file is not the state of a search' });
    await rm(path);
    await expect(resume(MINE)).rejects.toMatchObject({ exitCode: 2, message: 'there is no search to go on with' });
  });

  test('starts anew over a state, never over something else', async () => {
    await writeTwo();
    await startSearchState(path, MINE);
    expect((await resumeSearchState(path, MINE)).recalledPaths).toBe(0);
    await writeFile(path, (await readFile(path, 'utf8')).replace('plimsoll-search/2', 'plimsoll-search/1'));
    await startSearchState(path, MINE);
    expect(await readFile(path, 'utf8')).toContain('plimsoll-search/2');
    await writeFile(path, 'precious');
    await expect(startSearchState(path, MINE)).rejects.toMatchObject({ exitCode: 2, message: 'the file exists and is not the state of a search' });
    expect(await readFile(path, 'utf8')).toBe('precious');
  });
});
