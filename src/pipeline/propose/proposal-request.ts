import { UsageError } from '../../core/errors.js';
import type { AaveEngineVersion } from '../../proposal/aave/engine-structs.js';
import type { AddressBook } from '../../proposal/address-book.js';
import type { SignerView } from '../../proposal/calls/signer-view.js';
import type { RunEvidence } from '../../proposal/evidence/evidence.js';
import type { ProposalModel } from '../../proposal/model.js';

const CALL_FORMATS = ['calls', 'safe', 'governor'] as const;

/** Venue → the forms that it takes; the first is its draft for people. */
export const VENUE_FORMATS = {
  'aave-v2': ['arfc', ...CALL_FORMATS, 'snapshot', 'sheet'],
  'aave-v3': ['arfc', ...CALL_FORMATS, 'snapshot', 'steward', 'aip', 'aip-calls', 'aave-vote', 'sheet'],
  'compound-v3': ['forum', ...CALL_FORMATS, 'governor-bravo', 'market-admin', 'snapshot', 'sheet'],
  'dydx-v4': ['forum', 'dydx-gov', 'sheet'],
  'gmx-v2': ['forum', ...CALL_FORMATS, 'snapshot', 'sheet'],
  'synthetix-v3': ['sccp', ...CALL_FORMATS, 'snapshot', 'sheet'],
  hyperliquid: ['forum', 'margin-table', 'sheet'],
  'perpetual-v2': ['sheet', 'forum'],
  drift: ['sheet', 'forum'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ProposalVenue = keyof typeof VENUE_FORMATS;
export type ProposalFormat = (typeof VENUE_FORMATS)[ProposalVenue][number];

export const PROPOSAL_VENUES = Object.keys(VENUE_FORMATS) as ProposalVenue[];
export const PROPOSAL_FORMATS = [...new Set(Object.values(VENUE_FORMATS).flat())] as ProposalFormat[];
/** Forms that are read, voted on or typed off, and not executed. */
const TEXT_FORMATS: readonly ProposalFormat[] = ['arfc', 'forum', 'sccp', 'sheet', 'snapshot'];

export interface ProposalRequest {
  readonly author: string;
  readonly isoDate: string;
  readonly book: AddressBook | null;
  readonly engine: AaveEngineVersion;
  /** Whose contracts the payload is for: the run's venue, or another that takes the same values. */
  readonly venue: ProposalVenue;
  readonly space: string | null;
  readonly snapshotBlock: number | null;
  /** Number that Aave's payloads controller gave a registered payload. */
  readonly payloadId: number | null;
}

/** All that a form is rendered from. */
export interface ProposalSource {
  readonly model: ProposalModel;
  /** The run behind the model; `null` when the changes come from a request. */
  readonly evidence: RunEvidence | null;
  readonly request: ProposalRequest;
  /** Whether no gate keeps calls from being made. */
  readonly isExecutable: boolean;
}

export interface RenderedForm {
  /** Name of the file → content. */
  readonly files: Readonly<Record<string, string>>;
  readonly calls: readonly SignerView[];
}

/** The forms that somebody could execute. */
export function listExecutable(formats: readonly ProposalFormat[]): ProposalFormat[] {
  return formats.filter((format) => !TEXT_FORMATS.includes(format));
}

/** @throws UsageError naming the form when addresses are missing */
export function requireBook({ book }: ProposalRequest, format: ProposalFormat): AddressBook {
  if (book) return book;
  throw new UsageError(`the form ${format} needs addresses`, { where: '--addresses', suggestions: ['Give an address book: network, chainId, source, date, contracts, assets. docs/guide/propose.md shows one.'] });
}

/** JSON as every file of a proposal has it. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
