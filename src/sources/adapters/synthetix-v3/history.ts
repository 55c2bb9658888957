import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { namePosition } from '../../mapping/perp-fold.js';
import { readBlock } from './collections.js';
import type { SynthetixBook, SynthetixMarket } from './markets.js';

const ONE = 10n ** 18n;

/** A settlement or a liquidation as the subgraph states it. */
interface Change {
  readonly event: string;
  readonly blockNumber: number;
  readonly unixSeconds: number;
  readonly afterRaw: bigint;
  /** `null` for a liquidation: it states an amount without a side. */
  readonly deltaRaw: bigint | null;
  readonly liquidatedRaw: bigint;
  readonly fillPriceRaw: bigint;
  readonly fundingLessFeesRaw: bigint;
}

/** A change with what was before it. */
export interface Step extends Omit<Change, 'deltaRaw' | 'liquidatedRaw'> {
  readonly market: SynthetixMarket;
  readonly owner: string;
  readonly position: string;
  readonly isLiquidation: boolean;
  readonly deltaRaw: bigint;
  /** What the settlement adds to the margin: profit since the trade before, funding, less fees. */
  readonly chargedRaw: bigint;
  /** Whether the size before and the stated change give the stated size. */
  readonly adds: boolean;
}

export interface ReplayedPosition {
  readonly market: SynthetixMarket;
  readonly owner: string;
  readonly sizeRaw: bigint;
  readonly entryPriceRaw: bigint;
  readonly steps: readonly Step[];
}

/** The name under which accounts of the venue go: they are numbers, owned by a token that changes hands. */
export function ownerOf(accountId: bigint): string {
  return `synthetix-v3/${accountId}`;
}

/**
 * Replays every position from its settlements and liquidations, whatever the order in which they come.
 *
 * Formula: a settlement charges the margin size before × (fill price − fill price before) + accrued funding − total fees, products cut
 * towards zero as the contract does.
 * Special cases: of two changes in one block, that one is first whose change leads from the size before; a change that does not lead to the
 * size stated after it is counted, and the stated size holds.
 * @source Synthetixio/synthetix-v3, markets/perps-market/contracts/storage/Position.sol, `getPnl`
 */
export async function replayPositions(input: BuildInput, book: SynthetixBook): Promise<ReplayedPosition[]> {
  const changes = new Map<string, { market: SynthetixMarket; owner: string; list: Change[] }>();
  const keep = (read: EntityReader, entity: SourceEntity, change: Change): void => {
    const accountId = read.whole(entity, 'accountId');
    const key = `${read.whole(entity, 'marketId')}-${accountId}`;
    const held = changes.get(key) ?? { market: book.market(read, entity), owner: ownerOf(accountId), list: [] };
    changes.set(key, held);
    held.list.push(change);
  };
  const readSettled = new EntityReader('orderSettleds');
  for await (const page of input.read('orderSettleds')) for (const entity of page) keep(readSettled, entity, readSettlement(readSettled, entity));
  const readLiquidated = new EntityReader('positionLiquidateds');
  for await (const page of input.read('positionLiquidateds')) for (const entity of page) keep(readLiquidated, entity, readLiquidation(readLiquidated, entity));
  const positions = [...changes].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, { market, owner, list }]) => replay(key, market, owner, list));
  const off = positions.filter(({ steps }) => steps.some(({ adds }) => !adds)).length;
  if (off > 0) input.warnings.push(`in ${off} of ${positions.length} positions settlements and liquidations do not add up to the size that the subgraph states`);
  return positions;
}

function replay(key: string, market: SynthetixMarket, owner: string, changes: readonly Change[]): ReplayedPosition {
  const sorted = [...changes].sort((a, b) => a.blockNumber - b.blockNumber || (a.event < b.event ? -1 : 1));
  const steps: Step[] = [];
  let sizeRaw = 0n;
  let entryPriceRaw = 0n;
  for (let index = 0; index < sorted.length; index++) {
    const { blockNumber } = sorted[index]!;
    for (let other = index; sorted[other]?.blockNumber === blockNumber; other++) {
      if (!leadsOn(sorted[other]!, sizeRaw)) continue;
      sorted.splice(index, 0, ...sorted.splice(other, 1));
      break;
    }
    const change = sorted[index]!;
    const { deltaRaw, liquidatedRaw: _amount, ...stated } = change;
    const profitRaw = deltaRaw === null ? 0n : (sizeRaw * (change.fillPriceRaw - entryPriceRaw)) / ONE;
    steps.push({
      ...stated,
      market,
      owner,
      position: namePosition(`synthetix-v3/${key}`),
      isLiquidation: deltaRaw === null,
      deltaRaw: deltaRaw ?? change.afterRaw - sizeRaw,
      chargedRaw: profitRaw + change.fundingLessFeesRaw,
      adds: leadsOn(change, sizeRaw),
    });
    sizeRaw = change.afterRaw;
    if (deltaRaw !== null) entryPriceRaw = change.fillPriceRaw;
  }
  return { market, owner, sizeRaw, entryPriceRaw, steps };
}

function leadsOn({ deltaRaw, liquidatedRaw, afterRaw }: Change, sizeRaw: bigint): boolean {
  if (deltaRaw !== null) return sizeRaw + deltaRaw === afterRaw;
  if (sizeRaw === 0n) return false;
  return (sizeRaw > 0n ? sizeRaw - liquidatedRaw : sizeRaw + liquidatedRaw) === afterRaw;
}

function readSettlement(read: EntityReader, entity: SourceEntity): Change {
  return {
    event: `settled-${entity.id}`,
    blockNumber: readBlock(entity, 2, 'orderSettleds'),
    unixSeconds: read.count(entity, 'timestamp'),
    afterRaw: read.whole(entity, 'newSize'),
    deltaRaw: read.whole(entity, 'sizeDelta'),
    liquidatedRaw: 0n,
    fillPriceRaw: read.whole(entity, 'fillPrice'),
    fundingLessFeesRaw: read.whole(entity, 'accruedFunding') - read.whole(entity, 'totalFees'),
  };
}

function readLiquidation(read: EntityReader, entity: SourceEntity): Change {
  return {
    event: `liquidated-${entity.id}`,
    blockNumber: readBlock(entity, 2, 'positionLiquidateds'),
    unixSeconds: read.count(entity, 'timestamp'),
    afterRaw: read.whole(entity, 'currentPositionSize'),
    deltaRaw: null,
    liquidatedRaw: read.whole(entity, 'amountLiquidated'),
    fillPriceRaw: 0n,
    fundingLessFeesRaw: 0n,
  };
}

/** Rows of `perp_events`. */
export function describeEvents(steps: readonly Step[]): TableRows['rows'] {
  return steps.filter(({ market }) => market.markPriceRaw !== null).map((step) => ({
    ...describePlace(step),
    position: step.position,
    kind: step.isLiquidation ? 'liquidation' : isGrowing(step) ? 'increase' : 'decrease',
    size_delta_raw: step.deltaRaw,
    size_after_raw: step.afterRaw,
    price_raw: step.isLiquidation ? null : step.fillPriceRaw,
  }));
}

/** Rows of `perp_liquidations`; the schema tells neither who did it, at what price, nor the reward. */
export function describeLiquidations(steps: readonly Step[]): TableRows['rows'] {
  return steps.filter(({ market, isLiquidation }) => isLiquidation && market.markPriceRaw !== null).map((step) => ({
    ...describePlace(step),
    liquidator: null,
    size_raw: -step.deltaRaw,
    price_raw: null,
    collateral_usd_raw: null,
    fee_usd_raw: null,
  }));
}

function describePlace({ market, owner, event, unixSeconds, blockNumber }: Step): TableRows['rows'][number] {
  return { market: market.name, account: nameAccount(owner), event, unix_seconds: unixSeconds, block_number: blockNumber, order_index: 0 };
}

function isGrowing({ afterRaw, deltaRaw }: Step): boolean {
  return afterRaw > 0n ? deltaRaw > 0n : afterRaw < 0n ? deltaRaw < 0n : false;
}
