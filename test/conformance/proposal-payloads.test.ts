import { describe, expect, test } from '@jest/globals';
import type { Hex } from 'viem';
import { buildConfiguratorCalls } from '../../src/proposal/aave/configurator-calls.js';
import type { AddressBook } from '../../src/proposal/address-book.js';
import { buildProposalModel } from '../../src/proposal/model.js';
import { buildGovernorBundle } from '../../src/proposal/governor/bundle.js';
import { buildRequestModel } from '../support/change-requests.js';
import { buildSampleResult } from '../support/sample-result.js';
import { ADMIN, deployAaveMarket, type AaveMarketContracts } from './support/aave-market.js';
import { deployAaveV2Market } from './support/aave-v2-market.js';
import { compileArtifacts, readPublishedArtifacts } from './support/artifacts.js';
import { Reverted } from './support/evm.js';

/** @source bytecode of @aave/core-v3 1.19.3, @aave/protocol-v2 1.0.1, @aave-dao/aave-v3-origin 3.6.0, @openzeppelin/contracts 5.3.0 */

const RESULT = buildSampleResult();
const MINUTES = 1_800_000;

function bookOf({ configurator, tokens }: AaveMarketContracts): AddressBook {
  return { network: 'test', chainId: 1, source: 'deployed here', date: '2026-01-01', contracts: { configurator: configurator.address }, assets: { [RESULT.asset]: tokens.WETH.address }, markets: {} };
}

/** LTV, threshold and bonus (with its 100 %) out of the bits of the configuration word. */
async function readConfiguration({ chain, pool, tokens }: AaveMarketContracts): Promise<number[]> {
  const { data } = await chain.read<{ data: bigint }>(pool, 'getConfiguration', tokens.WETH.address);
  return [0n, 16n, 32n].map((shift) => Number((data >> shift) & 0xffffn));
}

const WANTED = [RESULT.recommended.ltvBps, RESULT.recommended.liquidationThresholdBps, 10_000 + RESULT.recommended.liquidationBonusBps];

describe('the configurator call, as bytes', () => {
  test.each([
    ['Aave v2', () => deployAaveV2Market(readPublishedArtifacts('@aave/protocol-v2'))],
    ['Aave v3.0', () => deployAaveMarket('v3.0', readPublishedArtifacts('@aave/core-v3'))],
    ['Aave v3.6', () => deployAaveMarket('v3.3', compileArtifacts('aave-v3-origin'))],
  ] as const)('%s: the configuration read back is the proposal, and only an admin may set it', async (name, deploy) => {
    const market = await deploy();
    const { target, calldata } = buildConfiguratorCalls(buildProposalModel(RESULT), bookOf(market))[0]!;
    await expect(market.chain.sendBytes('0x00000000000000000000000000000000000000aa', target, calldata)).rejects.toThrow(Reverted);
    await market.chain.sendBytes(ADMIN, target, calldata);
    expect(await readConfiguration(market)).toEqual(WANTED);
    process.stderr.write(`conformance: ${name}: executed configureReserveAsCollateral, read back ${WANTED.join(', ')}\n`);
  }, MINUTES);
});

test('the Governor bundle goes propose → vote → queue → execute on a real Governor and timelock, under the id that we computed', async () => {
  const market = await deployAaveMarket('v3.0', readPublishedArtifacts('@aave/core-v3'));
  const { chain } = market;
  const source = compileArtifacts('governor');
  const token = await chain.deploy(source('VotingToken'), ADMIN, [ADMIN]);
  const timelock = await chain.deploy(source('TimelockController'), ADMIN, [60n, [], [], ADMIN]);
  const governor = await chain.deploy(source('PlainGovernor'), ADMIN, [token.address, timelock.address]);
  for (const role of ['PROPOSER_ROLE', 'EXECUTOR_ROLE']) await chain.send(timelock, ADMIN, 'grantRole', await chain.read<Hex>(timelock, role), governor.address);
  const acl = { address: await chain.read<Hex>({ address: await chain.read<Hex>(market.pool, 'ADDRESSES_PROVIDER'), abi: readPublishedArtifacts('@aave/core-v3')('PoolAddressesProvider').abi }, 'getACLManager'), abi: readPublishedArtifacts('@aave/core-v3')('ACLManager').abi };
  await chain.send(acl, ADMIN, 'addPoolAdmin', timelock.address);
  await chain.send(token, ADMIN, 'delegate', ADMIN);
  const pass = (blocks: number): void => {
    chain.timestamp += BigInt(12 * blocks);
  };
  pass(1);

  // Three calls: collateral, a cap and the reserve factor, which hold together or not at all.
  const model = buildRequestModel('aave-v3', {
    changes: [
      { asset: RESULT.asset, parameter: 'ltvBps', from: 72, to: 73.5, unit: 'percent' },
      { asset: RESULT.asset, parameter: 'liquidationThresholdBps', from: 83, unit: 'percent' },
      { asset: RESULT.asset, parameter: 'liquidationBonusBps', from: 7, unit: 'percent' },
      { asset: RESULT.asset, parameter: 'supplyCapTokens', from: 0, to: 456_789, unit: 'tokens' },
      { asset: RESULT.asset, parameter: 'reserveFactorBps', from: 0, to: 17.5, unit: 'percent' },
    ],
  });
  const bundle = buildGovernorBundle(buildConfiguratorCalls(model, bookOf(market)), governor.address, 1, '# Change it\n\nBecause "quotes", line\nbreaks and ünïcode.');
  const { targets, values, calldatas, descriptionHash, proposalId } = bundle;
  expect(targets.length).toBe(3);
  const args = [targets, values.map(BigInt), calldatas];
  // The whole call as a wallet would send it.
  await chain.sendBytes(ADMIN, governor.address, bundle.proposeCalldata);
  const id = BigInt(proposalId);
  expect(await chain.read<number>(governor, 'state', id)).toBe(0);
  pass(2);
  await chain.send(governor, ADMIN, 'castVote', id, 1);
  pass(11);
  await chain.send(governor, ADMIN, 'queue', ...args, descriptionHash);
  await expect(chain.send(governor, ADMIN, 'execute', ...args, descriptionHash)).rejects.toThrow(Reverted);
  pass(6);
  await chain.send(governor, ADMIN, 'execute', ...args, descriptionHash);
  expect(await chain.read<number>(governor, 'state', id)).toBe(7);
  expect(await readConfiguration(market)).toEqual(WANTED);
  const { data } = await chain.read<{ data: bigint }>(market.pool, 'getConfiguration', market.tokens.WETH.address);
  expect([(data >> 64n) & 0xffffn, (data >> 116n) & 0xfffffffffn]).toEqual([1_750n, 456_789n]);
  process.stderr.write(`conformance: OpenZeppelin Governor: proposal ${proposalId.slice(0, 12)}… executed through its timelock\n`);
}, MINUTES);
