import type { AaveEngineVersion } from '../../proposal/aave/collateral-calls.js';
import type { AddressBook } from '../../proposal/address-book.js';
import type { SignerView } from '../../proposal/calls/governance-call.js';

export const PROPOSAL_FORMATS = ['arfc', 'calls', 'safe', 'governor', 'snapshot', 'steward', 'aip', 'aip-calls'] as const;
export const PROPOSAL_VENUES = ['aave-v2', 'aave-v3'] as const;
export type ProposalVenue = (typeof PROPOSAL_VENUES)[number];
export type ProposalFormat = (typeof PROPOSAL_FORMATS)[number];

export interface ProposalRequest {
  readonly author: string;
  readonly isoDate: string;
  readonly book: AddressBook | null;
  readonly engine: AaveEngineVersion;
  /** Whose contracts the payload is for: the run's venue, or another that takes the same values. */
  readonly venue: ProposalVenue;
  readonly space: string | null;
  readonly snapshotBlock: number | null;
}

export interface RenderedProposal {
  readonly headline: string;
  /** Name of the file → content. */
  readonly files: Readonly<Record<string, string>>;
  readonly calls: readonly SignerView[];
}
