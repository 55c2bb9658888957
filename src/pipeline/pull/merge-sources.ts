import { DataError } from '../../core/errors.js';
import type { BuildFindings, BuiltSource, TableRows } from '../pull-ports.js';
import { requireNetworkTokens } from './check-network.js';

/** Tables of which two sources may have the same rows, and what names a part that must come from one source whole. */
const SHARED: Readonly<Record<string, readonly string[]>> = { assets: ['asset'], prices: ['asset', 'quote'], depth_quotes: ['sell_asset', 'buy_asset'] };

interface Owner {
  readonly source: BuiltSource;
  /** Token behind the symbol, and its decimals; of assets alone. */
  readonly token: string | undefined;
  readonly decimals: unknown;
}

/**
 * Makes sources fit into one dataset: assets are joined by their symbol, and a series of prices or the quotes of a pair come from the first
 * source that has them.
 *
 * Special cases: what is left out of a later source is a warning. The sources must be built in their order.
 * @throws DataError from `rows` when two sources use one symbol for different tokens; SourceError when one is of another network
 */
export function mergeSources(sources: readonly BuiltSource[]): BuiltSource[] {
  const owners = new Map<string, Owner>();
  return sources.map((source) => ({ ...source, rows: (findings) => keepOwn(source, findings, owners) }));
}

async function* keepOwn(source: BuiltSource, findings: BuildFindings, owners: Map<string, Owner>): AsyncIterable<TableRows> {
  const tokens = new Map<string, string>();
  const leftOut = new Map<string, BuiltSource>();
  for await (const { table, rows } of source.rows({ ...findings, tokens })) {
    const names = SHARED[table];
    if (names === undefined) {
      yield { table, rows };
      continue;
    }
    if (table === 'assets') requireNetworkTokens(tokens, source.report.network, source.report.host);
    const own = rows.filter((row) => {
      const part = names.map((name) => String(row[name])).join('/');
      const candidate: Owner = { source, token: tokens.get(part), decimals: row['decimals'] };
      const owner = owners.get(`${table} ${part}`) ?? candidate;
      owners.set(`${table} ${part}`, owner);
      if (owner.source === source) return true;
      if (table === 'assets') requireSameToken(part, owner, candidate);
      else leftOut.set(`${table} of ${part}`, owner.source);
      return false;
    });
    yield { table, rows: own };
  }
  for (const [symbol, id] of tokens) findings.tokens.set(symbol, id);
  for (const [what, owner] of [...leftOut].sort()) findings.warnings.push(`${what} from ${source.report.source} are left out: ${owner.report.source} gives them`);
}

function requireSameToken(symbol: string, known: Owner, other: Owner): void {
  const isOther = known.token !== undefined && other.token !== undefined && known.token !== other.token;
  if (!isOther && known.decimals === other.decimals) return;
  const describe = ({ source, token, decimals }: Owner): string => `${token ?? 'a token'} of ${String(decimals)} decimals in ${source.report.source}`;
  throw new DataError(`two tokens are called ${symbol}: ${describe(known)} and ${describe(other)}`, {
    where: 'assets',
    suggestions: ['Choose pools or tokens of the one that the positions hold.', 'Or pull the sources into datasets of their own.'],
  });
}
