import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, getArgumentValues, isObjectType, Kind, parse, validate, type DocumentNode, type GraphQLObjectType, type GraphQLResolveInfo, type OperationDefinitionNode } from 'graphql';
import { bareType, buildApiSchema, isList } from './api-schema.js';
import { pluralField } from './camel-case.js';
import { EntityStore, type ListArguments, type StoredEntity } from './entity-store.js';
import { answerFault, FaultDraw, type Fault } from './faults.js';
import { compileSelection, NotPlain } from './project.js';
import { QueryError } from './query-error.js';

export interface ChainState {
  deployment: string;
  head: number;
  /** Blocks below are pruned. */
  earliest: number;
  /** Blocks from here on have other hashes than before: a reorganisation. */
  fork: number;
  /** `deny` drops data as soon as there is a deterministic error at or before the block. */
  errorBlock: number | null;
}

export interface ServerOptions {
  readonly entitySdl: string;
  readonly shares?: Readonly<Partial<Record<Fault, number>>>;
  readonly seed?: number;
  readonly latencyMs?: number;
  readonly key?: string;
  readonly head?: number;
}

interface Reply {
  data?: Record<string, unknown> | null;
  errors?: { message: string }[];
}

/**
 * A subgraph server on loopback that behaves like graph-node and the gateway: errors with HTTP 200 and their texts, `first` limits, ids in
 * code-point order, time travel with pruning, `_meta` without hash for blocks by number, scalars as text. Test equipment, no part of Plimsoll.
 */
export class SubgraphServer {
  readonly chain: ChainState;
  readonly requests: { readonly query: string; readonly headers: IncomingMessage['headers'] }[] = [];
  /** Called before a request is answered; may change the chain. */
  onRequest: (count: number, query: string) => void = () => {};
  private readonly stores = new Map<string, EntityStore>();
  private readonly api: ReturnType<typeof buildApiSchema>;
  private readonly faults: FaultDraw;
  private readonly http = createServer((request, response) => void this.handle(request, response));
  private lastPage: string | null = null;

  private constructor(private readonly options: ServerOptions) {
    this.api = buildApiSchema(options.entitySdl);
    for (const type of this.api.types) this.stores.set(type.name, new EntityStore());
    this.chain = { deployment: `Qm${'a'.repeat(44)}`, head: options.head ?? 20_000_000, earliest: 0, fork: Infinity, errorBlock: null };
    this.faults = new FaultDraw(options.shares ?? {}, options.seed ?? 1);
    this.addResolvers();
  }

  static async start(options: ServerOptions): Promise<SubgraphServer> {
    const server = new SubgraphServer(options);
    await new Promise<void>((resolve) => server.http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/subgraphs/name/test/subgraph`;
  }

  stop(): Promise<void> {
    this.http.closeAllConnections();
    return new Promise((resolve) => this.http.close(() => resolve()));
  }

  add(type: string, entity: StoredEntity, from = 0, to = Infinity): void {
    this.stores.get(type)!.add(entity, from, to);
  }

  hashOf(block: number): string {
    return `0x${(block >= this.chain.fork ? 'f' : '0').repeat(24)}${block.toString(16).padStart(40, '0')}`;
  }

  private addResolvers(): void {
    const { schema, types } = this.api;
    const queries = schema.getQueryType()!.getFields();
    for (const type of types) {
      queries[pluralField(type.name)]!.resolve = (_source, args: ListArguments & { block?: BlockArgument; subgraphError?: string }) => {
        const block = this.resolveBlock(args.block ?? {});
        return this.stores.get(type.name)!.list(args, block).map((entity) => ({ ...entity, $block: block }));
      };
      for (const field of Object.values((schema.getType(type.name) as typeof type).getFields())) {
        const inner = bareType(field.type);
        if (!isObjectType(inner)) continue;
        const store = this.stores.get(inner.name)!;
        field.resolve = (parent: Record<string, unknown>, args: ListArguments, _context: unknown, info: GraphQLResolveInfo) => {
          const value = parent[info.fieldName];
          const block = parent['$block'] as number;
          const follow = (item: unknown): unknown => (typeof item === 'string' ? withBlock(store.find(item, block), block) : withBlock(item as StoredEntity | null, block));
          return isList(field.type) ? ((value as unknown[] | undefined) ?? []).slice(0, args.first ?? 100).map(follow) : follow(value ?? null);
        };
      }
    }
    queries['_meta']!.resolve = (_source, { block }: { block?: BlockArgument }) => this.readMeta(block);
  }

  private readMeta(block: BlockArgument | undefined): unknown {
    const number = this.resolveBlock(block ?? {});
    // A placeholder hash stands for a block asked for by number, and is not shown.
    const isShown = block?.number === undefined;
    return {
      block: { number, hash: isShown ? this.hashOf(number) : null, timestamp: isShown ? 1_600_000_000 + number : null, parentHash: isShown ? this.hashOf(number - 1) : null },
      deployment: this.chain.deployment,
      hasIndexingErrors: this.chain.errorBlock !== null,
    };
  }

  private resolveBlock({ hash, number, number_gte: atLeast }: BlockArgument): number {
    const { deployment, head, earliest } = this.chain;
    const subgraph = `subgraph ${deployment}`;
    if (hash !== undefined) {
      const found = Number(BigInt(`0x${hash.slice(26)}`));
      if (this.hashOf(found) !== hash || found > head) throw new QueryError('Failed to decode `block.hash` value: `no block with that hash found`');
      return found;
    }
    const asked = number ?? head;
    if (asked > head || (atLeast ?? 0) > head) {
      throw new QueryError(`Failed to decode \`block.number\` value: \`${subgraph} has only indexed up to block number ${head} and data for block number ${Math.max(asked, atLeast ?? 0)} is therefore not yet available\``);
    }
    if (asked < earliest) {
      throw new QueryError(`Failed to decode \`block.number\` value: \`${subgraph} only has data starting at block number ${earliest} and data for block number ${asked} is therefore not available\``);
    }
    return asked;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const json = { 'content-type': 'application/json' };
    if (request.method !== 'POST' || !request.url!.startsWith('/subgraphs/name/')) return void response.writeHead(200, json).end('{"message":"Not found"}');
    if (request.headers['content-length'] === undefined) return void response.writeHead(400, json).end('{"error":"Body is required"}');
    const { query } = JSON.parse(Buffer.concat(body).toString()) as { query: string };
    this.requests.push({ query, headers: request.headers });
    this.onRequest(this.requests.length, query);
    if (this.options.latencyMs !== undefined) await new Promise((resolve) => setTimeout(resolve, this.options.latencyMs));
    if (this.options.key !== undefined && request.headers.authorization !== `Bearer ${this.options.key}`) {
      return void response.writeHead(200, json).end(JSON.stringify({ errors: [{ message: 'auth error: API key not found' }] }));
    }
    const fault = this.faults.next(query);
    if (fault !== null && (await answerFault(fault, response))) return;
    const text = fault === 'duplicate-page' && this.lastPage !== null ? this.lastPage : JSON.stringify(await this.answer(query));
    if (query.includes('{ page_')) this.lastPage = text;
    response.writeHead(200, json).end(text);
  }

  private async answer(query: string): Promise<Reply> {
    let document: DocumentNode;
    try {
      document = parse(query);
    } catch (error) {
      return { errors: [{ message: `bad query: ${(error as Error).message}` }] };
    }
    const invalid = validate(this.api.schema, document);
    if (invalid.length > 0) return { errors: invalid.map(({ message }) => ({ message: nameUnknownField(message) })) };
    const { data, errors } = this.answerPlainly(document) ?? (await execute({ schema: this.api.schema, document }));
    if (errors) return { errors: errors.map(({ message }) => ({ message })) };
    return this.addIndexingError(query, data as Record<string, unknown>);
  }

  /** Lists of entities, which are nearly all that is asked for, without the general executor; `null` where it must have its say. */
  private answerPlainly(document: DocumentNode): { data: Record<string, unknown>; errors?: undefined } | null {
    const { schema } = this.api;
    const { selectionSet } = document.definitions[0] as OperationDefinitionNode;
    const queries = schema.getQueryType()!.getFields();
    const data: Record<string, unknown> = {};
    try {
      for (const node of selectionSet.selections) {
        if (node.kind !== Kind.FIELD || node.name.value.startsWith('_')) return null;
        const field = queries[node.name.value]!;
        const type = bareType(field.type) as GraphQLObjectType;
        const args = getArgumentValues(field, node) as ListArguments & { block?: BlockArgument };
        const block = this.resolveBlock(args.block ?? {});
        const write = compileSelection(schema, type, node.selectionSet!, this.stores);
        data[node.alias?.value ?? node.name.value] = this.stores.get(type.name)!.list(args, block).map((entity) => write(entity, block));
      }
      return { data };
    } catch (error) {
      // What is refused is refused again, in the words of the executor.
      if (error instanceof NotPlain || error instanceof QueryError) return null;
      throw error;
    }
  }

  private addIndexingError(query: string, data: Record<string, unknown>): Reply {
    const { errorBlock } = this.chain;
    const isOnlyMeta = Object.keys(data).every((name) => name.startsWith('_'));
    if (errorBlock === null || isOnlyMeta || Number(/number: (\d+)/.exec(query)?.[1] ?? Infinity) < errorBlock) return { data };
    const errors = [{ message: 'indexing_error' }];
    return query.includes('subgraphError: allow') ? { data, errors } : { errors };
  }
}

interface BlockArgument {
  readonly hash?: string;
  readonly number?: number;
  readonly number_gte?: number;
}

function withBlock(entity: StoredEntity | null, block: number): unknown {
  return entity === null ? null : { ...entity, $block: block };
}

/** graph-node's words for what graphql-js says of an unknown field. */
function nameUnknownField(message: string): string {
  const match = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(message);
  return match ? `Type \`${match[2]}\` has no field \`${match[1]}\`` : message;
}
