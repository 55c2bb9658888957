import { Piscina } from 'piscina';
import { assertInvariant } from '../../core/assert.js';
import { InternalError } from '../../core/errors.js';
import { pathAt, type Chunk, type ChunkSamples } from '../chunk.js';
import { rebuildError } from './chunk-failure.js';
import type { Executor } from './executor.js';
import type { CandidateOf, ExecutorJob } from './job.js';
import { prepareForThreads } from './share-job.js';
import type { ChunkReply } from './worker-entry.js';

/** Threads that may die on one chunk before the run ends: whatever takes a third one with it will take the next as well. */
const MOST_DEATHS_PER_CHUNK = 3;
/** Chunks at the pool at once, per thread: the one that runs and the one that follows, so that no thread waits for this one. */
const CHUNKS_PER_THREAD = 2;
const WITHOUT_THREADS = 'Run it again with --workers 1, which needs no threads; with fewer workers if memory ran out.';

/**
 * Works chunks off in `workers` threads.
 *
 * Threads see the job's arrays in shared memory, so a book exists once however many they are. A chunk whose thread dies is given to
 * another; the outcome is the same, for a chunk depends on nothing but itself. What the model throws in a thread is thrown here, in its
 * class and at once: it would be thrown again. An abort ends the threads where they are, within milliseconds, and with them the executor.
 * Memory: at most two chunks per thread are under way, however many there are.
 *
 * @param workerFile the module that threads run
 */
export function createWorkerPoolExecutor<Job extends ExecutorJob>(shared: Job, workers: number, workerFile = new URL('./worker-entry.js', import.meta.url)): Executor<CandidateOf<Job>> {
  return new WorkerPoolExecutor(shared, workers, workerFile);
}

class WorkerPoolExecutor<Candidate> implements Executor<Candidate> {
  private readonly pool: Piscina;
  private readonly lanes: number;
  private stopping: Promise<void> | undefined;
  /** What a thread without a chunk died of, such as not being able to start. */
  private idleDeath: unknown;

  constructor(shared: ExecutorJob, workers: number, workerFile: URL) {
    this.lanes = workers * CHUNKS_PER_THREAD;
    this.pool = new Piscina({ filename: workerFile.href, workerData: prepareForThreads(shared), minThreads: workers, maxThreads: workers });
    this.pool.on('error', (error) => (this.idleDeath = error));
    // The library replaces threads that die, but gives up on those that cannot start, and the chunks would wait for ever.
    this.pool.on('workerDestroy', () => setImmediate(() => this.pool.threads.length === 0 && void this.close()));
  }

  async runChunks(chunks: Iterable<Chunk<Candidate>>, onSamples: (samples: ChunkSamples, index: number) => void, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const stop = (): void => void this.close();
    signal?.addEventListener('abort', stop, { once: true });
    const failures: { readonly index: number; readonly error: unknown }[] = [];
    const numbered = numberChunks(chunks);
    const work = async (): Promise<void> => {
      for (let next = numbered.next(); !next.done && failures.length === 0; next = numbered.next()) {
        const { chunk, index } = next.value;
        try {
          onSamples(await this.runChunk(chunk), index);
        } catch (error) {
          failures.push({ index, error });
        }
      }
    };
    try {
      await Promise.all(Array.from({ length: this.lanes }, work));
    } finally {
      signal?.removeEventListener('abort', stop);
    }
    signal?.throwIfAborted();
    // Chunks are taken in order, so every chunk before a failed one has ended by now: the first failure is that of one thread alone.
    const [first] = failures.sort((a, b) => a.index - b.index);
    if (first) throw first.error;
  }

  private async runChunk(chunk: Chunk<Candidate>): Promise<ChunkSamples> {
    for (let deaths = 1; ; deaths++) {
      const attempt = await this.tryChunk(chunk).then((reply) => ({ reply }), (cause: unknown) => ({ cause }));
      if ('cause' in attempt) {
        if (this.stopping) throw describeDesertion(this.idleDeath ?? attempt.cause);
        if (deaths === MOST_DEATHS_PER_CHUNK) throw describeDeaths(chunk, attempt.cause);
      } else if ('failure' in attempt.reply) {
        throw rebuildError(attempt.reply.failure);
      } else {
        return attempt.reply.samples;
      }
    }
  }

  private async tryChunk(chunk: Chunk<Candidate>): Promise<ChunkReply> {
    // A pool that was ended would start threads again.
    assertInvariant(this.stopping === undefined, 'the executor was closed');
    return (await this.pool.run(chunk)) as ChunkReply;
  }

  close(): Promise<void> {
    // Once only: a second call to the pool while the first is under way would let it start new threads.
    return (this.stopping ??= this.pool.destroy());
  }
}

function* numberChunks<Candidate>(chunks: Iterable<Chunk<Candidate>>): Generator<{ readonly chunk: Chunk<Candidate>; readonly index: number }> {
  let index = 0;
  for (const chunk of chunks) yield { chunk, index: index++ };
}

function describeDeaths(chunk: Pick<Chunk, 'fromPath' | 'toPath' | 'paths'>, cause: unknown): InternalError {
  const message = `a worker thread ended ${MOST_DEATHS_PER_CHUNK} times at paths ${pathAt(chunk, chunk.fromPath)} to ${pathAt(chunk, chunk.toPath - 1)}: ${(cause as Error).message}`;
  return new InternalError(message, { suggestions: [WITHOUT_THREADS], cause });
}

function describeDesertion(cause: unknown): InternalError {
  return new InternalError(`no worker thread can be started: ${(cause as Error).message}`, { suggestions: [WITHOUT_THREADS], cause });
}
