import { buildSchema, isListType, isNonNullType, isObjectType, isScalarType, parse, type GraphQLSchema, type GraphQLObjectType, type GraphQLType } from 'graphql';
import { pluralField } from './camel-case.js';

const SCALARS = 'scalar BigInt scalar BigDecimal scalar Bytes scalar Int8 scalar Timestamp';
const META = `
  type _Block_ { number: Int! hash: Bytes timestamp: Int parentHash: Bytes }
  type _Meta_ { block: _Block_! deployment: String! hasIndexingErrors: Boolean! }
  input Block_height { number: Int hash: Bytes number_gte: Int }
  enum OrderDirection { asc desc }
  enum _SubgraphErrorPolicy_ { allow deny }
`;
const SUFFIXES = ['', '_not', '_gt', '_lt', '_gte', '_lte', '_in', '_not_in'];

/** The API that graph-node derives from a subgraph's entity types: plural fields with filters, order, paging and time travel. */
export function buildApiSchema(entitySdl: string): { schema: GraphQLSchema; types: readonly GraphQLObjectType[] } {
  const entities = buildSchema(`${SCALARS} ${entitySdl} type Query { nothing: Int }`);
  const types = Object.values(entities.getTypeMap()).filter((type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__') && type.name !== 'Query');
  const arguments_ = (name: string): string => `skip: Int, first: Int, orderBy: ${name}_orderBy, orderDirection: OrderDirection, where: ${name}_filter`;
  const inputs = types.map((type) => {
    const filters = Object.values(type.getFields()).flatMap((field) => writeFilters(field.name, field.type));
    const order = Object.values(type.getFields()).flatMap((field) => [field.name, ...listChildren(field.type).map((child) => `${field.name}__${child}`)]);
    return `input ${type.name}_filter { ${filters.join(' ')} _change_block: Change_filter and: [${type.name}_filter] or: [${type.name}_filter] } enum ${type.name}_orderBy { ${order.join(' ')} }`;
  });
  const bodies = types.map((type) => {
    const fields = Object.values(type.getFields()).map((field) => {
      const inner = bareType(field.type);
      return isList(field.type) && isObjectType(inner) ? `${field.name}(${arguments_(inner.name)}): ${String(field.type)}` : `${field.name}: ${String(field.type)}`;
    });
    return `type ${type.name} { ${fields.join(' ')} }`;
  });
  const roots = types.map((type) => `${pluralField(type.name)}(${arguments_(type.name)}, block: Block_height, subgraphError: _SubgraphErrorPolicy_! = deny): [${type.name}!]!`);
  const enums = entitySdl.match(/enum\s+\w+\s*\{[^}]*\}/g) ?? [];
  const text = `${SCALARS} ${META} input Change_filter { number_gte: Int! } ${enums.join(' ')} ${inputs.join(' ')} ${bodies.join(' ')} type Query { ${roots.join(' ')} _meta(block: Block_height): _Meta_ }`;
  parse(text);
  return { schema: buildSchema(text), types };
}

function writeFilters(name: string, type: GraphQLType): string[] {
  const inner = bareType(type);
  if (isList(type)) return isObjectType(inner) ? [`${name}_: ${inner.name}_filter`] : [`${name}: [${String(inner)}!]`];
  const scalar = isObjectType(inner) ? 'String' : String(inner);
  const filters = SUFFIXES.map((suffix) => `${name}${suffix}: ${suffix.endsWith('in') ? `[${scalar}!]` : scalar}`);
  return isObjectType(inner) ? [...filters, `${name}_: ${inner.name}_filter`] : filters;
}

function listChildren(type: GraphQLType): string[] {
  const inner = bareType(type);
  if (isList(type) || !isObjectType(inner)) return [];
  return Object.values(inner.getFields()).filter((field) => isScalarType(bareType(field.type))).map((field) => field.name);
}

export function isList(type: GraphQLType): boolean {
  return isNonNullType(type) ? isList(type.ofType as GraphQLType) : isListType(type);
}

export function bareType(type: GraphQLType): GraphQLType {
  return isNonNullType(type) || isListType(type) ? bareType(type.ofType as GraphQLType) : type;
}
