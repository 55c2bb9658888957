import type { SourceRequest } from '../pipeline/pull-ports.js';
import type { SourceAdapter } from './adapter.js';
import { readSchema } from './client/schema-view.js';
import type { SubgraphClient } from './client/subgraph-client.js';
import { readMeta, type Meta } from './pin.js';
import { checkQueries, planSource } from './pull-source.js';

/**
 * Asks a subgraph whether it could be pulled: it answers, says its head, and its schema fits the source; no data is taken.
 *
 * @param adapter `null` when only the head is asked for
 * @throws SourceError as a pull would
 */
export async function probeSource(client: SubgraphClient, adapter: SourceAdapter | null, request: SourceRequest): Promise<Meta> {
  const meta = await readMeta(client);
  if (adapter === null) return meta;
  const schema = await readSchema(client);
  const { number: blockNumber, hash, timestamp } = meta.block;
  const pin = { deployment: meta.deployment, blockNumber, blockHash: hash, unixSeconds: timestamp ?? 0, headNumber: blockNumber, headHash: hash };
  checkQueries(client, planSource(adapter, request, schema, pin), schema, blockNumber);
  return meta;
}
