import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Hex } from 'viem';
import { accrueBorrowIndex, accrueSupplyIndex, toDebtBalance, toSupplyBalance } from '../../src/sources/adapters/aave-v3/accrual.js';
import { chooseRuns } from '../support/fuzz.js';
import { compileArtifacts } from './support/artifacts.js';
import { runCompared } from './support/case-count.js';
import { TestChain } from './support/evm.js';

/** @source the package's libraries MathUtils, WadRayMath and TokenMath, @aave-dao/aave-v3-origin 3.6.0 */

const ANYONE: Hex = '0x00000000000000000000000000000000000c0001';
const RAY = 10n ** 27n;
const YEAR_SECONDS = 31_536_000;

const scaled = fc.oneof(fc.bigInt(0n, 1000n), fc.bigInt(0n, 10n ** 30n));
const index = fc.bigInt(RAY, 4n * RAY);
const rate = fc.oneof(fc.constant(0n), fc.bigInt(0n, RAY / 5n), fc.bigInt(0n, 10n * RAY));
const elapsed = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 4 * YEAR_SECONDS }));

test('indexes and balances that a pull accrues are the contract’s, to the last unit', async () => {
  const chain = new TestChain();
  const caller = await chain.deploy(compileArtifacts('aave-interest')('InterestCaller'), ANYONE);
  const counts = { supplies: 0, loans: 0 };
  await runCompared(
    'interest of Aave v3 supplies and loans',
    fc.asyncProperty(scaled, index, rate, elapsed, async (scaledRaw, indexRay, rateRay, seconds) => {
      const supplyIndexRay = accrueSupplyIndex(indexRay, rateRay, seconds);
      expect([supplyIndexRay, toSupplyBalance(scaledRaw, supplyIndexRay)]).toEqual(await chain.read(caller, 'supplyBalance', scaledRaw, indexRay, rateRay, BigInt(seconds)));
      counts.supplies++;
      const borrowIndexRay = accrueBorrowIndex(indexRay, rateRay, seconds);
      expect([borrowIndexRay, toDebtBalance(scaledRaw, borrowIndexRay)]).toEqual(await chain.read(caller, 'debtBalance', scaledRaw, indexRay, rateRay, BigInt(seconds)));
      counts.loans++;
    }),
    chooseRuns(2000, 100),
    counts,
  );
});
