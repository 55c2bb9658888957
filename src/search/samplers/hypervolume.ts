import { assertInvariant } from '../../core/assert.js';

/**
 * Computes the hypervolume of points in two or three objectives: the measure of what they dominate below the reference point.
 *
 * Shape: `points` is n × m row-major, all to be minimised; m is the length of `reference`, 2 or 3. Exact up to rounding.
 * Special cases: points that do not beat the reference in every objective add nothing; 0 without points.
 * @throws InternalError for another m, a length that does not fit, or a NaN
 * @source N. Beume, C. M. Fonseca, M. López-Ibáñez, L. Paquete and J. Vahrenhold, "On the complexity of computing the hypervolume
 *   indicator", IEEE Trans. Evol. Comput. 13 (2009): sweep along the last objective over a staircase of the others.
 * @example computeHypervolume(Float64Array.of(1, 2, 2, 1), [3, 3]) // 3
 */
export function computeHypervolume(points: Float64Array, reference: readonly number[]): number {
  const m = reference.length;
  assertInvariant(m === 2 || m === 3, `hypervolume is for two or three objectives, got ${m}`);
  assertInvariant(points.length % m === 0, `points of ${m} objectives cannot have ${points.length} values`);
  assertInvariant(!points.some(Number.isNaN), 'a point of a hypervolume is NaN');
  const rows: number[] = [];
  for (let row = 0; row < points.length / m; row++) if (reference.every((limit, j) => points[row * m + j]! < limit)) rows.push(row);
  const height = (row: number): number => (m === 3 ? points[row * m + 2]! : 0);
  rows.sort((a, b) => height(a) - height(b) || a - b);

  const stairs = new Staircase(reference[0]!, reference[1]!);
  let volume = 0;
  rows.forEach((row, position) => {
    stairs.add(points[row * m]!, points[row * m + 1]!);
    const next = rows[position + 1];
    if (m === 3) volume += stairs.area * ((next === undefined ? reference[2]! : height(next)) - height(row));
  });
  return m === 3 ? volume : stairs.area;
}

/** The area dominated by points of the plane, kept up to date as they come. */
class Staircase {
  area = 0;
  /** Corners that no other dominates: x rising, y falling. */
  private readonly x: number[] = [];
  private readonly y: number[] = [];

  constructor(
    private readonly limitX: number,
    private readonly limitY: number,
  ) {}

  add(x: number, y: number): void {
    let from = 0;
    while (from < this.x.length && this.x[from]! < x) from += 1;
    let ceiling = from === 0 ? this.limitY : this.y[from - 1]!;
    // A corner to the left at or below y, or at the same x, dominates the new point.
    if (ceiling <= y || (this.x[from] === x && this.y[from]! <= y)) return;
    let to = from;
    let left = x;
    // Strips between the corners that the new point covers: each as high as the stairs were above y.
    for (; to < this.x.length && this.y[to]! >= y; to++) {
      this.area += (this.x[to]! - left) * (ceiling - y);
      left = this.x[to]!;
      ceiling = this.y[to]!;
    }
    const right = to < this.x.length ? this.x[to]! : this.limitX;
    this.area += (right - left) * (ceiling - y);
    this.x.splice(from, to - from, x);
    this.y.splice(from, to - from, y);
  }
}
