import type { GraphQLSchema } from 'graphql';
import { SourceError } from '../../core/errors.js';
import type { IdKind } from '../paging/id-ranges.js';
import { holdsFields, type SubgraphClient } from './subgraph-client.js';

/** The schema that an endpoint states, as far as a source needs to know it. */
export interface SchemaView {
  hasField(type: string, field: string): boolean;
  /** What the `id` of a collection's entities is; text where the schema does not know the collection. */
  idKind(collection: string): IdKind;
  /** @throws SourceError naming the field when the endpoint's schema cannot answer the query */
  check(query: string, entity: string): void;
}

/**
 * Asks an endpoint for its schema.
 *
 * @throws SourceError as the client does, or when the reply is no schema
 */
export async function readSchema(client: SubgraphClient): Promise<SchemaView> {
  const { buildClientSchema, getIntrospectionQuery, getNamedType, GraphQLObjectType, parse, validate } = await import('graphql');
  const subject = { entity: 'schema', page: 'introspection' };
  const answer = await client.askWhole(getIntrospectionQuery({ descriptions: false }), subject, holdsFields('__schema'));
  if (answer.kind !== 'data') throw client.refuse('the endpoint does not tell its schema', subject, ['Try again, or another endpoint.']);
  let schema: GraphQLSchema;
  try {
    schema = buildClientSchema(answer.data as never, { assumeValid: true });
  } catch (cause) {
    throw new SourceError(`${client.endpoint.host}: the endpoint's schema cannot be read: ${(cause as Error).message}`, { where: 'introspection', cause });
  }
  return {
    hasField(type, field) {
      const found = schema.getType(type);
      return found instanceof GraphQLObjectType && field in found.getFields();
    },
    idKind(collection) {
      const entity = getNamedType(schema.getQueryType()?.getFields()[collection]?.type);
      const id = entity instanceof GraphQLObjectType ? entity.getFields()['id'] : undefined;
      return id !== undefined && getNamedType(id.type).name === 'Bytes' ? 'bytes' : 'text';
    },
    check(query, entity) {
      const [error] = validate(schema, parse(query), undefined, { maxErrors: 1 });
      if (error === undefined) return;
      throw client.refuse(`the subgraph's schema does not fit this source: ${error.message}`, { entity, page: 'schema check' }, [
        'Choose the source that fits the subgraph: `plimsoll data sources` lists them with their schema versions. Of a mapping file of your own: correct the field there.',
      ]);
    },
  };
}
