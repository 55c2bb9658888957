import type { Block } from '../../report/blocks.js';

/** What a run says to those who read a proposal: the part of a draft that does not depend on the venue's form. */
export interface EvidenceText {
  /** Risk and gain in a line each, and whom it hits. */
  readonly keyFigures: readonly string[];
  /** What was asked, the risk table, the policy's limits, the backtest. */
  readonly motivation: readonly Block[];
  /** The accounts that the change itself exposes. */
  readonly affected: readonly Block[];
  /** Limits of the answer, from the result's own facts. */
  readonly limits: readonly string[];
  /** The tail of losses under other inputs. */
  readonly sensitivity: readonly Block[];
}

/** Pictures do not travel into a draft; their tables do. */
export function withoutFigures(blocks: readonly Block[]): Block[] {
  return blocks.filter(({ kind }) => kind !== 'figures');
}
