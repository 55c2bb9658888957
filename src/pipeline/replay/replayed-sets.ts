import type { SearchedParameters } from '../../core/reserve-parameters.js';
import type { ReplayFigures } from '../../core/run-result.js';
import type { ReplayedWindow } from '../stages/replay-windows.js';

/** A parameter set that was replayed: today's, a proposed one, or what a simpler rule would set. */
export interface ReplayedSet {
  readonly name: string;
  readonly basis: string;
  readonly parameters: SearchedParameters;
}

/** What a window did, set by set, in the order of the sets. */
export type WindowFigures = Omit<ReplayedWindow, 'outcomes' | 'priceRelativeByStep'> & { readonly figures: readonly ReplayFigures[] };
