import { afterEach, describe, expect, test } from '@jest/globals';
import { DataError, InternalError } from '../../../../src/core/errors.js';
import { NO_STRESS, type Chunk, type SharedJob } from '../../../../src/simulation/chunk.js';
import { evaluateCandidates, type Executor } from '../../../../src/simulation/executors/executor.js';
import { createInProcessExecutor } from '../../../../src/simulation/executors/in-process.js';
import { createWorkerPoolExecutor } from '../../../../src/simulation/executors/worker-pool.js';
import type { PathSamples } from '../../../../src/simulation/samples.js';
import { PARAMETERS, SMALL_JOB } from '../../../support/small-job.js';

const CANDIDATES = [PARAMETERS, { ...PARAMETERS, liquidationThresholdBps: 7700 }, { ...PARAMETERS, liquidationBonusBps: 800 }];
const PATHS = 100;
/** Threads run the build. */
const BUILT_WORKER = new URL('../../../../dist/src/simulation/executors/worker-entry.js', import.meta.url);
const MORTAL_WORKER = new URL('fixtures/mortal-worker.mjs', import.meta.url);
const BROKEN_WORKER = new URL('fixtures/broken-worker.mjs', import.meta.url);

const executors: Executor[] = [];
const keep = <T extends Executor>(executor: T): T => {
  executors.push(executor);
  return executor;
};
afterEach(async () => {
  await Promise.all(executors.splice(0).map((executor) => executor.close()));
});

interface Trial {
  readonly how: 'exit' | 'stray error' | 'hang' | 'fail';
  readonly atPaths: readonly number[];
  readonly times: number;
}

function createMortalPool({ how, atPaths, times }: Trial, workers: number): { pool: Executor; calls: () => number } {
  const calls = new Int32Array(new SharedArrayBuffer(4));
  const trial = { how, atPaths, left: new Int32Array(new SharedArrayBuffer(4)).fill(times), calls };
  return { pool: keep(createWorkerPoolExecutor({ ...SMALL_JOB, trial } as SharedJob, workers, MORTAL_WORKER)), calls: () => calls[0]! };
}

const toPlain = (samples: readonly PathSamples[]): unknown => samples.map((sample) => Object.entries(sample).map(([name, values]) => [name, Array.from(values)]));
const evaluate = async (executor: Executor, options: Parameters<typeof evaluateCandidates>[3] = {}): Promise<unknown> => toPlain(await evaluateCandidates(executor, CANDIDATES, PATHS, options));
const inThisThread = (job: SharedJob = SMALL_JOB): Promise<unknown> => evaluate(createInProcessExecutor(job));

function* chunksOf(count: number, onTaken: () => void = () => undefined): Generator<Chunk> {
  for (let index = 0; index < count; index++) {
    onTaken();
    yield { candidates: [PARAMETERS], fromPath: index, toPath: index + 1, stress: NO_STRESS };
  }
}

describe('the worker pool', () => {
  test.each([1, 2, 3])('gives with %i workers what this thread gives', async (workers) => {
    const expected = await inThisThread();
    expect(JSON.stringify(expected)).toMatch(/[1-9]\d{3}/);
    const pool = keep(createWorkerPoolExecutor(SMALL_JOB, workers, BUILT_WORKER));
    expect(await evaluate(pool)).toEqual(expected);
    const slow = { ...NO_STRESS, recoveryScale: 4, volatilityScale: 1.5 };
    expect(await evaluate(pool, { stress: slow })).toEqual(await evaluate(createInProcessExecutor(SMALL_JOB), { stress: slow }));
  });

  test.each([
    ['exit', 1, 1],
    ['exit', 2, 2],
    ['stray error', 3, 2],
  ] as const)('a thread that dies (%s) under %i workers, %i times, changes nothing, and progress never falls', async (how, workers, times) => {
    const { pool, calls } = createMortalPool({ how, atPaths: [16], times }, workers);
    const fractions: number[] = [];
    expect(await evaluate(pool, { onProgress: (fraction) => fractions.push(fraction) })).toEqual(await inThisThread());
    expect(calls()).toBe(fractions.length + times);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  test('a chunk that takes three threads with it ends the run, and says where and what to do', async () => {
    const { pool, calls } = createMortalPool({ how: 'exit', atPaths: [16], times: 99 }, 2);
    const error = await pool.runChunks(chunksOf(40), () => undefined).catch((thrown: unknown) => thrown as InternalError);
    expect(error).toBeInstanceOf(InternalError);
    expect(error).toMatchObject({ exitCode: 70, message: 'a worker thread ended 3 times at paths 16 to 16: worker exited with code: 7', suggestions: [expect.stringContaining('--workers 1')] });
    // The chunks before, three tries, and no more than what was under way beside them.
    expect(calls()).toBeLessThanOrEqual(16 + 3 + 3 * 4);
  });

  test('threads that cannot start end the run, not hang it', async () => {
    const pool = keep(createWorkerPoolExecutor(SMALL_JOB, 2, BROKEN_WORKER));
    await expect(evaluate(pool)).rejects.toMatchObject({ exitCode: 70, message: expect.stringMatching(/this module cannot be loaded/) });
  });

  test('what the model throws is thrown here as it is, once, as from this thread', async () => {
    const broken: SharedJob = { ...SMALL_JOB, current: { ...PARAMETERS, ltvBps: 0 } };
    const pool = keep(createWorkerPoolExecutor(broken, 2, BUILT_WORKER));
    const expected = (await inThisThread(broken).catch((error: unknown) => error)) as InternalError;
    await expect(evaluate(pool)).rejects.toThrow(InternalError);
    await expect(evaluate(pool)).rejects.toMatchObject({ name: expected.name, exitCode: 70, message: expected.message });
  });

  test('of two chunks that fail, the first in order is reported, whichever fails first, and none is tried again', async () => {
    const { pool, calls } = createMortalPool({ how: 'fail', atPaths: [4, 5], times: 99 }, 2);
    const error = await pool.runChunks(chunksOf(1000), () => undefined).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ exitCode: 3, message: 'no data at path 4', where: 'a table', suggestions: ['pull again'] });
    expect(calls()).toBeLessThan(20);
  });

  test('takes chunks as they are needed: two per thread at once', async () => {
    let taken = 0;
    let handedOver = 0;
    let most = 0;
    const chunks = chunksOf(200, () => (most = Math.max(most, ++taken - handedOver)));
    await keep(createWorkerPoolExecutor(SMALL_JOB, 2, BUILT_WORKER)).runChunks(chunks, () => handedOver++);
    expect([taken, handedOver, most]).toEqual([200, 200, 4]);
  });

  test('an abort ends threads that hang in a chunk within a second, with the reason of the signal', async () => {
    const { pool } = createMortalPool({ how: 'hang', atPaths: [0, 16], times: 99 }, 2);
    const controller = new AbortController();
    const reason = new Error('enough');
    let abortedMs = 0;
    setTimeout(() => {
      abortedMs = performance.now();
      controller.abort(reason);
    }, 400);
    await expect(evaluate(pool, { signal: controller.signal })).rejects.toBe(reason);
    expect(performance.now() - abortedMs).toBeLessThan(1000);
    await expect(evaluate(pool, { signal: controller.signal })).rejects.toBe(reason);
    await pool.close();
    await expect(evaluate(pool)).rejects.toThrow('the executor was closed');
  });
});

describe('this thread as executor', () => {
  test('stops between chunks once the signal is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let handedOver = 0;
    const run = createInProcessExecutor(SMALL_JOB).runChunks(chunksOf(100), () => ++handedOver === 3 && controller.abort(reason), controller.signal);
    await expect(run).rejects.toBe(reason);
    expect(handedOver).toBe(3);
  });
});
