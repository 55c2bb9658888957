/**
 * Marks the points that no other point beats: at least as good everywhere and better somewhere.
 *
 * Shape: `losses[i]` holds point i's figures, all to be minimised, all of one length. Equal points are all kept.
 * @example findNonDominated([[1, 2], [2, 1], [2, 2]]) // [true, true, false]
 */
export function findNonDominated(losses: readonly (readonly number[])[]): boolean[] {
  return losses.map((point) => !losses.some((other) => dominates(other, point)));
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  let isBetter = false;
  for (let index = 0; index < a.length; index++) {
    if (a[index]! > b[index]!) return false;
    if (a[index]! < b[index]!) isBetter = true;
  }
  return isBetter;
}
