import fc from 'fast-check';
import type { AaveV3Version } from '../../../src/protocol/lending/aave-v3/market.js';
import { playCase } from './aave-case.js';
import { drawnCase } from './aave-draw.js';
import { deployAaveMarket, supplyEverything } from './aave-market.js';
import type { ArtifactSource } from './artifacts.js';
import { chooseRuns, runCompared } from './case-count.js';

/**
 * `liquidationCall` of the real bytecode against the model, to the last unit: account data before and after, repaid, seized, fee, scaled
 * balances, collateral flags, and which calls are refused with which error.
 */
export async function compareLiquidations(version: AaveV3Version, title: string, source: ArtifactSource): Promise<void> {
  const contracts = await deployAaveMarket(version, source);
  await supplyEverything(contracts);
  const counts = { liquidated: 0, refused: 0 };
  const property = fc.asyncProperty(drawnCase, async (drawn) => {
    const compared = await playCase(contracts, version, drawn);
    fc.pre(compared.length > 0);
    for (const { chain, model, outcome } of compared) {
      expect(model).toEqual(chain);
      counts[outcome] += 1;
    }
  });
  await runCompared(title, property, chooseRuns(300, 4), counts);
  expect(counts.liquidated).toBeGreaterThan(0);
}
