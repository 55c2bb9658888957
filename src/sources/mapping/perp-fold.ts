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
  /** Rising in time, e.g. of block and place in the block; equal where the source does not tell which came first. */
  readonly order: number;
  /** Signed change of each measure of the size, e.g. in USD and in tokens. */
  readonly deltas: readonly bigint[];
  /** The same measures after the change, as the source states them. */
  readonly after: readonly bigint[];
  readonly state: State;
}

/** A change as far as it is kept; nothing of a closed position but that it is closed, as most positions are. */
interface Latest<State> {
  readonly id: string;
  readonly after: readonly bigint[] | null;
  readonly state: State | null;
}

interface Held<State> {
  sums: bigint[];
  order: number;
  /** Changes of the latest moment: nearly always one. */
  latest: Latest<State>[];
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
 * `differing`. Memory: some 1.5 kB for each position ever opened, as its last change may come with any page.
 */
export class PositionFold<State> {
  private readonly held = new Map<string, Held<State>>();

  add(change: SizeChange<State>): void {
    const { id, position, order, deltas, after, state } = change;
    const latest = after.every((size) => size === 0n) ? { id, after: null, state: null } : { id, after, state };
    const held = this.held.get(position);
    if (held === undefined) {
      this.held.set(position, { sums: [...deltas], order, latest: [latest] });
      return;
    }
    for (const [index, delta] of deltas.entries()) held.sums[index]! += delta;
    if (order > held.order) {
      held.order = order;
      held.latest = [latest];
    } else if (order === held.order) {
      held.latest.push(latest);
    }
  }

  /** Positions with a size, by their name; `known` counts all that were ever opened. */
  finish(): { readonly open: FoldedPosition<State>[]; readonly differing: number; readonly known: number } {
    const open: FoldedPosition<State>[] = [];
    let differing = 0;
    for (const [position, { sums, latest }] of this.held) {
      const sorted = [...latest].sort((left, right) => (left.id < right.id ? -1 : 1));
      const agreeing = sorted.find(({ after }) => sums.every((sum, index) => sum === (after?.[index] ?? 0n)));
      if (agreeing === undefined) differing++;
      const { state, after } = agreeing ?? sorted[sorted.length - 1]!;
      if (after !== null) open.push({ position, state: state!, after });
    }
    open.sort((left, right) => (left.position < right.position ? -1 : 1));
    return { open, differing, known: this.held.size };
  }
}
