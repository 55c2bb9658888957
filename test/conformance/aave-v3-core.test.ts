import { compareLiquidations } from './support/aave-liquidation-suite.js';
import { readCoreArtifacts } from './support/artifacts.js';

/** @source @aave/core-v3 1.19.3, bytecode as published */
test('Aave v3.0: the model repays, seizes, charges, leaves and refuses what the contract does', async () => {
  await compareLiquidations('v3.0', 'Aave v3.0 liquidationCall', readCoreArtifacts());
}, 1_800_000);
