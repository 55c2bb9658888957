/**
 * Indices of at most `limit` points of a series of `length`, evenly spread, first and last included, rising.
 *
 * A picture some 500 pixels wide shows no more; the file would only grow. `keep` names indices that must stay, e.g. of the lowest
 * point, and may raise the count by as many. Special cases: a series within the limit keeps every index; length 0 gives none.
 */
export function thinIndices(length: number, limit: number, keep: readonly number[] = []): number[] {
  if (length <= limit) return Array.from({ length }, (_, index) => index);
  const step = (length - 1) / (limit - 1);
  const chosen = new Set(keep);
  for (let point = 0; point < limit; point += 1) chosen.add(Math.round(point * step));
  return [...chosen].sort((a, b) => a - b);
}
