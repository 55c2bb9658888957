import { compareBounds, compareConfigurator } from './support/aave-configurator-suite.js';
import { compileArtifacts, readPublishedArtifacts } from './support/artifacts.js';

/**
 * `PoolConfigurator` of the real bytecode against the parameter rules.
 *
 * @source @aave/core-v3 1.19.3 as published; @aave-dao/aave-v3-origin 3.6.0 compiled with solc 0.8.27
 */
const VERSIONS = [
  ['v3.0', () => readPublishedArtifacts('@aave/core-v3')],
  ['v3.3', () => compileArtifacts('aave-v3-origin')],
] as const;

test.each(VERSIONS)('Aave %s configurator accepts exactly the collateral and e-mode sets that the rules accept', async (version, readSource) => {
  await compareConfigurator(version, `Aave ${version} configurator sets`, readSource());
}, 900_000);

test.each(VERSIONS)('Aave %s configurator refuses what lies beyond each single bound and beyond LT × bonus = 100,004,999', async (version, readSource) => {
  const compared = await compareBounds(version, readSource());
  process.stderr.write(`conformance: Aave ${version} configurator bounds: ${compared} cases compared\n`);
  expect(compared).toBeGreaterThan(0);
}, 300_000);
