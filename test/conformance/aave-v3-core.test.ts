import { compareLiquidations } from './support/aave-liquidation-suite.js';
import { deployAaveMarket } from './support/aave-market.js';
import { readPublishedArtifacts } from './support/artifacts.js';

/** @source @aave/core-v3 1.19.3, bytecode as published */
test('Aave v3.0: the model repays, seizes, charges, leaves and refuses what the contract does', async () => {
  await compareLiquidations('Aave v3.0 liquidationCall', await deployAaveMarket('v3.0', readPublishedArtifacts('@aave/core-v3')));
}, 1_800_000);
