import fc from 'fast-check';
import { playCase } from './aave-case.js';
import { drawnCase } from './aave-draw.js';
import { supplyEverything, type AaveMarketContracts } from './aave-market.js';
import { chooseRuns } from '../../support/fuzz.js';
import { runCompared } from './case-count.js';

/**
 * `liquidationCall` of the real bytecode against the model, to the last unit: account data before and after, repaid, seized, fee, scaled
 * balances, collateral flags, and which calls are refused with which error.
 */
export async function compareLiquidations(title: string, contracts: AaveMarketContracts): Promise<void> {
  await supplyEverything(contracts);
  const counts = { liquidated: 0, refused: 0 };
  const property = fc.asyncProperty(drawnCase, async (drawn) => {
    const compared = await playCase(contracts, drawn);
    fc.pre(compared.length > 0);
    for (const { chain, model, outcome } of compared) {
      expect(model).toEqual(chain);
      counts[outcome] += 1;
    }
  });
  await runCompared(title, property, chooseRuns(250, 4), counts);
  expect(counts.liquidated).toBeGreaterThan(0);
}
