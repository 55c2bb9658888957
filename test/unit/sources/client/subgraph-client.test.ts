import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SourceError } from '../../../../src/core/errors.js';
import { parseEndpoint } from '../../../../src/sources/client/endpoint.js';
import { holdsFields, SubgraphClient } from '../../../../src/sources/client/subgraph-client.js';

const SUBJECT = { entity: '_meta', page: 'head' };
const META = JSON.stringify({ data: { _meta: { block: { number: 7 } } } });
const OTHER = JSON.stringify({ data: { positions: [] } });
const TIMEOUT = JSON.stringify({ errors: [{ message: 'Store error: canceling statement due to statement timeout' }] });

let server: Server;
/** One reply per request; the last one repeats. */
let replies: string[];
let received: { headers: IncomingHttpHeaders; body: string }[];

beforeEach(async () => {
  replies = [];
  received = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.setHeader('content-type', 'application/json');
      response.end(replies[Math.min(received.length, replies.length) - 1]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function createClient(): SubgraphClient {
  const endpoint = parseEndpoint(`http://127.0.0.1:${(server.address() as AddressInfo).port}/subgraphs/name/a/b`, null);
  return new SubgraphClient({ endpoint, inFlight: 2, timeLimitMs: 2000, attempts: 6, backOff: { baseMs: 1, mostMs: 2 }, seed: 1, allowIndexingErrors: false });
}

describe('asking for what cannot be asked for in parts', () => {
  test.each([
    ['a reply to another query', OTHER, 'unsound-page'],
    ['a statement timeout', TIMEOUT, 'server-timeout'],
  ])('asks again after %s, and counts it once', async (_, wrong, reason) => {
    replies = [wrong, META];
    const client = createClient();
    const answer = await client.askWhole('{ _meta { block { number } } }', SUBJECT, holdsFields('_meta'));
    expect(answer).toMatchObject({ kind: 'data', data: { _meta: { block: { number: 7 } } } });
    expect(client.statistics).toMatchObject({ requests: 2, retries: { [reason]: 1 } });
  });

  test.each([
    ['timeouts, with fewer requests in flight', TIMEOUT, /^127\.0\.0\.1:\d+: Store error.*\(5 attempts\)$/, 5, 1],
    ['replies to another query, which say nothing of the load', OTHER, /^127\.0\.0\.1:\d+: the reply lacks.*_meta \(6 attempts\)$/, 6, 2],
  ])('ends in an error that names host, entity and page after nothing but %s', async (_, reply, message, requests, capacity) => {
    replies = [reply];
    const client = createClient();
    const error = await client.askWhole('{ _meta { block { number } } }', SUBJECT, holdsFields('_meta')).then(() => null, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ exitCode: 4, where: '_meta, head', message: expect.stringMatching(message) });
    expect([received.length, client.capacity]).toEqual([requests, capacity]);
  });
});

test('what can be asked for in parts is not asked for whole again', async () => {
  replies = [TIMEOUT, META];
  const client = createClient();
  expect(await client.ask('{ positions { id } }', SUBJECT)).toMatchObject({ kind: 'smaller' });
  expect(client.statistics).toMatchObject({ requests: 1, retries: { 'server-timeout': 1 } });
  expect(client.capacity).toBe(1);
});

test('every request tells its length', async () => {
  replies = [META];
  await createClient().ask('{ _meta { block { number } } }', SUBJECT);
  expect(received.map(({ headers }) => [Number(headers['content-length']), headers['transfer-encoding']])).toEqual([[Buffer.byteLength(received[0]!.body), undefined]]);
});
