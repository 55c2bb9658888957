import type { ReplayFigures, ReserveParameters } from '../../core/run-result.js';
import type { ReplayedWindow } from '../stages/replay-windows.js';

/** A parameter set that was replayed: today's, a proposed one, or what a simpler rule would set. */
export interface ReplayedSet {
  readonly name: string;
  readonly basis: string;
  readonly parameters: ReserveParameters;
}

/** What a window did, set by set, in the order of the sets. */
export type WindowFigures = Omit<ReplayedWindow, 'outcomes' | 'priceRelativeByStep'> & { readonly figures: readonly ReplayFigures[] };
