/**
 * The Solidity of an AIP: payload, its test, its deployment.
 *
 * @source aave-proposals-v3, generator/templates; struct fields of v3.6 and v3.7: aave-v3-origin, IAaveV3ConfigEngine
 */
import type { ParameterKey } from '../../../report/words/parameters.js';
import { formatBpsLiteral, type AipPayload } from './payload-names.js';

const FULL_BPS = 10_000;
const HEADER = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.0;\n';

/** The payload: one collateral update, where all that does not change is `KEEP_CURRENT`. */
export function renderPayload({ network, engine, contract, asset, assetAddress, toBps }: AipPayload): string {
  const value = (key: ParameterKey): string => (toBps[key] === undefined ? 'EngineFlags.KEEP_CURRENT' : formatBpsLiteral(toBps[key]));
  const fields = [
    'asset: ASSET',
    `ltv: ${value('ltvBps')}`,
    `liqThreshold: ${value('liquidationThresholdBps')}`,
    `liqBonus: ${value('liquidationBonusBps')}`,
    ...(engine === 'v3.6' ? ['debtCeiling: EngineFlags.KEEP_CURRENT'] : []),
    'liqProtocolFee: EngineFlags.KEEP_CURRENT',
  ];
  return `${HEADER}
import {AaveV3Payload${network.chain}} from 'aave-helpers/src/v3-config-engine/AaveV3Payload${network.chain}.sol';
import {EngineFlags} from 'aave-v3-origin/contracts/extensions/v3-config-engine/EngineFlags.sol';
import {IAaveV3ConfigEngine} from 'aave-v3-origin/contracts/extensions/v3-config-engine/IAaveV3ConfigEngine.sol';

/**
 * @title Collateral parameters of ${asset}
 * @dev For engines of Aave ${engine}. Basis points; the liquidation bonus is the excess over 100 %.
 */
contract ${contract} is AaveV3Payload${network.chain} {
  address public constant ASSET = ${assetAddress};

  function collateralsUpdates() public pure override returns (IAaveV3ConfigEngine.CollateralUpdate[] memory) {
    IAaveV3ConfigEngine.CollateralUpdate[] memory updates = new IAaveV3ConfigEngine.CollateralUpdate[](1);
    updates[0] = IAaveV3ConfigEngine.CollateralUpdate({
${fields.map((field) => `      ${field}`).join(',\n')}
    });
    return updates;
  }
}
`;
}

/** Bit at which the configuration word holds a parameter, 16 bits each. */
const SHIFTS: Readonly<Record<ParameterKey, number>> = { ltvBps: 0, liquidationThresholdBps: 16, liquidationBonusBps: 32 };

/** The test: Aave's default checks, then each parameter read back from the configuration word; what is not proposed must stay. */
export function renderPayloadTest({ network, pool, contract, folder, toBps, forkBlock }: AipPayload): string {
  const checks = (Object.entries(SHIFTS) as [ParameterKey, number][]).map(([key, shift]) => {
    const bps = toBps[key];
    const read = (word: string): string => `(${word} >> ${shift}) & 0xffff`;
    // The word holds the bonus with its 100 %.
    const expected = bps === undefined ? read('before') : formatBpsLiteral(key === 'liquidationBonusBps' ? FULL_BPS + bps : bps);
    return `    assertEq(${read('afterwards')}, ${expected}, '${key}');`;
  });
  return `${HEADER}
import {${pool}} from 'aave-address-book/${pool}.sol';
import {ProtocolV3TestBase} from 'aave-helpers/src/ProtocolV3TestBase.sol';
import {${contract}} from './${contract}.sol';

/**
 * @dev Test for ${contract}
 * command: FOUNDRY_PROFILE=test forge test --match-path=src/${folder}/${contract}.t.sol -vv
 */
contract ${contract}_Test is ProtocolV3TestBase {
  ${contract} internal proposal;

  function setUp() public {
    vm.createSelectFork(vm.rpcUrl('${network.rpcAlias}'), ${forkBlock});
    proposal = new ${contract}();
  }

  function test_defaultProposalExecution() public {
    uint256 before = ${pool}.POOL.getConfiguration(proposal.ASSET()).data;
    defaultTest('${contract}', ${pool}.POOL, address(proposal));
    uint256 afterwards = ${pool}.POOL.getConfiguration(proposal.ASSET()).data;
${checks.join('\n')}
  }
}
`;
}

/** The scripts: deploy and register the payload on its network, then create the proposal on Ethereum. */
export function renderDeployScript({ network, contract, folder, shortName }: AipPayload): string {
  const { chain, payloadBuilder } = network;
  const scripts = [...new Set(['EthereumScript', `${chain}Script`])].join(', ');
  return `${HEADER}
import {GovernanceV3Ethereum} from 'aave-address-book/GovernanceV3Ethereum.sol';
import {GovV3Helpers, IPayloadsControllerCore, PayloadsControllerUtils} from 'aave-helpers/src/GovV3Helpers.sol';
import {${scripts}} from 'solidity-utils/contracts/utils/ScriptUtils.sol';
import {${contract}} from './${contract}.sol';

/// @dev Deploys the payload and registers it with the payloads controller of ${chain}
contract Deploy${chain} is ${chain}Script {
  function run() external broadcast {
    address payload = GovV3Helpers.deployDeterministic(type(${contract}).creationCode);
    IPayloadsControllerCore.ExecutionAction[] memory actions = new IPayloadsControllerCore.ExecutionAction[](1);
    actions[0] = GovV3Helpers.buildAction(payload);
    GovV3Helpers.createPayload(actions);
  }
}

/// @dev Creates the proposal
contract CreateProposal is EthereumScript {
  function run() external {
    PayloadsControllerUtils.Payload[] memory payloads = new PayloadsControllerUtils.Payload[](1);
    IPayloadsControllerCore.ExecutionAction[] memory actions = new IPayloadsControllerCore.ExecutionAction[](1);
    actions[0] = GovV3Helpers.buildAction(type(${contract}).creationCode);
    payloads[0] = GovV3Helpers.${payloadBuilder}(vm, actions);
    vm.startBroadcast();
    GovV3Helpers.createProposal(
      vm,
      payloads,
      GovernanceV3Ethereum.VOTING_PORTAL_ETH_AVAX,
      GovV3Helpers.ipfsHashFile(vm, 'src/${folder}/${shortName}.md')
    );
  }
}
`;
}
