import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { inspectAccount } from '../../../../src/pipeline/account.js';
import type { PerpsView } from '../../../../src/pipeline/account/inspect-perps.js';
import type { PerpsDataset } from '../../../../src/pipeline/ports.js';
import { createDatasetStore } from '../../../../src/storage/dataset-store.js';
import { CHECKOUT } from '../../../support/run-plimsoll.js';

const NAME = 'hyperliquid_2023';
const CONTEXT = { packageFolder: CHECKOUT, workingFolder: CHECKOUT };
let dataset: PerpsDataset;
beforeAll(async () => {
  dataset = await createDatasetStore({ folders: [join(CHECKOUT, 'data')] }).loadPerpsDataset(NAME);
});

async function view(account: string, venue?: string): Promise<PerpsView> {
  const { current } = await inspectAccount({ dataset: NAME, account, venue }, CONTEXT);
  if (current.kind !== 'perps') throw new Error('a perps account was expected');
  return current;
}

describe('accounts of the bundled perps dataset', () => {
  test('are worth what their rows add up to, in exact integers, and none is liquidatable at the snapshot', async () => {
    const markOf = new Map(dataset.markets.map(({ market, markPriceRaw }) => [market, markPriceRaw]));
    for (const { account, crossCollateralRaw } of dataset.accounts.slice(0, 12)) {
      const profitRaw = dataset.positions
        .filter((row) => row.account === account)
        .reduce((sum, { market, sizeRaw, entryPriceRaw }) => sum + sizeRaw * (markOf.get(market)! - entryPriceRaw), 0n);
      const equityUsd = Number(crossCollateralRaw) / 1e6 + Number(profitRaw) / 1e36;
      const [unit] = (await view(account)).units;
      expect(Number(unit!.health.equityUsd)).toBeCloseTo(equityUsd, 6);
      expect(unit!.health.isLiquidatable).toBe(false);
    }
  });

  test('winners of one market and side have each a place of their own, 1 to n', async () => {
    const shorts = dataset.positions.filter(({ market, sizeRaw }) => market === 'ETH' && sizeRaw < 0n);
    const ranks = [];
    for (const { account } of shorts) {
      const position = (await view(account)).units[0]!.positions.find(({ market }) => market === 'ETH')!;
      if (Number(position.unrealisedPnlUsd) > 0) ranks.push(position.adl!.rank!);
      else expect(position.adl!.rank).toBeNull();
    }
    expect(ranks.length).toBeGreaterThan(3);
    expect(ranks.map(({ place }) => place).sort((a, b) => a - b)).toEqual(ranks.map((_, index) => index + 1));
    expect(new Set(ranks.map(({ of }) => of))).toEqual(new Set([ranks.length]));
  });

  test('another venue may hold them: brackets ask the same 1 %, and an unknown account or venue is refused', async () => {
    const { account } = dataset.accounts[0]!;
    const [own, other] = [await view(account), await view(account, 'generic-brackets')];
    expect(Number(other.units[0]!.health.maintenanceMarginUsd)).toBeCloseTo(Number(own.units[0]!.health.maintenanceMarginUsd), 9);
    await expect(view('acct_nobody')).rejects.toThrow(/has no account acct_nobody/);
    await expect(view(account, 'gmx-v2')).rejects.toThrow(/cannot be held by venue gmx-v2/);
  });
});
