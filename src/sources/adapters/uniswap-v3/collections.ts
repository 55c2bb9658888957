import { UsageError } from '../../../core/errors.js';
import type { Clock, PlanRequest } from '../../adapter.js';
import type { Collection } from '../../paging/page-query.js';

const ADDRESS = /^0x[0-9a-f]{40}$/;

/** Swaps are the most frequent events; a quiet pool may only see its liquidity change. */
export function uniswapClocks(): Clock[] {
  return ['swaps', 'mints', 'burns'].map((field) => ({
    field,
    orderBy: 'timestamp',
    selection: 'timestamp transaction { blockNumber }',
    read: (entity) => ({ unixSeconds: Number(entity['timestamp']), blockNumber: Number((entity['transaction'] as { blockNumber: unknown }).blockNumber) }),
  }));
}

/**
 * What is pulled: a subgraph holds every pool ever made, so the user names those that matter.
 *
 * @throws UsageError when no pool and no token is named, or a name is no address
 */
export function listUniswapCollections({ tables, choices, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection[] {
  const pools = readAddresses(choices, 'pools');
  const tokens = readAddresses(choices, 'tokens');
  if (pools.length + tokens.length === 0) {
    throw new UsageError('the subgraph holds every pool and token: say which', { where: '--choose', suggestions: ['Give --choose pools=0x…,0x… for price and liquidity of pools, --choose tokens=0x…,0x… for prices in USD.'] });
  }
  const collection = (field: string, where: readonly string[], selection: string, idKind: Collection['idKind'] = 'text'): Collection => ({ name: field, field, idKind, where, selection });
  const among = (field: string, addresses: readonly string[]): string => `${field}_in: ${JSON.stringify(addresses)}`;
  const span = [`periodStartUnix_gte: ${sinceUnixSeconds}`, `periodStartUnix_lte: ${untilUnixSeconds}`];
  const token = 'id symbol decimals';
  const collections: Collection[] = [];
  if (pools.length > 0) {
    collections.push(collection('pools', [among('id', pools)], `feeTier tick sqrtPrice liquidity token0 { ${token} } token1 { ${token} }`, 'bytes'));
    if (tables.has('prices')) collections.push(collection('poolHourDatas', [among('pool', pools), ...span], 'periodStartUnix pool { id } open high low close volumeToken1'));
    if (tables.has('depth')) collections.push(collection('ticks', [among('pool', pools), 'liquidityNet_not: "0"'], 'pool { id } tickIdx liquidityNet'));
  }
  if (tokens.length > 0) {
    collections.push(collection('tokens', [among('id', tokens)], 'symbol decimals', 'bytes'));
    if (tables.has('prices')) collections.push(collection('tokenHourDatas', [among('token', tokens), ...span], 'periodStartUnix token { id } open high low close volume'));
  }
  return collections;
}

/** Addresses as the subgraph writes them: lower case, each once. */
export function readAddresses(choices: Readonly<Record<string, string>>, name: string): string[] {
  const addresses = (choices[name] ?? '').split(',').map((text) => text.trim().toLowerCase()).filter(Boolean);
  const wrong = addresses.find((address) => !ADDRESS.test(address));
  if (wrong !== undefined) throw new UsageError(`\`${wrong}\` is no address`, { where: `--choose ${name}`, suggestions: ['Write 0x and 40 hex digits, with commas between.'] });
  return [...new Set(addresses)].sort();
}
