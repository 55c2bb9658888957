import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { SourceEntity } from '../../../../src/pipeline/pull-ports.js';
import { parseEndpoint } from '../../../../src/sources/client/endpoint.js';
import { SubgraphClient } from '../../../../src/sources/client/subgraph-client.js';
import { pullCollection } from '../../../../src/sources/paging/pull-collection.js';
import { PageJournal } from '../../../../src/storage/page-journal.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

const FIXTURE = new URL('../../../fixtures/subgraphs/messari-aave-v3-liquidates.json.gz', import.meta.url);
/** The recorded fields, as Messari's schema declares them. */
const SDL = 'type Liquidate { id: Bytes! amountUSD: BigDecimal! timestamp: BigInt! }';
const BLOCK = 19_900_000;

interface RecordedPage {
  readonly data: { readonly liquidates: readonly SourceEntity[] };
}

let recorded: RecordedPage;
let server: SubgraphServer;
let folder: string;

beforeAll(async () => {
  recorded = JSON.parse(gunzipSync(await readFile(FIXTURE)).toString()) as RecordedPage;
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-recorded-'));
  server = await SubgraphServer.start({ entitySdl: SDL });
  for (const entity of [...recorded.data.liquidates].sort((left, right) => (left.id < right.id ? 1 : -1))) server.add('Liquidate', entity);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a page that a real subgraph answered', () => {
  test('is what the test server answers to the same query, shape for shape', async () => {
    const query = '{ liquidates(first: 1000, orderBy: amountUSD, orderDirection: desc) { amountUSD id timestamp } }';
    const response = await fetch(server.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
    expect(await response.text()).toBe(JSON.stringify(recorded));
  });

  test.each([1, 4])('is pulled whole, every digit and in order of id, with %i in flight', async (inFlight) => {
    const client = new SubgraphClient({ endpoint: parseEndpoint(server.url, null), inFlight, timeLimitMs: 10_000, attempts: 3, backOff: { baseMs: 1, mostMs: 5 }, seed: 1, allowIndexingErrors: false });
    const store = new PageJournal(join(folder, String(inFlight)));
    const collection = { name: 'liquidates', field: 'liquidates', idKind: 'bytes', where: [], selection: 'amountUSD timestamp' } as const;
    await pullCollection(collection, { client, store, blockNumber: BLOCK, onPage: () => {} });
    const pulled: SourceEntity[] = [];
    for await (const page of store.read('liquidates')) pulled.push(...page);
    await store.close();
    expect(pulled).toHaveLength(1000);
    expect(pulled).toEqual([...recorded.data.liquidates].sort((left, right) => (left.id < right.id ? -1 : 1)));
  });
});
