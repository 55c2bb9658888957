import { compareLiquidations } from './support/aave-liquidation-suite.js';
import { deployAaveV2Market } from './support/aave-v2-market.js';
import { readPublishedArtifacts } from './support/artifacts.js';

/** @source @aave/protocol-v2 1.0.1, bytecode as published */
test('Aave v2: the model repays, seizes, leaves and refuses what the contract does', async () => {
  await compareLiquidations('Aave v2 liquidationCall', await deployAaveV2Market(readPublishedArtifacts('@aave/protocol-v2')));
}, 1_800_000);
