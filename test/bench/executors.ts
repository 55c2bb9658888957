import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { loadInputs } from '../../src/pipeline/inputs.js';
import { buildScenario } from '../../src/pipeline/stages/build-scenario.js';
import { fitModels } from '../../src/pipeline/stages/fit-models.js';
import { evaluateCandidates, type Executor } from '../../src/simulation/executors/executor.js';
import { createInProcessExecutor } from '../../src/simulation/executors/in-process.js';
import { createWorkerPoolExecutor } from '../../src/simulation/executors/worker-pool.js';
import type { PathSamples } from '../../src/simulation/samples.js';
import type { BenchResult } from './measure.js';

const CANDIDATES = 12;
const PATHS = 512;
const ROUNDS = 9;
/** About as long as a batch takes. */
const COUNTS = 2e8;

/**
 * A batch of finalists on the bundled book, as a search evaluates it: two threads against one, in turns; the median of the ratios within a
 * round counts. Threads have started and drawn their paths. Two threads that only count, in the same rounds, say what the machine can
 * give at the moment: on one that is busy otherwise, no more than one thread. The processor time of all threads does not depend on that: as
 * much as for one worker (ratio 1) means twice the speed on two free processors. Throws when the bytes differ for none, one, two or three.
 */
export async function benchExecutors(): Promise<BenchResult[]> {
  const checkout = fileURLToPath(new URL('../../../', import.meta.url));
  const inputs = await loadInputs({}, { packageFolder: checkout, workingFolder: checkout, version: 'bench', commandLine: [], progress: { start() {}, update() {}, done() {} }, now: () => new Date(0), environment: {} }, () => {});
  const { shared } = buildScenario(inputs, fitModels(inputs.dataset, inputs.market));
  const candidates = Array.from({ length: CANDIDATES }, (_, index) => ({ ...shared.current, liquidationThresholdBps: shared.current.liquidationThresholdBps + 25 * (index - 6) }));
  const pools = [1, 2, 3].map((workers) => createWorkerPoolExecutor(shared, workers));
  const counters = [new Counter(), new Counter()];
  const evaluate = (executor: Executor): Promise<PathSamples[]> => evaluateCandidates(executor, candidates, PATHS);
  try {
    const expected = await evaluate(createInProcessExecutor(shared));
    // Twice, so that every thread has met every path.
    for (const pool of [...pools, ...pools]) assertSameBytes(await evaluate(pool), expected);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        one: await timeWork(() => evaluate(pools[0]!)),
        two: await timeWork(() => evaluate(pools[1]!)),
        countOne: await timeWork(() => counters[0]!.count(COUNTS)),
        countTwo: await timeWork(() => Promise.all(counters.map((counter) => counter.count(COUNTS / 2)))),
      });
    }
    const medianOf = (figure: (round: Round) => number): number => median(rounds.map(figure));
    const batch = `${CANDIDATES} candidates × ${PATHS} paths`;
    return [
      { name: `one worker, ${batch}`, value: (CANDIDATES * PATHS) / medianOf(({ one }) => one.seconds), unit: 'paths/s', baseline: null, ratio: null },
      { name: `two workers, ${batch}`, value: (CANDIDATES * PATHS) / medianOf(({ two }) => two.seconds), unit: 'paths/s', baseline: 'one worker', ratio: medianOf(({ one, two }) => one.seconds / two.seconds) },
      { name: 'two workers, processor time, all threads', value: medianOf(({ two }) => two.cpuSeconds), unit: 's', baseline: 'less than one worker', ratio: medianOf(({ one, two }) => one.cpuSeconds / two.cpuSeconds) },
      { name: 'two threads that only count', value: COUNTS / medianOf(({ countTwo }) => countTwo.seconds), unit: 'counts/s', baseline: 'one that does', ratio: medianOf(({ countOne, countTwo }) => countOne.seconds / countTwo.seconds) },
    ];
  } finally {
    await Promise.all([...pools, ...counters].map((thread) => thread.close()));
  }
}

type Round = Readonly<Record<'one' | 'two' | 'countOne' | 'countTwo', { readonly seconds: number; readonly cpuSeconds: number }>>;

/** A thread that shares nothing with another but the machine. */
class Counter {
  private readonly worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
    parentPort.on('message', (counts) => { let x = 0; for (let i = 0; i < counts; i++) x = (x * 1103515245 + 12345) | 0; parentPort.postMessage(x); });`,
    { eval: true },
  );

  async count(counts: number): Promise<void> {
    const done = once(this.worker, 'message');
    this.worker.postMessage(counts);
    await done;
  }

  close(): Promise<unknown> {
    return this.worker.terminate();
  }
}

async function timeWork(work: () => Promise<unknown>): Promise<{ seconds: number; cpuSeconds: number }> {
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpuStart);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}

function assertSameBytes(left: readonly PathSamples[], right: readonly PathSamples[]): void {
  const bytesOf = (samples: readonly PathSamples[]): Buffer => Buffer.concat(samples.flatMap((sample) => Object.values(sample).map(({ buffer }) => Buffer.from(buffer))));
  if (!bytesOf(left).equals(bytesOf(right))) throw new Error('the number of workers changes the samples');
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
