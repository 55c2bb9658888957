import { UsageError } from '../../core/errors.js';

/** Field types in the order that is signed. */
const PROPOSAL_TYPE = [
  ['from', 'string'],
  ['space', 'string'],
  ['timestamp', 'uint64'],
  ['type', 'string'],
  ['title', 'string'],
  ['body', 'string'],
  ['discussion', 'string'],
  ['choices', 'string[]'],
  ['labels', 'string[]'],
  ['start', 'uint64'],
  ['end', 'uint64'],
  ['snapshot', 'uint64'],
  ['plugins', 'string'],
  ['privacy', 'string'],
  ['app', 'string'],
] as const;

const TITLE_MAX = 256;
/** A space without a paid plan; snapshot-labs/sx-monorepo, helpers/turbo.ts. */
const BODY_MAX = 10_000;
const SECONDS_MIN = 1_000_000_000;
const SECONDS_MAX = 2_000_000_000;

export interface SnapshotOptions {
  readonly from: string;
  readonly space: string;
  readonly title: string;
  readonly body: string;
  readonly discussion: string;
  readonly timestampSeconds: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly snapshotBlock: number;
}

export interface SnapshotTypedData {
  readonly domain: { readonly name: 'snapshot'; readonly version: '0.1.4' };
  readonly types: { readonly Proposal: readonly { readonly name: string; readonly type: string }[] };
  readonly primaryType: 'Proposal';
  readonly message: Readonly<Record<string, string | number | readonly string[]>>;
}

/**
 * Builds the unsigned typed data of a Snapshot proposal with the choices of a basic vote; a person signs.
 *
 * @throws UsageError naming the field that Snapshot would refuse
 * @source snapshot-labs/snapshot.js, sign/types.ts: domain version 0.1.4
 */
export function buildSnapshotProposal(options: SnapshotOptions): SnapshotTypedData {
  const { from, space, title, body, discussion, timestampSeconds, startSeconds, endSeconds, snapshotBlock } = options;
  if (title.length > TITLE_MAX) throw new UsageError(`a Snapshot title has at most ${TITLE_MAX} characters, this one ${title.length}`, { where: 'title', suggestions: ['Give a shorter `title:`.'] });
  if (body.length > BODY_MAX) throw new UsageError(`a Snapshot text has at most ${BODY_MAX} characters, this one ${body.length}`, { where: 'body', suggestions: ['Shorten the motivation; the full draft goes to the forum.'] });
  if (discussion.length > TITLE_MAX) throw new UsageError(`a Snapshot discussion link has at most ${TITLE_MAX} characters`, { where: 'discussion' });
  if (!(startSeconds >= SECONDS_MIN && endSeconds > startSeconds && endSeconds <= SECONDS_MAX)) {
    throw new UsageError('a Snapshot vote needs a start before its end, both as unix seconds', { where: 'start, end' });
  }
  return {
    domain: { name: 'snapshot', version: '0.1.4' },
    types: { Proposal: PROPOSAL_TYPE.map(([name, type]) => ({ name, type })) },
    primaryType: 'Proposal',
    message: {
      from,
      space,
      timestamp: timestampSeconds,
      type: 'basic',
      title,
      body,
      discussion,
      choices: ['For', 'Against', 'Abstain'],
      labels: [],
      start: startSeconds,
      end: endSeconds,
      snapshot: snapshotBlock,
      plugins: '{}',
      privacy: '',
      app: '',
    },
  };
}
