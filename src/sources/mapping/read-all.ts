import type { SourceEntity } from '../../pipeline/pull-ports.js';
import type { BuildInput } from '../adapter.js';

/** All entities of a small collection. */
export async function readAll(input: BuildInput, collection: string): Promise<SourceEntity[]> {
  const entities: SourceEntity[] = [];
  for await (const page of input.read(collection)) entities.push(...page);
  return entities;
}
