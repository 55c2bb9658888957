import type { PathTimeline, VenueOutcome } from '../outcome.js';

/** One venue inside a simulation: any kind of venue, as long as it acts on the shared market step by step. */
export interface VenueRunner {
  /** Goes to the start of a path, whose index keys the venue's random draws. */
  start(pathIndex: number): void;
  /** Reads its oracle in the market's current step, before anyone sells. */
  look(): void;
  /** Acts in the step: liquidates, sells. */
  act(): void;
  /** Records the step that was just acted in. */
  record(timeline: PathTimeline): void;
  /** Ends the path at the horizon and gives what happened. @throws InternalError when something is not conserved */
  settle(): VenueOutcome;
}
