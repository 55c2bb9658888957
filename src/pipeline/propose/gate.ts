import { UsageError } from '../../core/errors.js';

export const GATE_NAMES = ['change', 'distinguishable', 'venue-rules', 'units', 'constraints', 'fresh-data', 'network-id', 'addresses', 'nobody-hit', 'steward-limits', 'own-book', 'evidence'] as const;
export type GateName = (typeof GATE_NAMES)[number];

/** One condition that a reader would want to hold before signing. */
export interface Gate {
  readonly name: GateName;
  readonly holds: boolean;
  readonly detail: string;
  /** What to do when it does not hold. */
  readonly remedy: string;
}

/** Whom a change hits, in how many updates it goes, whose accounts were simulated and what is known of it are for people to weigh; the others say that a payload would be wrong. */
const ADVISORY: readonly GateName[] = ['nobody-hit', 'steward-limits', 'own-book', 'evidence'];

/** The first gate that does not hold and that no executable form may pass. */
export function findBlockingGate(gates: readonly Gate[]): Gate | undefined {
  return gates.find(({ name, holds }) => !holds && !ADVISORY.includes(name));
}

/** Refuses executable forms while a gate does not hold. @throws UsageError naming the first such gate and its remedy */
export function assertExecutable(gates: readonly Gate[], executableFormats: readonly string[]): void {
  const broken = findBlockingGate(gates);
  if (executableFormats.length === 0 || !broken) return;
  const { name, detail, remedy } = broken;
  throw new UsageError(`gate ${name} does not hold: ${detail}`, { where: `--format ${executableFormats.join(', ')}`, suggestions: [remedy] });
}
