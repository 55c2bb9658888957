/** The proposal that a run folder makes to a venue, with its gates. */
import { UsageError } from '../../core/errors.js';
import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { RunResult } from '../../core/run-result.js';
import type { AddressBook } from '../../proposal/address-book.js';
import type { RunEvidence } from '../../proposal/evidence/evidence.js';
import type { ProposalModel } from '../../proposal/model.js';
import { checkGates } from './gates.js';
import type { Gate } from './gate.js';
import { buildLendingModel } from './lending-model.js';
import { checkPerpGates } from './perp-gates.js';
import { buildPerpModel } from './perp-model.js';
import type { ProposalVenue } from './proposal-request.js';
import { withdrawChange, withdrawTiers } from './withdraw-change.js';

export interface RunProposal {
  readonly model: ProposalModel;
  readonly evidence: RunEvidence;
  readonly gates: readonly Gate[];
}

export interface RunReading {
  readonly venue: ProposalVenue;
  /** What a file says is in force on the venue; `null` without one. */
  readonly inForce: ProposalModel | null;
  readonly book: AddressBook | null;
  readonly isoDate: string;
  readonly maxAgeDays: number | undefined;
}

/** Reads the proposal out of a run of either kind; a change whose effect cannot be told from none is withdrawn. @throws UsageError when the venue cannot hold it */
export function readRunProposal(result: RunEvidence, reading: RunReading): RunProposal {
  return 'kind' in result ? readPerpProposal(result, reading) : readLendingProposal(result, reading);
}

function readLendingProposal(result: RunResult, { venue, inForce, book, isoDate, maxAgeDays }: RunReading): RunProposal {
  if (!venue.startsWith('aave')) throw new UsageError(`venue ${venue} cannot hold the LTV, threshold and bonus of an Aave reserve`, { where: '--venue', suggestions: ['Use aave-v2 or aave-v3; or write the changes down and give them with --changes.'] });
  const proposed = buildLendingModel(result, venue, inForce);
  const gates = checkGates(result, isoDate, book, maxAgeDays, proposed);
  if (isVisible(gates)) return { model: proposed, evidence: result, gates };
  const evidence = withdrawChange(result);
  return { model: buildLendingModel(evidence, venue, inForce), evidence, gates };
}

function readPerpProposal(result: PerpRunResult, { venue, inForce, book, isoDate, maxAgeDays }: RunReading): RunProposal {
  const proposed = buildPerpModel(result, venue, inForce);
  const gates = checkPerpGates(result, proposed, venue, isoDate, book, maxAgeDays);
  if (isVisible(gates)) return { model: proposed, evidence: result, gates };
  const evidence = withdrawTiers(result);
  return { model: buildPerpModel(evidence, venue, inForce), evidence, gates };
}

function isVisible(gates: readonly Gate[]): boolean {
  return gates.every(({ name, holds }) => name !== 'distinguishable' || holds);
}
