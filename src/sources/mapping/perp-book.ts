import type { BuildFindings, TableRows } from '../../pipeline/pull-ports.js';
import { nameAccount } from './account-name.js';

/** Decimals that the perps tables keep sizes, prices and USD in. */
export const SIZE_DECIMALS = 18;
export const PERP_PRICE_DECIMALS = 18;
export const USD_DECIMALS = 6;

/** An open position as a source states it. */
export interface OpenPosition {
  readonly market: string;
  /** Address of the owner, or the venue's number of the account. */
  readonly owner: string;
  /** Signed, positive is long; 18 decimals. */
  readonly sizeRaw: bigint;
  readonly entryPriceRaw: bigint;
  /** Margin of an isolated position in USD, 6 decimals; `null` for one that shares the margin of its account. */
  readonly isolatedUsdRaw: bigint | null;
}

/** A token posted as margin; `market` and `side` are `all` for what all positions share. */
export interface PostedToken {
  readonly owner: string;
  readonly market: string;
  readonly side: 'long' | 'short' | 'all';
  readonly asset: string;
  readonly amountRaw: bigint;
}

/**
 * Gathers the open positions and the margins of a perps source, whatever their order.
 *
 * Special cases: positions of one account that are equal in market and size are added up at their mean entry price, which leaves size,
 * margin and profit as they were; how many is a warning.
 */
export class PerpBook {
  private readonly positions = new Map<string, OpenPosition>();
  private readonly crossUsdRaw = new Map<string, bigint>();
  private readonly posted = new Map<string, PostedToken>();
  private addedUp = 0;

  addPosition(position: OpenPosition): void {
    if (!this.crossUsdRaw.has(position.owner)) this.crossUsdRaw.set(position.owner, 0n);
    const key = [position.market, position.owner, position.sizeRaw].join('/');
    const held = this.positions.get(key);
    if (held === undefined) {
      this.positions.set(key, position);
      return;
    }
    this.positions.delete(key);
    this.addedUp++;
    this.addPosition({
      ...position,
      sizeRaw: position.sizeRaw * 2n,
      entryPriceRaw: (position.entryPriceRaw + held.entryPriceRaw) / 2n,
      isolatedUsdRaw: position.isolatedUsdRaw === null ? null : position.isolatedUsdRaw + (held.isolatedUsdRaw ?? 0n),
    });
  }

  /** Margin that all positions of an account share, in USD with 6 decimals. */
  addCrossMargin(owner: string, usdRaw: bigint): void {
    this.crossUsdRaw.set(owner, (this.crossUsdRaw.get(owner) ?? 0n) + usdRaw);
  }

  addPosted(token: PostedToken): void {
    const key = [token.owner, token.market, token.side, token.asset].join('/');
    this.posted.set(key, { ...token, amountRaw: token.amountRaw + (this.posted.get(key)?.amountRaw ?? 0n) });
  }

  /** Rows of `perp_accounts`, `perp_positions` and `perp_collateral`; accounts without a position are left out. */
  *rows({ warnings }: Pick<BuildFindings, 'warnings'>): Iterable<TableRows> {
    const holders = new Set([...this.positions.values()].map(({ owner }) => owner));
    const idle = [...this.crossUsdRaw].filter(([owner, raw]) => raw !== 0n && !holders.has(owner)).length;
    if (idle > 0) warnings.push(`${idle} accounts with margin but without an open position are left out`);
    if (this.addedUp > 0) warnings.push(`${this.addedUp} positions are equal to another one of their account in market and size and are added to it; none is left out`);
    yield {
      table: 'perp_accounts',
      rows: [...this.crossUsdRaw].filter(([owner]) => holders.has(owner)).map(([owner, raw]) => ({ account: nameAccount(owner), collateral_asset: 'USD', cross_collateral_raw: raw })),
    };
    yield {
      table: 'perp_positions',
      rows: [...this.positions.values()].map(({ market, owner, sizeRaw, entryPriceRaw, isolatedUsdRaw }) => ({
        market,
        account: nameAccount(owner),
        size_raw: sizeRaw,
        entry_price_raw: entryPriceRaw,
        collateral_asset: 'USD',
        collateral_raw: isolatedUsdRaw ?? 0n,
        margin_mode: isolatedUsdRaw === null ? 'cross' : 'isolated',
      })),
    };
    yield {
      table: 'perp_collateral',
      rows: [...this.posted.values()].filter(({ owner, amountRaw }) => holders.has(owner) && amountRaw !== 0n).map(({ owner, market, side, asset, amountRaw }) => ({ account: nameAccount(owner), market, side, asset, amount_raw: amountRaw })),
    };
  }
}
