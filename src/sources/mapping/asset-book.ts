import { DataError } from '../../core/errors.js';
import type { BuildFindings } from '../../pipeline/pull-ports.js';

/** A token as a source states it. */
export interface SourceToken {
  /** Address, lower case. */
  readonly id: string;
  readonly symbol: string;
  readonly decimals: number;
}

/** A token states them in one byte. */
const MOST_DECIMALS = 255;

const STABLE = /^(?:a?USD|.*USD[A-Z]?$|DAI|GHO|FRAX|LUSD|MIM|FDUSD|crvUSD|PYUSD|EUR[CSe]?|sDAI)/i;
const STAKED = /^(?:w?st|r|cb|wbe|we|os|sw|ez|rs|a?nkr|s)ETH$|^(?:weETH|wbETH|rETH|ETHx|stMATIC|MaticX|sAVAX|stSOL|jitoSOL|mSOL)$/i;

/**
 * Gives every token a symbol of its own: of tokens that share one, the first by address keeps it and the others get
 * the first digits of their address behind it.
 */
export class AssetBook {
  private readonly symbolOf = new Map<string, string>();
  private readonly tokenOf = new Map<string, SourceToken>();

  /** @throws DataError for more decimals than a token can have */
  constructor(tokens: readonly SourceToken[]) {
    const taken = new Set<string>();
    // A token may be named more than once: each of several pools has it as a reserve.
    const distinct = new Map(tokens.map((token) => [token.id, token]));
    const absurd = tokens.find(({ decimals }) => decimals > MOST_DECIMALS);
    if (absurd !== undefined) throw new DataError(`the token ${absurd.symbol} states ${absurd.decimals} decimals, and none can have more than ${MOST_DECIMALS}`, { where: absurd.id, suggestions: ['Report it to the maker of the subgraph, or ask for another --block.'] });
    for (const token of [...distinct.values()].sort((left, right) => (left.id < right.id ? -1 : 1))) {
      const plain = token.symbol.trim() || 'UNKNOWN';
      const symbol = taken.has(plain) ? `${plain}-${token.id.replace(/^0x/, '').slice(0, 6)}` : plain;
      taken.add(symbol);
      this.symbolOf.set(token.id, symbol);
      this.tokenOf.set(token.id, token);
    }
  }

  symbol(id: string): string | undefined {
    return this.symbolOf.get(id);
  }

  token(id: string): SourceToken | undefined {
    return this.tokenOf.get(id);
  }

  /** Rows of the table `assets` for some of the tokens, which the findings then hold too. `kind` is told by the symbol, as no subgraph states it. */
  rows(ids: Iterable<string>, { tokens }: Pick<BuildFindings, 'tokens'>): { asset: string; decimals: number; kind: string }[] {
    const named = [...new Set(ids)].sort();
    for (const id of named) tokens.set(this.symbolOf.get(id)!, id);
    return named.map((id) => ({ asset: this.symbolOf.get(id)!, decimals: this.tokenOf.get(id)!.decimals, kind: kindOfAsset(this.tokenOf.get(id)!.symbol) }));
  }
}

/** Kind of an asset by its symbol: `staked`, `stable` or `volatile`. */
export function kindOfAsset(symbol: string): string {
  if (STAKED.test(symbol)) return 'staked';
  return STABLE.test(symbol) ? 'stable' : 'volatile';
}
