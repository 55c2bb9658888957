import { classifyReply, type Verdict } from '../../../../src/sources/client/classify-reply.js';
import type { Exchange } from '../../../../src/sources/client/exchange.js';

const REPLY: Exchange = { status: 200, retryAfterSeconds: null, bytes: 0, data: null, messages: [], failure: 'none' };

function classify(changes: Partial<Exchange>, allowIndexingErrors = false): Verdict {
  return classifyReply({ ...REPLY, ...changes }, allowIndexingErrors);
}

describe('a reply with errors, on HTTP 200, is', () => {
  // Texts as graph-node and the gateway write them: graph/src/data/query/error.rs and edgeandnode/gateway.
  test.each([
    ['fatal', 'auth error: API key not found'],
    ['fatal', 'subgraph not found: JCNWRypm7FYwV8fx5HhzZPSFaMxgkPuw4TnR3Gpi81zk'],
    ['fatal', 'Type `Position` has no field `asset`'],
    ['fatal', 'Null value resolved for non-null field `symbol`'],
    ['fatal', 'indexing_error'],
    ['retry', 'bad indexers: {0x1: Unavailable(no status: internal error)}'],
    ['smaller', 'bad indexers: {0x1: Timeout}'],
    ['block-ahead', 'bad indexers: {0x1: Unavailable(missing block: 99, latest: 12)}'],
    ['fatal', 'bad indexers: {0x1: BadResponse(no attestation: indexing_error)}'],
    ['retry', 'The chain was reorganized while executing the query'],
    ['smaller', 'Store error: store error: canceling statement due to statement timeout'],
    ['smaller', 'query potential response size exceeds the limit'],
    ['smaller', 'The value of the `first` argument must be between 0 and 100, but is 1000'],
    ['block-ahead', 'Failed to decode `block.number` value: `subgraph Qm has only indexed up to block number 12 and data for block number 99 is therefore not yet available`'],
    ['block-pruned', 'Failed to decode `block.number` value: `subgraph Qm only has data starting at block number 50 and data for block number 9 is therefore not available`'],
    ['block-unknown', 'Failed to decode `block.hash` value: `no block with that hash found`'],
  ] as const)('%s for %j', (kind, message) => {
    expect(classify({ messages: [message] }).kind).toBe(kind);
  });

  test('told with the numbers that decide where to go on', () => {
    expect(classify({ messages: ['has only indexed up to block number 12 and'] })).toMatchObject({ indexedBlock: 12 });
    expect(classify({ messages: ['only has data starting at block number 50 and'] })).toMatchObject({ earliestBlock: 50 });
  });

  test('fatal when its words are unknown, rather than asked for again for ever', () => {
    expect(classify({ messages: ['something new'] })).toMatchObject({ kind: 'fatal', message: 'something new' });
  });

  test('data only when the user allows indexing errors and there is data', () => {
    const partial = { messages: ['indexing_error'], data: { page: [] } };
    expect(classify(partial, true).kind).toBe('data-with-errors');
    expect(classify(partial, false).kind).toBe('fatal');
    expect(classify({ messages: ['indexing_error'], data: { page: null } }, true).kind).toBe('fatal');
    expect(classify({ messages: ['indexing_error', 'auth error: revoked'], data: { page: [] } }, true).kind).toBe('fatal');
  });
});

describe('a reply without GraphQL errors is', () => {
  test.each([
    ['data', { data: { page: [] } }],
    ['retry', { data: null }],
    ['retry', { status: 429, retryAfterSeconds: 7, failure: 'not-json' }],
    ['retry', { status: 503, failure: 'html' }],
    ['fatal', { status: 401, failure: 'not-json' }],
    ['fatal', { status: 404, failure: 'html' }],
    ['fatal', { failure: 'html' }],
    ['fatal', { failure: 'not-graphql', messages: ['Not found'] }],
    ['retry', { failure: 'not-json' }],
    ['smaller', { status: null, failure: 'time-limit' }],
    ['retry', { status: null, failure: 'connection' }],
    ['retry', { status: null, failure: 'unreachable' }],
  ] as const)('%s for %j', (kind, changes) => {
    expect(classify(changes).kind).toBe(kind);
  });

  test('waited for as long as Retry-After says', () => {
    expect(classify({ status: 429, retryAfterSeconds: 7 })).toMatchObject({ reason: 'http-429', waitSeconds: 7 });
    expect(classify({ status: 502 })).not.toHaveProperty('waitSeconds');
  });
});
