// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// Holds rights and lends them to whom it calls by delegate call, as the executor of Aave's governance does.
contract Executor {
  function run(address target, bytes calldata data) external {
    (bool succeeds, bytes memory returned) = target.delegatecall(data);
    if (succeeds) return;
    assembly {
      revert(add(returned, 32), mload(returned))
    }
  }
}
