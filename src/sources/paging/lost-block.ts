import type { Verdict } from '../client/classify-reply.js';

type BlockVerdict = Extract<Verdict, { kind: 'block-ahead' | 'block-pruned' | 'block-unknown' }>;

/** Thrown through a pull when its pinned block is gone; whoever pinned it decides whether to pin anew. */
export class LostBlock extends Error {
  constructor(readonly verdict: BlockVerdict) {
    super(verdict.message);
    this.name = 'LostBlock';
  }
}
