import type { SearchedParameters } from '../../core/reserve-parameters.js';

/** What a parameter set gave and cost while it was held. */
export interface HeldOutcome {
  readonly parameters: SearchedParameters;
  readonly borrowingPowerUsd: number;
  readonly liquidatedDebtUsd: number;
  readonly badDebtUsd: number;
  readonly penaltyUsd: number;
}

export interface WalkForwardFold {
  /** Nothing after this moment enters the choice. */
  readonly unixSeconds: number;
  readonly toUnixSeconds: number;
  /** `null` where no candidate met the policy: the values in force are held then. */
  readonly decision: 'change' | 'keep' | null;
  readonly fresh: HeldOutcome;
  /** The first fold's choice. */
  readonly stale: HeldOutcome;
  readonly current: HeldOutcome;
  /** Constraints that the stale set breaks by what is known at this fold. */
  readonly brokenByStale: readonly string[];
}
