import { compareText, PositionRuleError, type PerpAccount, type PerpPosition } from './position.js';
import type { MarkedMarket } from './margin-unit.js';

/** One trade of an account. */
export interface Trade {
  readonly market: string;
  /** Signed: positive buys. */
  readonly deltaBase: number;
  readonly priceUsd: number;
  readonly feeUsd: number;
  /** Of the market, at the time of the trade. */
  readonly fundingUsdPerBase: number;
  /** For a position that the trade opens; cross when left out. */
  readonly isolatedCollateralUsd?: number;
}

/**
 * Trades: realises profit and loss on what is closed, averages the entry price over what is added, settles funding, takes the fee.
 *
 * `realised = −delta · (price − entry)` on the closed part; the rest of a trade that turns a position opens a new one at the trade's price.
 * Opening an isolated position moves its collateral out of the cross margin; closing one moves what is left back.
 *
 * Conserves: valued at the trade's price, the account is worth the fee less than before, and nothing else changes.
 * @throws PositionRuleError for a price or a fee that cannot be
 */
export function applyTrade(account: PerpAccount, trade: Trade): PerpAccount {
  const { market, deltaBase, priceUsd, feeUsd } = trade;
  if (!(priceUsd > 0)) throw new PositionRuleError(account.id, 'priceUsd', `must be above 0, found ${priceUsd}`);
  if (!(feeUsd >= 0)) throw new PositionRuleError(account.id, 'feeUsd', `must be at least 0, found ${feeUsd}`);
  const held = account.positions.find((position) => position.market === market);
  const others = account.positions.filter((position) => position.market !== market);
  if (held === undefined) return openPosition(account, others, trade);

  const closedBase = Math.sign(deltaBase) === Math.sign(held.sizeBase) ? 0 : Math.sign(held.sizeBase) * Math.min(Math.abs(deltaBase), Math.abs(held.sizeBase));
  const addedBase = deltaBase + closedBase;
  const fundingOwedUsd = held.sizeBase * (trade.fundingUsdPerBase - held.settledFundingUsdPerBase);
  const cashUsd = closedBase * (priceUsd - held.entryPriceUsd) - fundingOwedUsd - feeUsd;
  const sizeBase = held.sizeBase + deltaBase;
  const next: PerpPosition = {
    ...held,
    sizeBase,
    entryPriceUsd: averageEntryPriceUsd(held, closedBase, addedBase, priceUsd),
    settledFundingUsdPerBase: trade.fundingUsdPerBase,
    isolatedCollateralUsd: held.isolatedCollateralUsd === null ? null : held.isolatedCollateralUsd + cashUsd,
  };
  const crossCashUsd = held.isolatedCollateralUsd === null ? cashUsd : 0;
  if (sizeBase !== 0) return { ...account, crossCollateralUsd: account.crossCollateralUsd + crossCashUsd, positions: sortPositions([...others, next]) };
  return { ...account, crossCollateralUsd: account.crossCollateralUsd + crossCashUsd + (next.isolatedCollateralUsd ?? 0), positions: others };
}

function averageEntryPriceUsd(held: PerpPosition, closedBase: number, addedBase: number, priceUsd: number): number {
  if (addedBase === 0) return held.entryPriceUsd;
  if (closedBase !== 0) return priceUsd;
  return (held.sizeBase * held.entryPriceUsd + addedBase * priceUsd) / (held.sizeBase + addedBase);
}

function openPosition(account: PerpAccount, others: readonly PerpPosition[], trade: Trade): PerpAccount {
  const { market, deltaBase, priceUsd, feeUsd, isolatedCollateralUsd, fundingUsdPerBase } = trade;
  if (deltaBase === 0) return { ...account, crossCollateralUsd: account.crossCollateralUsd - feeUsd };
  const opened: PerpPosition = {
    market,
    sizeBase: deltaBase,
    entryPriceUsd: priceUsd,
    isolatedCollateralUsd: isolatedCollateralUsd ?? null,
    settledFundingUsdPerBase: fundingUsdPerBase,
  };
  const crossCollateralUsd = account.crossCollateralUsd - feeUsd - (isolatedCollateralUsd ?? 0);
  return { ...account, crossCollateralUsd, positions: sortPositions([...others, opened]) };
}

function sortPositions(positions: PerpPosition[]): PerpPosition[] {
  return positions.sort((a, b) => compareText(a.market, b.market));
}

/**
 * Settles the funding of one market: `collateral −= size · (funding − settled funding)`.
 *
 * Conserves: the account's value does not change, since valuation already counts what is owed; over all accounts of a market whose
 * longs equal its shorts the payments add up to 0.
 */
export function settleFunding(account: PerpAccount, market: string, { fundingUsdPerBase }: Pick<MarkedMarket, 'fundingUsdPerBase'>): PerpAccount {
  let crossCollateralUsd = account.crossCollateralUsd;
  const positions = account.positions.map((position) => {
    if (position.market !== market) return position;
    const owedUsd = position.sizeBase * (fundingUsdPerBase - position.settledFundingUsdPerBase);
    if (position.isolatedCollateralUsd === null) crossCollateralUsd -= owedUsd;
    const isolatedCollateralUsd = position.isolatedCollateralUsd === null ? null : position.isolatedCollateralUsd - owedUsd;
    return { ...position, isolatedCollateralUsd, settledFundingUsdPerBase: fundingUsdPerBase };
  });
  return { ...account, crossCollateralUsd, positions };
}
