import type { AipPayload } from './payload-names.js';
import { SOLIDITY_HEADER } from './payload-solidity.js';

/** The scripts: deploy and register the payload on its network, then create the proposal on Ethereum. */
export function renderDeployScript({ network, contract, folder, shortName }: AipPayload): string {
  const { chain, payloadBuilder } = network;
  const scripts = [...new Set(['EthereumScript', `${chain}Script`])].join(', ');
  return `${SOLIDITY_HEADER}
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
