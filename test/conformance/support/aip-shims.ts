import { getAddress, type Hex } from 'viem';

export interface AipShimAddresses {
  readonly pool: Hex;
  readonly configEngine: Hex;
  readonly executor: Hex;
}

const HEADER = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.0;\n';

/**
 * Stand-ins for the packages that a proposal folder imports and that no registry has: the address book of a market deployed here,
 * the payload base, and a test base whose `defaultTest` executes the payload through the executor. By path.
 *
 * The scripts' helpers are declared only, so that the scripts compile; nothing runs them.
 */
export function renderAipShims({ pool, configEngine, executor }: AipShimAddresses): Record<string, string> {
  return {
    'aave-address-book/AaveV3Ethereum.sol': `${HEADER}
import {IPool} from 'aave-v3-origin/contracts/interfaces/IPool.sol';
library AaveV3Ethereum {
  IPool internal constant POOL = IPool(${getAddress(pool)});
  address internal constant CONFIG_ENGINE = ${getAddress(configEngine)};
}
`,
    'aave-helpers/src/v3-config-engine/AaveV3PayloadEthereum.sol': `${HEADER}
import {AaveV3Payload, IEngine} from 'aave-v3-origin/contracts/extensions/v3-config-engine/AaveV3Payload.sol';
import {AaveV3Ethereum} from 'aave-address-book/AaveV3Ethereum.sol';
abstract contract AaveV3PayloadEthereum is AaveV3Payload(IEngine(AaveV3Ethereum.CONFIG_ENGINE)) {
  function getPoolContext() public pure override returns (IEngine.PoolContext memory) {
    return IEngine.PoolContext({networkName: 'Ethereum', networkAbbreviation: 'Eth'});
  }
}
`,
    'aave-helpers/src/ProtocolV3TestBase.sol': `${HEADER}
import {IPool} from 'aave-v3-origin/contracts/interfaces/IPool.sol';
interface IExecutor { function run(address target, bytes calldata data) external; }
contract Vm {
  function rpcUrl(string calldata alias_) external pure returns (string memory) { return alias_; }
  function createSelectFork(string calldata, uint256 blockNumber) external pure returns (uint256) { return blockNumber; }
}
contract ProtocolV3TestBase {
  Vm internal immutable vm = new Vm();
  function defaultTest(string memory, IPool, address payload) internal {
    IExecutor(${getAddress(executor)}).run(payload, abi.encodeWithSignature('execute()'));
  }
  function assertEq(uint256 a, uint256 b, string memory what) internal pure { require(a == b, what); }
}
`,
    'aave-helpers/src/GovV3Helpers.sol': `${HEADER}
import {Vm} from './ProtocolV3TestBase.sol';
library IPayloadsControllerCore { struct ExecutionAction { address target; } }
library PayloadsControllerUtils { struct Payload { uint256 chain; } }
library GovV3Helpers {
  function deployDeterministic(bytes memory) internal returns (address) {}
  function buildAction(address) internal returns (IPayloadsControllerCore.ExecutionAction memory) {}
  function buildAction(bytes memory) internal returns (IPayloadsControllerCore.ExecutionAction memory) {}
  function createPayload(IPayloadsControllerCore.ExecutionAction[] memory) internal {}
  function buildMainnetPayload(Vm, IPayloadsControllerCore.ExecutionAction[] memory) internal returns (PayloadsControllerUtils.Payload memory) {}
  function ipfsHashFile(Vm, string memory) internal returns (bytes32) {}
  function createProposal(Vm, PayloadsControllerUtils.Payload[] memory, address, bytes32) internal {}
}
`,
    'aave-address-book/GovernanceV3Ethereum.sol': `${HEADER}
library GovernanceV3Ethereum { address internal constant VOTING_PORTAL_ETH_AVAX = address(1); }
`,
    'solidity-utils/contracts/utils/ScriptUtils.sol': `${HEADER}
import {Vm} from 'aave-helpers/src/ProtocolV3TestBase.sol';
contract EthereumScript {
  BroadcastVm internal immutable vm = new BroadcastVm();
  modifier broadcast() { _; }
}
contract BroadcastVm is Vm { function startBroadcast() external {} }
`,
  };
}
