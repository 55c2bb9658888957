/** JSON has neither NaN nor Infinity: a figure that does not exist, or is infinite, is `null`. */
export function toNumberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
