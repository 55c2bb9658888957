import { SourceError } from '../../core/errors.js';
import { createRandomStream, type RandomStream } from '../../core/random-stream.js';
import { computeBackOffMs, LONGEST_RETRY_AFTER_SECONDS } from './back-off.js';
import { classifyReply, type Verdict } from './classify-reply.js';
import type { Endpoint } from './endpoint.js';
import { exchange, type Exchange } from './exchange.js';
import { FlowControl } from './flow-control.js';

export interface ClientOptions {
  readonly endpoint: Endpoint;
  /** Most requests under way at once. */
  readonly inFlight: number;
  readonly timeLimitMs: number;
  /** Attempts at one request before the pull ends in an error. */
  readonly attempts: number;
  readonly backOff: { readonly baseMs: number; readonly mostMs: number };
  /** Of the jitter: it changes when requests are sent, never what is pulled. */
  readonly seed: number;
  readonly allowIndexingErrors: boolean;
}

export interface ClientStatistics {
  requests: number;
  /** Size of all replies' text. */
  bytes: number;
  /** Repeated requests by reason, e.g. `http-429`. */
  readonly retries: Record<string, number>;
  readonly warnings: Set<string>;
}

/** What is asked for, for messages: `positions`, `after 0x12…`. */
export interface Subject {
  readonly entity: string;
  readonly page: string;
}

export type Answer =
  | { readonly kind: 'data'; readonly data: Readonly<Record<string, unknown>> }
  /** The server cannot give so much at once. */
  | Extract<Verdict, { kind: 'smaller' }>
  /** The pinned block is not to be had (any more): the pull must be pinned anew, or end. */
  | { readonly kind: 'lost-block'; readonly verdict: Extract<Verdict, { kind: 'block-ahead' | 'block-pruned' | 'block-unknown' }> };

type RetryVerdict = Extract<Verdict, { kind: 'retry' }>;

/** Says what is wrong with a reply that looks whole, or `null`; such replies are asked for again. */
export type ReplyCheck = (data: Readonly<Record<string, unknown>>) => string | null;

/** A statement timeout on a small query is a server under load, which passes or does not. */
const ATTEMPTS_AT_WHOLE = 5;

/** A check that the reply is to this query and no other: caches and proxies mix them up. */
export function holdsFields(...names: readonly string[]): ReplyCheck {
  return (data) => {
    const missing = names.find((name) => !(name in data));
    return missing === undefined ? null : `the reply lacks what was asked for: ${missing}`;
  };
}

/** Asks one subgraph, and asks again for as long as that can help. */
export class SubgraphClient {
  readonly statistics: ClientStatistics = { requests: 0, bytes: 0, retries: {}, warnings: new Set() };
  private readonly flow: FlowControl;
  private readonly random: RandomStream;

  constructor(private readonly options: ClientOptions) {
    this.flow = new FlowControl(options.inFlight);
    this.random = createRandomStream(options.seed, 'pull-jitter', 0);
  }

  get endpoint(): Endpoint {
    return this.options.endpoint;
  }

  /** Requests that may be under way now; grows and shrinks with what the server bears. */
  get capacity(): number {
    return this.flow.capacity;
  }

  get subgraphErrorArgument(): string {
    return this.options.allowIndexingErrors ? ', subgraphError: allow' : '';
  }

  /**
   * Asks until there is an answer.
   *
   * @throws SourceError when the server refuses for good, or after the last attempt; it names host, entity, page and what to do
   */
  async ask(query: string, subject: Subject, check: ReplyCheck = () => null): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.attempt(query, subject, check);
      if (answer.kind !== 'retry') {
        if (answer.kind === 'smaller') this.noteRetry(answer.reason);
        return answer;
      }
      await this.waitBeforeRetry(answer, attempt, subject);
    }
  }

  /**
   * Asks for what cannot be asked for in smaller parts; a server that calls it too much is asked again, a few times.
   *
   * @throws SourceError as `ask` does
   */
  async askWhole(query: string, subject: Subject, check: ReplyCheck): Promise<Exclude<Answer, { kind: 'smaller' }>> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.attempt(query, subject, check);
      if (answer.kind === 'data' || answer.kind === 'lost-block') return answer;
      await this.waitBeforeRetry(answer.kind === 'retry' ? answer : { ...answer, kind: 'retry', attempts: ATTEMPTS_AT_WHOLE }, attempt, subject);
    }
  }

  /** The error of a request that cannot succeed. */
  refuse(message: string, { entity, page }: Subject, suggestions: readonly string[]): SourceError {
    const { host, key } = this.options.endpoint;
    // A server may quote the request it was sent.
    const safe = key === null ? message : message.replaceAll(key, '<key>');
    return new SourceError(`${host}: ${safe}`, { where: `${entity}, ${page}`, suggestions });
  }

  private async attempt(query: string, subject: Subject, check: ReplyCheck): Promise<Answer | RetryVerdict> {
    const reply = await this.flow.run(() => this.send(query));
    const verdict = this.judge(reply, check);
    if (verdict.kind === 'data-with-errors') this.statistics.warnings.add('the subgraph has indexing errors at or before this block; its data may be incomplete');
    switch (verdict.kind) {
      case 'data':
      case 'data-with-errors':
        this.flow.noteSuccess();
        return { kind: 'data', data: reply.data! };
      case 'fatal':
        throw this.refuse(verdict.message, subject, verdict.suggestions);
      case 'smaller':
      case 'retry':
        return verdict;
      default:
        return { kind: 'lost-block', verdict };
    }
  }

  private async send(query: string): Promise<Exchange> {
    this.statistics.requests++;
    const reply = await exchange(this.options.endpoint, query, this.options.timeLimitMs);
    this.statistics.bytes += reply.bytes;
    return reply;
  }

  private judge(reply: Exchange, check: ReplyCheck): Verdict {
    const verdict = classifyReply(reply, this.options.allowIndexingErrors);
    if (verdict.kind !== 'data' && verdict.kind !== 'data-with-errors') return verdict;
    const wrong = check(reply.data!);
    return wrong === null ? verdict : { kind: 'retry', reason: 'unsound-page', message: wrong };
  }

  private async waitBeforeRetry(verdict: RetryVerdict, attempt: number, subject: Subject): Promise<void> {
    const { attempts, backOff } = this.options;
    const most = Math.min(attempts, verdict.attempts ?? attempts);
    if (attempt >= most) {
      throw this.refuse(`${verdict.message} (${attempt} attempts)`, subject, ['Nothing is lost: run the same command with --resume when the endpoint answers again, or try another endpoint.']);
    }
    const asked = verdict.waitSeconds ?? 0;
    if (asked > LONGEST_RETRY_AFTER_SECONDS) {
      throw this.refuse(`${verdict.message}; it asks to wait ${asked} seconds`, subject, ['Nothing is lost: run the same command with --resume after that time.']);
    }
    this.noteRetry(verdict.reason);
    const waitMs = Math.max(asked * 1000, computeBackOffMs(attempt, this.random, backOff));
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }

  private noteRetry(reason: string): void {
    this.statistics.retries[reason] = (this.statistics.retries[reason] ?? 0) + 1;
    if (reason !== 'unsound-page' && reason !== 'reorganised') this.flow.noteOverload();
  }
}
