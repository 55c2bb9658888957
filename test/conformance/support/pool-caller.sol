// SPDX-License-Identifier: MIT
pragma solidity 0.8.27;

interface IPool {
    function token0() external view returns (address);
    function token1() external view returns (address);
    function mint(address owner, int24 lower, int24 upper, uint128 liquidity, bytes calldata data) external returns (uint256, uint256);
    function swap(address to, bool zeroForOne, int256 amount, uint160 limit, bytes calldata data) external returns (int256, int256);
}

/// A token that anyone may make.
contract FreeToken {
    mapping(address => uint256) public balanceOf;

    function create(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

/// Adds liquidity to a pool and sells to it, and pays what it asks for with tokens made on the spot.
contract PoolCaller {
    function mint(IPool pool, int24 lower, int24 upper, uint128 liquidity) external {
        pool.mint(address(this), lower, upper, liquidity, "");
    }

    function swap(IPool pool, bool zeroForOne, int256 amount, uint160 limit) external returns (int256, int256) {
        return pool.swap(address(this), zeroForOne, amount, limit, "");
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        pay(int256(amount0), int256(amount1));
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        pay(amount0, amount1);
    }

    function pay(int256 amount0, int256 amount1) private {
        if (amount0 > 0) FreeToken(IPool(msg.sender).token0()).create(msg.sender, uint256(amount0));
        if (amount1 > 0) FreeToken(IPool(msg.sender).token1()).create(msg.sender, uint256(amount1));
    }
}
