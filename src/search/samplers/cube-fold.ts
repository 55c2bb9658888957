/** Width of the strip along each bound in which the fold is curved. */
const STRIP = 0.05;

/**
 * Folds a coordinate of unbounded space into [0, 1], so that a minimum at a bound is a smooth minimum in unbounded space.
 *
 * Formula: with a = 0.05, z inside [a, 1 − a] is kept; (z + a)²/(4a) on [−a, a] reaches 0 at −a with slope 0 and meets z at a with slope 1; the same
 * mirrored at 1; beyond, space repeats as in two facing mirrors.
 * @source N. Hansen's pycma, `BoundTransform` (quadratic near the bounds, linear between).
 */
export function foldIntoCube(z: number): number {
  const period = 2 * (1 + 2 * STRIP);
  const turned = Math.abs(z + STRIP) % period;
  // Distance from the nearest copy of the lower mirror, at most 1 + 2a.
  const distance = turned > period / 2 ? period - turned : turned;
  if (distance < 2 * STRIP) return (distance * distance) / (4 * STRIP);
  const fromTop = 1 + 2 * STRIP - distance;
  if (fromTop < 2 * STRIP) return Math.max(0, 1 - (fromTop * fromTop) / (4 * STRIP));
  return distance - STRIP;
}

/** The coordinate nearest to the cube's middle that `foldIntoCube` maps to x in [0, 1]. */
export function unfoldFromCube(x: number): number {
  if (x < STRIP) return 2 * Math.sqrt(STRIP * x) - STRIP;
  if (x > 1 - STRIP) return 1 + STRIP - 2 * Math.sqrt(STRIP * (1 - x));
  return x;
}
