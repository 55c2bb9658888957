import { parseEndpoint } from '../../../../src/sources/client/endpoint.js';
import { readSchema } from '../../../../src/sources/client/schema-view.js';
import { SubgraphClient } from '../../../../src/sources/client/subgraph-client.js';
import { MORPHO } from '../../../support/subgraph-server/morpho-blue.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

let server: SubgraphServer;

beforeAll(async () => {
  server = await SubgraphServer.start({ entitySdl: MORPHO });
});
afterAll(() => server.stop());

test.each([
  ['tokens', 'bytes'],
  ['positions', 'text'],
  ['nothings', 'text'],
])('the ids of %s are %s', async (collection, kind) => {
  const options = { inFlight: 1, timeLimitMs: 2000, attempts: 2, backOff: { baseMs: 1, mostMs: 2 }, seed: 1, allowIndexingErrors: false };
  const schema = await readSchema(new SubgraphClient({ ...options, endpoint: parseEndpoint(server.url, null) }));
  expect(schema.idKind(collection)).toBe(kind);
});
