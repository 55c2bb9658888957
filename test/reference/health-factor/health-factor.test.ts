import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { DataError } from '../../../src/core/errors.js';
import { computeAccountData, computeAccounts, healthFactorFromRaw, type ValuedPosition } from '../../../src/protocol/lending/aave-v2/health-factor.js';
import { createDatasetStore } from '../../../src/storage/dataset-store.js';

const WAD = 10n ** 18n;
const DATA_FOLDER = fileURLToPath(new URL('../../../data', import.meta.url));

const position = (side: 'collateral' | 'debt', amountRaw: bigint, liquidationThresholdBps = 0): ValuedPosition => ({
  side,
  amountRaw,
  decimals: 18,
  oraclePriceRaw: WAD,
  liquidationThresholdBps,
});

describe('the bundled Aave v2 accounts', () => {
  // Source: healthFactor, totalCollateralETH and currentLiquidationThreshold of `getUserAccountData`, June 2023, as recorded in
  // lidofinance/aave-liquidation-model @ a44561e. Balances were read moments later, hence 1e-6 and not 1e-15.
  test('recomputed from the Parquet tables match the source: threshold exactly, health factor and totals to 1e-6', async () => {
    const dataset = await createDatasetStore({ folders: [DATA_FOLDER] }).loadLendingDataset('aave-v2-steth_2023-06');
    const computed = computeAccounts(dataset);
    let largestError = 0;
    for (const stated of dataset.accounts) {
      const data = computed.get(`${stated.market}/${stated.account}`)!;
      const healthFactor = healthFactorFromRaw(data.healthFactorRaw);
      const errors = [
        Math.abs(healthFactor / stated.healthFactor - 1),
        Math.abs(Number(data.collateralBaseRaw) / Number(stated.collateralBaseRaw) - 1),
        Math.abs(Number(data.debtBaseRaw) / Number(stated.debtBaseRaw) - 1),
      ];
      const error = Math.max(...errors);
      if (error > 1e-6 || data.averageThresholdBps !== stated.liquidationThresholdBps) {
        throw new Error(`${stated.account}: errors ${errors.join(', ')}; threshold ${data.averageThresholdBps} against ${stated.liquidationThresholdBps}`);
      }
      largestError = Math.max(largestError, error);
    }
    console.log(`health factors compared: ${dataset.accounts.length}; largest relative error ${largestError.toExponential(2)}`);
    expect(computed.size).toBe(dataset.accounts.length);
    expect(dataset.accounts.length).toBe(1030);
    expect(dataset.accountsLeftOut).toBe(279);
    expect(largestError).toBeLessThanOrEqual(1e-6);
  });
});

describe('computeAccountData', () => {
  test('divides weighted collateral by debt', () => {
    const data = computeAccountData([position('collateral', WAD, 8000), position('debt', WAD / 2n)]);
    expect(data).toEqual({ collateralBaseRaw: WAD, debtBaseRaw: WAD / 2n, averageThresholdBps: 8000, healthFactorRaw: (16n * WAD) / 10n });
  });

  test('rounds the average threshold down to whole bps, as the contract does', () => {
    const data = computeAccountData([position('collateral', WAD, 8300), position('collateral', WAD, 8201), position('debt', WAD)]);
    expect(data.averageThresholdBps).toBe(8250);
    expect(data.healthFactorRaw).toBe((165n * WAD) / 100n);
  });

  test('rounds half up in percentMul and wadDiv', () => {
    // percentMul(1, 5000) = (5000 + 5000) / 10000 = 1; wadDiv(1, 3) = (10^18 + 1) / 3.
    expect(computeAccountData([position('collateral', 1n, 5000), position('debt', 3n)]).healthFactorRaw).toBe(333333333333333333n);
    expect(computeAccountData([position('collateral', 2n, 10000), position('debt', 3n)]).healthFactorRaw).toBe(666666666666666667n);
    expect(computeAccountData([position('collateral', 1n, 4999), position('debt', 3n)]).healthFactorRaw).toBe(0n);
  });

  test('scales by decimals and price, rounding the value down', () => {
    const usdc = { side: 'debt', amountRaw: 1_999_999n, decimals: 6, oraclePriceRaw: 580223303700951n, liquidationThresholdBps: 0 } as const;
    expect(computeAccountData([usdc]).debtBaseRaw).toBe(1160446027178598n);
  });

  test('leaves collateral without threshold out altogether', () => {
    const data = computeAccountData([position('collateral', WAD, 8000), position('collateral', 9n * WAD, 0), position('debt', WAD)]);
    expect(data.collateralBaseRaw).toBe(WAD);
    expect(data.averageThresholdBps).toBe(8000);
  });

  test('gives Infinity without debt and 0 without collateral', () => {
    expect(healthFactorFromRaw(computeAccountData([position('collateral', WAD, 8000)]).healthFactorRaw)).toBe(Infinity);
    expect(healthFactorFromRaw(computeAccountData([position('debt', WAD)]).healthFactorRaw)).toBe(0);
  });
});

describe('computeAccounts', () => {
  const reserves = [{ market: 'm', asset: 'A', liquidationThresholdBps: 8000, oraclePriceRaw: WAD }];
  const row = { market: 'm', account: 'x', asset: 'A', side: 'collateral', amountRaw: WAD, liquidationThresholdBps: null } as const;

  test('lets a position’s own threshold replace the reserve’s', () => {
    const assets = [{ asset: 'A', decimals: 18 }];
    const rows = [row, { ...row, account: 'y', liquidationThresholdBps: 7000 }];
    const computed = computeAccounts({ assets, reserves, positions: rows });
    expect([...computed].map(([key, data]) => [key, data.averageThresholdBps])).toEqual([
      ['m/x', 8000],
      ['m/y', 7000],
    ]);
  });

  test('refuses a position whose asset is not declared', () => {
    expect(() => computeAccounts({ assets: [], reserves, positions: [row] })).toThrow(DataError);
  });
});
