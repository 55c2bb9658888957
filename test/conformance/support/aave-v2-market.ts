import type { Hex } from 'viem';
import { ADMIN, ASSET_NAMES, ASSETS, TREASURY, type AaveMarketContracts, type AssetName } from './aave-market.js';
import { deployLinked, type ArtifactSource } from './artifacts.js';
import { TestChain, type Contract } from './evm.js';

const ZERO: Hex = '0x0000000000000000000000000000000000000000';
const RAY_PERCENT = 10n ** 25n;
/** Optimal usage 80 %, base 2 %, slopes 4 % and 75 %, as in the v3 markets. */
const RATES = [80n, 2n, 4n, 75n, 0n, 0n].map((percent) => percent * RAY_PERCENT);

/** Deploys an Aave v2 market from bytecode and lists the mock assets; nobody has supplied anything yet. */
export async function deployAaveV2Market(source: ArtifactSource): Promise<AaveMarketContracts> {
  const chain = new TestChain();
  const libraries = new Map<string, Contract>();
  const deploy = (name: string, ...args: readonly unknown[]): Promise<Contract> => deployLinked(chain, source, libraries, ADMIN, name, args);
  const provider = await deploy('LendingPoolAddressesProvider', 'test');
  const configure = (setter: string, address: Hex): Promise<unknown> => chain.send(provider, ADMIN, setter, address);
  await configure('setPoolAdmin', ADMIN);
  await configure('setEmergencyAdmin', ADMIN);
  const poolCode = await deploy('LendingPool');
  await configure('setLendingPoolImpl', poolCode.address);
  const pool: Contract = { address: await chain.read<Hex>(provider, 'getLendingPool'), abi: poolCode.abi };
  const configuratorCode = await deploy('LendingPoolConfigurator');
  await configure('setLendingPoolConfiguratorImpl', configuratorCode.address);
  const configurator: Contract = { address: await chain.read<Hex>(provider, 'getLendingPoolConfigurator'), abi: configuratorCode.abi };
  await configure('setLendingPoolCollateralManager', (await deploy('LendingPoolCollateralManager')).address);
  const oracle = await deploy('PriceOracle');
  await configure('setPriceOracle', oracle.address);
  await configure('setLendingRateOracle', (await deploy('LendingRateOracle')).address);
  const strategy = await deploy('DefaultReserveInterestRateStrategy', provider.address, ...RATES);

  const tokens = {} as Record<AssetName, Contract>;
  const aTokens = {} as Record<AssetName, Contract>;
  const debtTokens = {} as Record<AssetName, Contract>;
  for (const name of ASSET_NAMES) {
    const token = await deploy('MintableERC20', name, name, ASSETS[name]);
    const aToken = await deploy('AToken', pool.address, token.address, TREASURY, name, name, ZERO);
    const stableDebt = await deploy('StableDebtToken', pool.address, token.address, name, name, ZERO);
    const debt = await deploy('VariableDebtToken', pool.address, token.address, name, name, ZERO);
    await chain.send(configurator, ADMIN, 'initReserve', aToken.address, stableDebt.address, debt.address, ASSETS[name], strategy.address);
    await chain.send(configurator, ADMIN, 'enableBorrowingOnReserve', token.address, false);
    await chain.send(oracle, ADMIN, 'setAssetPrice', token.address, 10n ** 8n);
    const data = await chain.read<{ aTokenAddress: Hex; variableDebtTokenAddress: Hex }>(pool, 'getReserveData', token.address);
    tokens[name] = token;
    aTokens[name] = { address: data.aTokenAddress, abi: aToken.abi };
    debtTokens[name] = { address: data.variableDebtTokenAddress, abi: debt.abi };
  }
  const setEMode = (): Promise<void> => Promise.reject(new Error('Aave v2 has no e-mode'));
  return { version: 'v2', chain, pool, configurator, oracle, tokens, aTokens, debtTokens, setEMode };
}
