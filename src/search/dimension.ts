/** One searched number between bounds, with the value in force. */
export interface Dimension {
  readonly name: string;
  readonly current: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Whole steps counted from the value in force; `null` = every number between the bounds. */
  readonly step: number | null;
  /** Whether raising this number alone cannot lower the risk: what `findMonotonicityBreaks` holds evaluations to. */
  readonly raisesRisk?: boolean;
}

/** Whole steps that a dimension can take below the value in force, and its number of levels; infinitely many when it is continuous. */
export function countSteps({ current, minimum, maximum, step }: Dimension): { below: number; levels: number } {
  if (step === null) return { below: 0, levels: maximum > minimum ? Infinity : 1 };
  const below = Math.floor((current - minimum) / step);
  return { below, levels: below + Math.floor((maximum - current) / step) + 1 };
}

/** Reads a share of a dimension's width as a value: its levels share the width equally. Formula: current + (⌊x · levels⌋ − levels below) · step. */
export function placeAlone(dimension: Dimension, share: number): number {
  const { current, minimum, maximum, step } = dimension;
  if (step === null) return minimum + share * (maximum - minimum);
  const { below, levels } = countSteps(dimension);
  return current + (Math.min(levels - 1, Math.floor(share * levels)) - below) * step;
}
