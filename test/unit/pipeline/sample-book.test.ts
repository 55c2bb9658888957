import { expect, test } from '@jest/globals';
import type { ReserveParameters } from '../../../src/core/reserve-parameters.js';
import type { SampleColumns, SampleStore } from '../../../src/pipeline/ports.js';
import { SampleBook, spreadSamples } from '../../../src/pipeline/stages/sample-book.js';
import { pathAt, SAMPLE_COLUMNS } from '../../../src/simulation/chunk.js';
import type { Executor } from '../../../src/simulation/executors/executor.js';

const SETS = [7000, 7100].map((ltvBps) => ({ ltvBps, liquidationThresholdBps: 8300, liquidationBonusBps: 700 }));
const [FIRST, SECOND] = SETS as [ReserveParameters, ReserveParameters];
const CHOSEN = Int32Array.of(5, 9);
const ignore = (): void => {};

/** Every figure is 100 × LTV + path; notes which paths of which set were asked for. */
function createLabelled(asked: string[]): Executor {
  return {
    async runChunks(chunks, onSamples) {
      let index = 0;
      for (const chunk of chunks) {
        const paths = Array.from({ length: chunk.toPath - chunk.fromPath }, (_, offset) => pathAt(chunk, chunk.fromPath + offset));
        asked.push(...paths.map((path) => `${chunk.candidates[0]!.ltvBps} ${path}`));
        onSamples({ values: Float64Array.from(paths.flatMap((path) => SAMPLE_COLUMNS.map(() => chunk.candidates[0]!.ltvBps * 100 + path))) }, index++);
      }
    },
    close: () => Promise.resolve(),
  };
}

function createStore(kept: Map<string, number[]>): SampleStore {
  return {
    recall: (key) => (kept.has(key) ? (Object.fromEntries(SAMPLE_COLUMNS.map((column) => [column, Float64Array.from(kept.get(key)!)])) as SampleColumns) : undefined),
    keep: async (key, from, { badDebtUsd }) => {
      expect(from).toBe(kept.get(key)?.length ?? 0);
      kept.set(key, [...(kept.get(key) ?? []), ...badDebtUsd!]);
    },
  };
}

function openBook(asked: string[], store?: SampleStore): SampleBook<ReserveParameters, ReserveParameters> {
  return new SampleBook(createLabelled(asked), { keyOf: ({ ltvBps }) => String(ltvBps), candidateOf: (set) => set }, store ? { store } : {});
}

async function learnAll(book: SampleBook<ReserveParameters, ReserveParameters>): Promise<void> {
  await book.learnFirst(SETS, 3, ignore);
  await book.learnChosen(SETS, CHOSEN, ignore);
  await book.learnFirst(SETS, 7, ignore);
}

test('simulates every path of a set once: the first ones, the chosen ones, then the rest between them', async () => {
  const asked: string[] = [];
  const book = openBook(asked);
  await learnAll(book);
  const { first, chosen } = book.of(FIRST);
  expect([...first.badDebtUsd]).toEqual([0, 1, 2, 3, 4, 5, 6].map((path) => 700_000 + path));
  expect([...chosen!.samples.penaltyUsd]).toEqual([700_005, 700_009]);
  expect([...spreadSamples(book.of(FIRST), 11).badDebtUsd]).toEqual([...[0, 1, 2, 3, 4, 5, 6].map((path) => 700_000 + path), 0, 0, 700_009, 0]);
  await book.learnFirst(SETS, 11, ignore);
  expect([...book.of(SECOND).first.badDebtUsd]).toEqual(Array.from({ length: 11 }, (_, path) => 710_000 + path));
  expect(asked).toHaveLength(new Set(asked).size);
  expect(asked).toHaveLength(2 * 11);
  await expect(book.learnChosen(SETS, CHOSEN, ignore)).rejects.toThrow('chosen paths were known in part');
});

test('goes on from what a store holds, wherever it broke off, and asks for no more than is missing', async () => {
  const whole = new Map<string, number[]>();
  await learnAll(openBook([], createStore(whole)));
  for (const left of [0, 3, 5, 8]) {
    const kept = new Map([['7000', whole.get('7000')!.slice(0, left)], ['7100', whole.get('7100')!]].filter(([, values]) => values!.length > 0) as [string, number[]][]);
    const asked: string[] = [];
    const book = openBook(asked, createStore(kept));
    await learnAll(book);
    expect([...book.of(FIRST).first.badDebtUsd]).toEqual([0, 1, 2, 3, 4, 5, 6].map((path) => 700_000 + path));
    expect(kept).toEqual(whole);
    expect(asked).toHaveLength(8 - left);
  }
});
