import { SourceError, UsageError } from '../core/errors.js';
import type { Pin, SourceRequest } from '../pipeline/pull-ports.js';
import type { Clock } from './adapter.js';
import { holdsFields, type SubgraphClient } from './client/subgraph-client.js';

/** graph-node cannot follow a reorganisation deeper than this, so nothing below can change. */
export const DEEPEST_REORGANISATION_BLOCKS = 250;

/** What a subgraph says of itself. */
export interface Meta {
  readonly block: { readonly number: number; readonly hash: string | null; readonly timestamp: number | null };
  readonly deployment: string;
  readonly hasIndexingErrors: boolean;
}

const SUBJECT = { entity: '_meta', page: 'head' };

/**
 * Chooses the block that every page is taken from: the given one, the last one known at or before a time, or head − confirmations.
 *
 * @throws SourceError when the subgraph has no such block; UsageError when the block lies above the head
 */
export async function pinBlock(client: SubgraphClient, clocks: readonly Clock[], request: SourceRequest): Promise<Pin> {
  const head = await readMeta(client);
  const safe = Math.max(0, head.block.number - request.confirmations);
  if (request.block !== null && request.block > head.block.number) {
    throw new UsageError(`block ${request.block} is above the subgraph's head ${head.block.number}`, { where: '--block', suggestions: ['Ask for an earlier block, or wait.'] });
  }
  const blockNumber = request.block ?? (request.atUnixSeconds === null ? safe : Math.min(safe, await findBlockAt(client, clocks, request.atUnixSeconds)));
  const last = await readClocks(client, clocks, `, block: { number: ${blockNumber} }`, '');
  const times = last.map(({ unixSeconds }) => unixSeconds);
  return {
    deployment: head.deployment,
    blockNumber,
    blockHash: blockNumber === head.block.number ? head.block.hash : null,
    unixSeconds: times.length > 0 ? Math.max(...times) : requireTimestamp(client, head),
    headNumber: head.block.number,
    headHash: head.block.hash,
  };
}

/**
 * Says why what was pulled may be mixed, or `null`.
 *
 * While the head seen at the start is still on the chain, so is every block below it. Special cases: a block deeper than any
 * reorganisation needs no such check.
 */
export async function findChange(client: SubgraphClient, pin: Pin): Promise<string | null> {
  const { deployment } = await readMeta(client);
  if (deployment !== pin.deployment) return `the endpoint now serves another deployment: ${deployment} in place of ${pin.deployment}`;
  if (pin.headHash === null || pin.headNumber - pin.blockNumber >= DEEPEST_REORGANISATION_BLOCKS) return null;
  const answer = await client.askWhole(`{ _meta(block: { hash: "${pin.headHash}" }) { block { number } } }`, { entity: '_meta', page: 'head of the start' }, holdsFields('_meta'));
  return answer.kind === 'lost-block' && answer.verdict.kind === 'block-unknown' ? `the chain was reorganised: block ${pin.headNumber} is another one now` : null;
}

/** Asks for deployment and head. @throws SourceError when the endpoint is no subgraph */
export async function readMeta(client: SubgraphClient): Promise<Meta> {
  const answer = await client.askWhole('{ _meta { block { number hash timestamp } deployment hasIndexingErrors } }', SUBJECT, holdsFields('_meta'));
  const meta = answer.kind === 'data' ? (answer.data['_meta'] as Meta | null) : null;
  if (meta === null || typeof meta.block?.number !== 'number') {
    throw client.refuse('the endpoint does not tell its block (`_meta`)', SUBJECT, ['Check the endpoint: it must be the query URL of a subgraph.']);
  }
  return meta;
}

/** The last block with an event at or before a time: by the newest of all clocks, as no event lies between it and the time. */
async function findBlockAt(client: SubgraphClient, clocks: readonly Clock[], unixSeconds: number): Promise<number> {
  const found = await readClocks(client, clocks, '', `_lte: ${unixSeconds}`);
  if (found.length === 0) {
    throw new SourceError(`${client.endpoint.host}: the subgraph has no event at or before that time`, { where: '--at', suggestions: ['Ask for a later time.'] });
  }
  return Math.max(...found.map(({ blockNumber }) => blockNumber));
}

async function readClocks(client: SubgraphClient, clocks: readonly Clock[], block: string, condition: string): Promise<{ unixSeconds: number; blockNumber: number }[]> {
  const fields = clocks.map(({ field, orderBy, selection }, index) => {
    const where = condition === '' ? '' : `, where: { ${writeCondition(orderBy, condition)} }`;
    return `c${index}: ${field}(first: 1, orderBy: ${orderBy}, orderDirection: desc${where}${block}${client.subgraphErrorArgument}) { id ${selection} }`;
  });
  if (fields.length === 0) return [];
  const subject = { entity: clocks.map(({ field }) => field).join(', '), page: 'newest events' };
  const answer = await client.askWhole(`{ ${fields.join(' ')} }`, subject, holdsFields(...clocks.map((_, index) => `c${index}`)));
  if (answer.kind === 'lost-block') {
    throw client.refuse(answer.verdict.message, subject, ['Ask for a block that the subgraph still keeps: its earliest or latest one is in the message.']);
  }
  const { data } = answer;
  return clocks.flatMap((clock, index) => {
    const [newest] = data[`c${index}`] as Readonly<Record<string, unknown>>[];
    return newest === undefined ? [] : [clock.read(newest)];
  });
}

/** `transaction__timestamp` is ordered by as it stands but filtered through the child: `transaction_: { timestamp_lte: … }`. */
function writeCondition(orderBy: string, condition: string): string {
  const [parent, child] = orderBy.split('__');
  return child === undefined ? `${parent}${condition}` : `${parent}_: { ${child}${condition} }`;
}

function requireTimestamp(client: SubgraphClient, { block }: Meta): number {
  if (block.timestamp !== null) return block.timestamp;
  throw client.refuse('the subgraph holds no event that tells the time of the block', SUBJECT, ['Check that the subgraph has indexed anything yet.']);
}
