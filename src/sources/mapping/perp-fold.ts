import { hashSha256 } from '../../core/hash.js';

const DIGITS = 16;

/** The name of a position in a dataset: stable over pulls. */
export function namePosition(id: string): string {
  return `pos_${hashSha256(id.toLowerCase()).slice(0, DIGITS)}`;
}

/** One change of a position. */
export interface SizeChange<State> {
  readonly position: string;
  readonly id: string;
  /** Rising in time, e.g. block and place in the block; equal where the source does not tell which came first. */
  readonly order: readonly number[];
  /** Signed change of each measure of the size, e.g. in USD and in tokens. */
  readonly deltas: readonly bigint[];
  /** The same measures after the change, as the source states them. */
  readonly after: readonly bigint[];
  readonly state: State;
}

interface Held<State> {
  sums: bigint[];
  /** Changes of the latest moment. */
  latest: SizeChange<State>[];
}

export interface FoldedPosition<State> {
  readonly position: string;
  readonly state: State;
  readonly after: readonly bigint[];
}

/**
 * Folds the changes of positions, in any order, into the positions that are open after all of them.
 *
 * Formula: the size is Σ deltas over all changes since the position was first opened, and must be the size after the latest change.
 * Of several latest changes whose order the source does not tell, that one is the last whose size is the sum.
 * Special cases: where no latest change agrees with the sum, changes are missing or twice: the source's own size is taken, and counted in
 * `differing`.
 */
export class PositionFold<State> {
  private readonly held = new Map<string, Held<State>>();

  add(change: SizeChange<State>): void {
    const held = this.held.get(change.position);
    if (held === undefined) {
      this.held.set(change.position, { sums: [...change.deltas], latest: [change] });
      return;
    }
    held.sums = held.sums.map((sum, index) => sum + change.deltas[index]!);
    const order = compareOrders(change.order, held.latest[0]!.order);
    if (order > 0) held.latest = [change];
    if (order === 0) held.latest.push(change);
  }

  /** Positions with a size, by their name; `known` counts all that were ever opened. */
  finish(): { readonly open: FoldedPosition<State>[]; readonly differing: number; readonly known: number } {
    const open: FoldedPosition<State>[] = [];
    let differing = 0;
    for (const [position, { sums, latest }] of this.held) {
      const sorted = [...latest].sort((left, right) => (left.id < right.id ? -1 : 1));
      const agreeing = sorted.find(({ after }) => after.every((size, index) => size === sums[index]));
      if (agreeing === undefined) differing++;
      const { state, after } = agreeing ?? sorted[sorted.length - 1]!;
      if (after.some((size) => size !== 0n)) open.push({ position, state, after });
    }
    open.sort((left, right) => (left.position < right.position ? -1 : 1));
    return { open, differing, known: this.held.size };
  }
}

function compareOrders(left: readonly number[], right: readonly number[]): number {
  for (const [index, value] of left.entries()) if (value !== right[index]) return value - right[index]!;
  return 0;
}
