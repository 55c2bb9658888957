// SPDX-License-Identifier: MIT
pragma solidity ^0.8.10;

import {MathUtils} from '@aave-dao/aave-v3-origin/src/contracts/protocol/libraries/math/MathUtils.sol';
import {WadRayMath} from '@aave-dao/aave-v3-origin/src/contracts/protocol/libraries/math/WadRayMath.sol';
import {TokenMath} from '@aave-dao/aave-v3-origin/src/contracts/protocol/libraries/helpers/TokenMath.sol';

/// Calls the package's libraries as its reserves do: interest since a time, then balances at the index that results.
contract InterestCaller {
    using WadRayMath for uint256;

    function supplyBalance(uint256 scaled, uint256 index, uint256 rate, uint256 elapsed) external view returns (uint256, uint256) {
        uint256 accrued = MathUtils.calculateLinearInterest(rate, uint40(block.timestamp - elapsed)).rayMul(index);
        return (accrued, TokenMath.getATokenBalance(scaled, accrued));
    }

    function debtBalance(uint256 scaled, uint256 index, uint256 rate, uint256 elapsed) external view returns (uint256, uint256) {
        uint256 accrued = MathUtils.calculateCompoundedInterest(rate, uint40(block.timestamp - elapsed)).rayMul(index);
        return (accrued, TokenMath.getVTokenBalance(scaled, accrued));
    }
}
