import type { RandomStream } from '../../core/random-stream.js';

export interface BackOffOptions {
  readonly baseMs: number;
  readonly mostMs: number;
}

/** Longest time that a server's Retry-After is waited for; beyond it an error now is more use than a program that seems to hang. */
export const LONGEST_RETRY_AFTER_SECONDS = 120;

/**
 * How long to wait before attempt number `attempt` (1 = the first repetition): uniform on (0, min(most, base · 2^attempt)).
 *
 * Full jitter keeps clients that failed together from coming back together.
 * @source M. Brooker, "Exponential backoff and jitter", AWS Architecture Blog (2015)
 */
export function computeBackOffMs(attempt: number, random: RandomStream, { baseMs, mostMs }: BackOffOptions): number {
  return random.nextUniform() * Math.min(mostMs, baseMs * 2 ** Math.min(attempt, 30));
}
