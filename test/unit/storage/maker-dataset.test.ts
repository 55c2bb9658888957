import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { queryDataset } from '../../../src/pipeline/query.js';
import { verifyDataset } from '../../../src/pipeline/data.js';

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));
const NAME = 'maker-ethb_2020-2022';
const context = { packageFolder: CHECKOUT, workingFolder: CHECKOUT };

async function ask(sql: string) {
  return (await queryDataset(sql, NAME, context)).rows;
}

describe('the bundled history of Maker vaults', () => {
  test('passes every check of `data verify`, the replay of its events included', async () => {
    const { checks, holds } = await verifyDataset(NAME, context);
    expect(checks.filter((check) => !check.holds)).toEqual([]);
    expect(holds).toBe(true);
    expect(checks.map(({ check }) => check)).toContain('liquidations take no more debt than the events before them leave');
  });

  test('stays below 2 MB', async () => {
    const folder = join(CHECKOUT, 'data', NAME);
    let bytes = 0;
    for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size;
    expect(bytes).toBeLessThan(2_000_000);
  });

  test('leaves no vault with less collateral than the rounding of its liquidations explains', async () => {
    const rows = await ask(
      "SELECT account, sum(amount_raw) / 1e18 AS eth, count(*) FILTER (kind = 'liquidation') AS lots FROM position_events WHERE asset = 'ETH' GROUP BY account",
    );
    expect(rows).toHaveLength(798);
    expect(rows.filter(([, eth, lots]) => Number(eth) < -0.5 * Number(lots) - 1e-6)).toEqual([]);
  });

  // Source: the protocol's lot of 50,000 DAI (CAT.ilks.dunk) includes the 13 % penalty: 50,000 / 1.13 = 44,247.79 DAI of debt.
  test('has the lots in which vault 21348 was liquidated on 2021-04-28', async () => {
    const [[lots, debtDai] = []] = await ask(
      "SELECT count(*), median(-amount_raw / 1e18) FROM position_events WHERE account = 'vault-21348' AND kind = 'liquidation' AND asset = 'DAI' " +
        "AND unix_seconds BETWEEN epoch(TIMESTAMP '2021-04-28') AND epoch(TIMESTAMP '2021-04-29')",
    );
    expect(lots).toBe(363);
    expect(Number(debtDai)).toBeCloseTo(50_000 / 1.13, 2);
  });

  test('chains the changes of each parameter: a value starts where the one before ended', async () => {
    const [[broken, changes] = []] = await ask(
      'WITH chain AS (SELECT value_before, lag(value_after) OVER (PARTITION BY parameter ORDER BY block_number, change_index) AS earlier, block_number, ' +
        'lag(block_number) OVER (PARTITION BY parameter ORDER BY block_number, change_index) AS earlier_block FROM parameter_changes) ' +
        'SELECT count(*) FILTER (earlier_block = block_number AND earlier <> value_before), count(*) FROM chain',
    );
    expect([broken, changes]).toEqual([0, 525]);
  });
});
