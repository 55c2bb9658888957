/**
 * Thins a front out to `keep` members: takes away the most crowded one, again and again, and gives those that stay in the given order.
 *
 * Formula: crowding distance = Σ over the objectives of (next − previous value) / (largest − smallest), Infinity at both ends; after each
 * removal the neighbours' distances are computed anew, so that no gap is torn where several neighbours are crowded alike.
 * Shapes: `objectives` n × m row-major, `rows` indexes it; the distances of the members that stay are written to `crowding` at their rows.
 * Special cases: an objective in which all are equal adds nothing; of equally crowded members the later in `rows` goes first.
 * @source K. Deb et al., NSGA-II (2002), section III-B; S. Kukkonen and K. Deb, "Improved pruning of non-dominated solutions based on
 *   crowding distance for bi-objective optimization problems", CEC 2006.
 */
export function thinOutFront(objectives: Float64Array, m: number, rows: readonly number[], keep: number, crowding: Float64Array): number[] {
  const count = rows.length;
  const chains = Array.from({ length: m }, (_, j) => new Chain(rows.map((row) => objectives[row * m + j]!)));
  const distance = new Float64Array(count);
  const measure = (member: number): void => {
    distance[member] = chains.reduce((sum, chain) => sum + chain.gapAround(member), 0);
  };
  for (let member = 0; member < count; member++) measure(member);

  const isLeft = new Uint8Array(count).fill(1);
  for (let left = count; left > keep; left--) {
    let crowded = -1;
    for (let member = count - 1; member >= 0; member--) {
      if (isLeft[member] && (crowded < 0 || distance[member]! < distance[crowded]!)) crowded = member;
    }
    isLeft[crowded] = 0;
    for (const chain of chains) chain.remove(crowded).forEach((neighbour) => neighbour >= 0 && measure(neighbour));
  }
  rows.forEach((row, member) => (crowding[row] = distance[member]!));
  return rows.filter((_, member) => isLeft[member]);
}

/** The members of a front in the order of one objective, linked so that one can be taken out. */
class Chain {
  private readonly previous: Int32Array;
  private readonly next: Int32Array;
  private readonly scale: number;

  constructor(private readonly values: readonly number[]) {
    const order = values.map((_, member) => member).sort((a, b) => values[a]! - values[b]! || a - b);
    this.previous = new Int32Array(values.length).fill(-1);
    this.next = new Int32Array(values.length).fill(-1);
    for (let position = 1; position < order.length; position++) {
      this.previous[order[position]!] = order[position - 1]!;
      this.next[order[position - 1]!] = order[position]!;
    }
    const range = values[order[order.length - 1]!]! - values[order[0]!]!;
    this.scale = range > 0 ? 1 / range : 0;
  }

  gapAround(member: number): number {
    const previous = this.previous[member]!;
    const next = this.next[member]!;
    if (previous < 0 || next < 0) return this.scale === 0 ? 0 : Infinity;
    return (this.values[next]! - this.values[previous]!) * this.scale;
  }

  /** Takes a member out and gives its neighbours, −1 where there is none. */
  remove(member: number): readonly [number, number] {
    const previous = this.previous[member]!;
    const next = this.next[member]!;
    if (previous >= 0) this.next[previous] = next;
    if (next >= 0) this.previous[next] = previous;
    return [previous, next];
  }
}
