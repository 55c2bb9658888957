// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from '@openzeppelin/contracts/token/ERC20/ERC20.sol';
import {ERC20Permit} from '@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol';
import {ERC20Votes} from '@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol';
import {Nonces} from '@openzeppelin/contracts/utils/Nonces.sol';
import {IVotes} from '@openzeppelin/contracts/governance/utils/IVotes.sol';
import {TimelockController} from '@openzeppelin/contracts/governance/TimelockController.sol';
import {Governor} from '@openzeppelin/contracts/governance/Governor.sol';
import {GovernorCountingSimple} from '@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol';
import {GovernorTimelockControl} from '@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol';
import {GovernorVotes} from '@openzeppelin/contracts/governance/extensions/GovernorVotes.sol';

/// A token whose whole supply votes for its first owner.
contract VotingToken is ERC20, ERC20Permit, ERC20Votes {
  constructor(address owner) ERC20('Votes', 'VOTE') ERC20Permit('Votes') {
    _mint(owner, 1000 ether);
  }

  function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
    super._update(from, to, value);
  }

  function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
    return super.nonces(owner);
  }
}

/// The plainest Governor behind a timelock: one block of delay, ten blocks to vote.
contract PlainGovernor is Governor, GovernorCountingSimple, GovernorVotes, GovernorTimelockControl {
  constructor(IVotes token, TimelockController timelock) Governor('Plain') GovernorVotes(token) GovernorTimelockControl(timelock) {}

  function votingDelay() public pure override returns (uint256) {
    return 1;
  }

  function votingPeriod() public pure override returns (uint256) {
    return 10;
  }

  function quorum(uint256) public pure override returns (uint256) {
    return 1 ether;
  }

  function state(uint256 id) public view override(Governor, GovernorTimelockControl) returns (ProposalState) {
    return super.state(id);
  }

  function proposalNeedsQueuing(uint256 id) public view override(Governor, GovernorTimelockControl) returns (bool) {
    return super.proposalNeedsQueuing(id);
  }

  function _queueOperations(uint256 id, address[] memory targets, uint256[] memory values, bytes[] memory calldatas, bytes32 hash) internal override(Governor, GovernorTimelockControl) returns (uint48) {
    return super._queueOperations(id, targets, values, calldatas, hash);
  }

  function _executeOperations(uint256 id, address[] memory targets, uint256[] memory values, bytes[] memory calldatas, bytes32 hash) internal override(Governor, GovernorTimelockControl) {
    super._executeOperations(id, targets, values, calldatas, hash);
  }

  function _cancel(address[] memory targets, uint256[] memory values, bytes[] memory calldatas, bytes32 hash) internal override(Governor, GovernorTimelockControl) returns (uint256) {
    return super._cancel(targets, values, calldatas, hash);
  }

  function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
    return super._executor();
  }
}
