/**
 * A long computation in pieces: between two of them it yields the fraction done, 0 to 1, and at the end it returns its outcome.
 *
 * Whoever runs it may show progress, let an interrupt be heard or stop; the outcome is the same.
 */
export type Piecewise<T> = Generator<number, T, void>;

/** Runs a computation to its end without a break. */
export function runToEnd<T>(computation: Piecewise<T>): T {
  for (;;) {
    const { done, value } = computation.next();
    if (done) return value;
  }
}

/** The same computation as a part of a larger one: its fractions fill the span from `from`, `share` wide. */
export function* asShare<T>(computation: Piecewise<T>, from: number, share: number): Piecewise<T> {
  for (;;) {
    const { done, value } = computation.next();
    if (done) return value;
    yield from + share * value;
  }
}
