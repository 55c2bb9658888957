import { compareLiquidations } from './support/aave-liquidation-suite.js';
import { deployAaveMarket } from './support/aave-market.js';
import { compileArtifacts } from './support/artifacts.js';

/** @source @aave-dao/aave-v3-origin 3.6.0, compiled with solc 0.8.27 */
test('Aave v3.6: the model repays, seizes, charges, leaves, writes off and refuses what the contract does', async () => {
  await compareLiquidations('Aave v3.6 liquidationCall', await deployAaveMarket('v3.3', compileArtifacts('aave-v3-origin')));
}, 1_800_000);
