import { UsageError } from '../../core/errors.js';
import type { NormalTilt } from '../../market/paths/generate-path.js';

/** Larger shifts leave no weight on what happens. */
const TILT_MAX = 1;

/**
 * Reads shifts of the normals behind the paths, `FACTOR=SHIFT` each; factors that are not named are not shifted.
 *
 * @param factors in the order of the path model
 * @throws UsageError naming the factor or the number that is wrong, or that a given path has no normals
 */
export function parseTilt(given: readonly string[], factors: readonly string[], isStress: boolean): NormalTilt {
  if (isStress) throw new UsageError('a given stress has no normals to tilt', { where: '--tilt', suggestions: ['Leave --tilt or --stress out.'] });
  const shift = new Float64Array(factors.length);
  for (const entry of given) {
    const [, name = '', number = ''] = /^(.+)=([^=]*)$/.exec(entry) ?? [];
    const factor = factors.indexOf(name);
    const value = number.trim() === '' ? NaN : Number(number);
    if (factor < 0 || !Number.isFinite(value) || Math.abs(value) > TILT_MAX) {
      throw new UsageError(`${entry} must be FACTOR=SHIFT, a shift from −${TILT_MAX} to ${TILT_MAX} standard deviations per step`, { where: '--tilt', suggestions: [`Factors: ${factors.join(', ')}; for example --tilt ${factors[0]}=-0.1`] });
    }
    shift[factor] = value;
  }
  return { shift, scale: 1 };
}
