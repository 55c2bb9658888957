import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SourceEntity } from '../../../src/pipeline/pull-ports.js';
import type { BuildInput } from '../../../src/sources/adapter.js';
import { replayPositions } from '../../../src/sources/adapters/synthetix-v3/history.js';
import { readSynthetixMarkets } from '../../../src/sources/adapters/synthetix-v3/markets.js';
import { fuzzParameters } from '../../support/fuzz.js';

const ONE = 10n ** 18n;

interface Move {
  readonly isLiquidation: boolean;
  readonly size: bigint;
  readonly price: bigint;
}

const move = fc.record({ isLiquidation: fc.boolean(), size: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), price: fc.bigInt({ min: 1n, max: 10n ** 23n }) });
const book = fc.array(fc.record({ moves: fc.array(move, { minLength: 1, maxLength: 8 }), isClosed: fc.boolean() }), { minLength: 1, maxLength: 6 });

/** Entities of one account in one market, one block apart, with the profit and the last trade's price computed beside them. */
function trade(account: number, moves: readonly Move[]): { settled: SourceEntity[]; liquidated: SourceEntity[]; size: bigint; profit: bigint } {
  const settled: SourceEntity[] = [];
  const liquidated: SourceEntity[] = [];
  let size = 0n;
  let profit = 0n;
  let entry = 0n;
  for (const [index, { isLiquidation, size: target, price }] of moves.entries()) {
    const place = { id: `100-${account}-${1000 + index}`, timestamp: String(index), marketId: '100', accountId: String(account) };
    const magnitude = size < 0n ? -size : size;
    if (isLiquidation && magnitude > 0n) {
      const amount = ((target < 0n ? -target : target) % magnitude) + 1n;
      size += size > 0n ? -amount : amount;
      liquidated.push({ ...place, amountLiquidated: String(amount), currentPositionSize: String(size) });
      continue;
    }
    profit += (size * (price - entry)) / ONE;
    settled.push({ ...place, fillPrice: String(price), accruedFunding: '0', totalFees: '0', sizeDelta: String(target - size), newSize: String(target) });
    size = target;
    entry = price;
  }
  return { settled, liquidated, size, profit };
}

async function replay(settled: readonly SourceEntity[], liquidated: readonly SourceEntity[], pageSize: number): ReturnType<typeof replayPositions> {
  const pages: Record<string, readonly SourceEntity[]> = { markets: [{ id: '100', marketSymbol: 'ETH', price: '1' }], orderSettleds: settled, positionLiquidateds: liquidated };
  const input: BuildInput = {
    reconciliations: [],
    warnings: [],
    tokens: new Map(),
    async *read(name) {
      const all = pages[name]!;
      for (let start = 0; start < all.length; start += pageSize) yield all.slice(start, start + pageSize);
    },
  };
  const positions = await replayPositions(input, await readSynthetixMarkets(input));
  expect(input.warnings).toEqual([]);
  return positions;
}

describe('replaying settlements and liquidations', () => {
  test('gives size and profit of each, whatever the order of the pages; what is closed leaves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(book, fc.integer({ min: 1, max: 7 }), fc.infiniteStream(fc.double({ noNaN: true, min: 0, max: 1 })), async (accounts, pageSize, draws) => {
        const traded = accounts.map(({ moves, isClosed }, index) => trade(index + 1, isClosed ? [...moves, { isLiquidation: false, size: 0n, price: ONE }] : moves));
        const shuffle = (entities: readonly SourceEntity[]): SourceEntity[] => entities.map((entity) => ({ entity, key: draws.next().value as number })).sort((a, b) => a.key - b.key).map(({ entity }) => entity);
        const positions = await replay(shuffle(traded.flatMap(({ settled }) => settled)), shuffle(traded.flatMap(({ liquidated }) => liquidated)), pageSize);
        const found = new Map(positions.map(({ owner, sizeRaw, steps }) => [owner, { sizeRaw, profit: steps.reduce((sum, { chargedRaw }) => sum + chargedRaw, 0n) }]));
        for (const [index, { size, profit }] of traded.entries()) {
          expect(found.get(`synthetix-v3/${index + 1}`)).toEqual({ sizeRaw: size, profit });
          if (accounts[index]!.isClosed) expect(size).toBe(0n);
        }
      }),
      fuzzParameters(150),
    );
  });
});
