import { encodeAbiParameters, type Abi, type Hex } from 'viem';
import { deployLinked, type ArtifactSource } from './artifacts.js';
import type { Contract } from './evm.js';
import { TestChain } from './evm.js';

export const ADMIN: Hex = '0x00000000000000000000000000000000000a0001';
export const TREASURY: Hex = '0x00000000000000000000000000000000000a0002';
export const LENDER: Hex = '0x00000000000000000000000000000000000a0003';
export const BORROWER: Hex = '0x00000000000000000000000000000000000a0004';
export const LIQUIDATOR: Hex = '0x00000000000000000000000000000000000a0005';
const ZERO: Hex = '0x0000000000000000000000000000000000000000';

/** The mock assets: every pairing of decimals that conversion may get wrong. */
export const ASSETS = { WETH: 18, USDC: 6, WBTC: 8, DAI: 18 } as const;
export type AssetName = keyof typeof ASSETS;
export const ASSET_NAMES = Object.keys(ASSETS) as AssetName[];

export type AaveVersion = 'v2' | 'v3.0' | 'v3.3';

export interface AaveMarketContracts {
  readonly version: AaveVersion;
  readonly chain: TestChain;
  readonly pool: Contract;
  readonly configurator: Contract;
  readonly oracle: Contract;
  readonly tokens: Readonly<Record<AssetName, Contract>>;
  readonly aTokens: Readonly<Record<AssetName, Contract>>;
  readonly debtTokens: Readonly<Record<AssetName, Contract>>;
  /** Puts assets into e-mode category 1 with these parameters; the bonus is the excess over 100 %. */
  readonly setEMode: (ltvBps: bigint, thresholdBps: bigint, bonusBps: bigint, assets: readonly AssetName[]) => Promise<void>;
}

type Version = Exclude<AaveVersion, 'v2'>;

/** Deploys a whole market from bytecode and lists the mock assets; nobody has supplied anything yet. */
export async function deployAaveMarket(version: Version, source: ArtifactSource): Promise<AaveMarketContracts> {
  const chain = new TestChain(version === 'v3.0' ? [] : source('Errors').abi);
  const libraries = new Map<string, Contract>();
  const deploy = (name: string, ...args: readonly unknown[]): Promise<Contract> => deployLinked(chain, source, libraries, ADMIN, name, args);
  const names = version === 'v3.0' ? CORE_NAMES : ORIGIN_NAMES;

  const provider = await deploy('PoolAddressesProvider', 'test', ADMIN);
  await chain.send(provider, ADMIN, 'setACLAdmin', ADMIN);
  const acl = await deploy('ACLManager', provider.address);
  await chain.send(provider, ADMIN, 'setACLManager', acl.address);
  await chain.send(acl, ADMIN, 'addPoolAdmin', ADMIN);
  if (version === 'v3.0') {
    // The configurator asks it whether anybody supplied.
    const dataProvider = await deploy('AaveProtocolDataProvider', provider.address);
    await chain.send(provider, ADMIN, 'setPoolDataProvider', dataProvider.address);
  }
  const oracle = await deploy('PriceOracle');
  await chain.send(provider, ADMIN, 'setPriceOracle', oracle.address);

  const strategy = await deploy(names.strategy, provider.address, ...(version === 'v3.0' ? CORE_STRATEGY_ARGS : []));
  const poolCode = await deploy(names.pool, provider.address, ...(version === 'v3.0' ? [] : [strategy.address]));
  await chain.send(provider, ADMIN, 'setPoolImpl', poolCode.address);
  const pool: Contract = { address: await chain.read<Hex>(provider, 'getPool'), abi: poolCode.abi };
  const configuratorCode = await deploy(names.configurator);
  await chain.send(provider, ADMIN, 'setPoolConfiguratorImpl', configuratorCode.address);
  const configurator: Contract = { address: await chain.read<Hex>(provider, 'getPoolConfigurator'), abi: configuratorCode.abi };

  const aTokenCode = await deploy(names.aToken, pool.address, ...(version === 'v3.0' ? [] : [ZERO, TREASURY]));
  const debtCode = await deploy(names.debtToken, pool.address, ...(version === 'v3.0' ? [] : [ZERO]));
  const stableDebt = version === 'v3.0' ? await deploy('StableDebtToken', pool.address) : undefined;
  const tokens = {} as Record<AssetName, Contract>;
  for (const name of ASSET_NAMES) tokens[name] = await deploy('MintableERC20', name, name, ASSETS[name]);
  const listing = (name: AssetName): unknown =>
    version === 'v3.0'
      ? listCoreReserve(name, tokens[name], aTokenCode, stableDebt!, debtCode, strategy)
      : listOriginReserve(name, tokens[name], aTokenCode, debtCode);
  await chain.send(configurator, ADMIN, 'initReserves', ASSET_NAMES.map(listing));

  const aTokens = {} as Record<AssetName, Contract>;
  const debtTokens = {} as Record<AssetName, Contract>;
  for (const name of ASSET_NAMES) {
    const data = await chain.read<{ aTokenAddress: Hex; variableDebtTokenAddress: Hex }>(pool, 'getReserveData', tokens[name].address);
    aTokens[name] = { address: data.aTokenAddress, abi: aTokenCode.abi };
    debtTokens[name] = { address: data.variableDebtTokenAddress, abi: debtCode.abi };
    await chain.send(configurator, ADMIN, 'setReserveBorrowing', tokens[name].address, true);
    await chain.send(oracle, ADMIN, 'setAssetPrice', tokens[name].address, 10n ** 8n);
  }
  const setEMode = (ltvBps: bigint, thresholdBps: bigint, bonusBps: bigint, assets: readonly AssetName[]): Promise<void> =>
    configureEMode(version, { chain, configurator, tokens }, [ltvBps, thresholdBps, 10_000n + bonusBps], assets);
  return { version, chain, pool, configurator, oracle, tokens, aTokens, debtTokens, setEMode };
}

/** Has a lender supply a billion of every asset, so that anything can be borrowed. */
export async function supplyEverything(market: AaveMarketContracts): Promise<void> {
  for (const name of ASSET_NAMES) await supply(market, LENDER, name, 10n ** BigInt(ASSETS[name] + 9));
}

/** Mints an amount to an account and supplies it. */
export async function supply(market: AaveMarketContracts, account: Hex, name: AssetName, amountRaw: bigint): Promise<void> {
  const { chain, pool, tokens, version } = market;
  await fund(market, account, name, amountRaw);
  await chain.send(pool, account, version === 'v2' ? 'deposit' : 'supply', tokens[name].address, amountRaw, account, 0);
}

/** Mints an amount to an account and lets the pool take it. */
export async function fund({ version, chain, pool, tokens }: AaveMarketContracts, account: Hex, name: AssetName, amountRaw: bigint): Promise<void> {
  const token = tokens[name];
  if (version === 'v2') await chain.send(token, account, 'mint', amountRaw);
  else await chain.send({ ...token, abi: MINT_ABI }, account, 'mint', account, amountRaw);
  await chain.send(token, account, 'approve', pool.address, 2n ** 255n);
}

const CORE_NAMES = {
  strategy: 'DefaultReserveInterestRateStrategy',
  pool: 'Pool',
  configurator: 'PoolConfigurator',
  aToken: 'AToken',
  debtToken: 'VariableDebtToken',
} as const;
const ORIGIN_NAMES = {
  strategy: 'DefaultReserveInterestRateStrategyV2',
  pool: 'PoolInstance',
  configurator: 'PoolConfiguratorInstance',
  aToken: 'ATokenInstance',
  debtToken: 'VariableDebtTokenInstance',
} as const;

const RAY_PERCENT = 10n ** 25n;
/** Optimal usage 80 %, base 2 %, slopes 4 % and 75 %, no stable borrowing: steep enough that indices leave 1 within days. */
const CORE_STRATEGY_ARGS = [80n, 2n, 4n, 75n, 0n, 0n, 0n, 0n, 20n].map((percent) => percent * RAY_PERCENT);

// The mock has a mint for the caller and one for a receiver; naming one keeps the choice out of the encoder.
const MINT_ABI: Abi = [
  {
    type: 'function',
    name: 'mint',
    stateMutability: 'nonpayable',
    inputs: [
      { name: 'account', type: 'address' },
      { name: 'value', type: 'uint256' },
    ],
    outputs: [{ name: '', type: 'bool' }],
  },
];

function listCoreReserve(name: AssetName, token: Contract, aToken: Contract, stableDebt: Contract, debt: Contract, strategy: Contract): unknown {
  return {
    aTokenImpl: aToken.address,
    stableDebtTokenImpl: stableDebt.address,
    variableDebtTokenImpl: debt.address,
    underlyingAssetDecimals: ASSETS[name],
    interestRateStrategyAddress: strategy.address,
    underlyingAsset: token.address,
    treasury: TREASURY,
    incentivesController: ZERO,
    aTokenName: `a${name}`,
    aTokenSymbol: `a${name}`,
    variableDebtTokenName: `v${name}`,
    variableDebtTokenSymbol: `v${name}`,
    stableDebtTokenName: `s${name}`,
    stableDebtTokenSymbol: `s${name}`,
    params: '0x',
  };
}

function listOriginReserve(name: AssetName, token: Contract, aToken: Contract, debt: Contract): unknown {
  const rates = [
    { name: 'optimalUsageRatio', type: 'uint16' },
    { name: 'baseVariableBorrowRate', type: 'uint32' },
    { name: 'variableRateSlope1', type: 'uint32' },
    { name: 'variableRateSlope2', type: 'uint32' },
  ];
  return {
    aTokenImpl: aToken.address,
    variableDebtTokenImpl: debt.address,
    underlyingAsset: token.address,
    aTokenName: `a${name}`,
    aTokenSymbol: `a${name}`,
    variableDebtTokenName: `v${name}`,
    variableDebtTokenSymbol: `v${name}`,
    params: '0x',
    interestRateData: encodeAbiParameters(
      [{ type: 'tuple', components: rates }],
      [{ optimalUsageRatio: 8_000, baseVariableBorrowRate: 200, variableRateSlope1: 400, variableRateSlope2: 7_500 }],
    ),
  };
}

async function configureEMode(
  version: Version,
  { chain, configurator, tokens }: Pick<AaveMarketContracts, 'chain' | 'configurator' | 'tokens'>,
  [ltv, threshold, bonus]: readonly [bigint, bigint, bigint],
  assets: readonly AssetName[],
): Promise<void> {
  const category = [1, Number(ltv), Number(threshold), Number(bonus)];
  if (version === 'v3.0') {
    await chain.send(configurator, ADMIN, 'setEModeCategory', ...category, ZERO, 'drawn');
    for (const name of assets) await chain.send(configurator, ADMIN, 'setAssetEModeCategory', tokens[name].address, 1);
    return;
  }
  await chain.send(configurator, ADMIN, 'setEModeCategory', ...category, 'drawn');
  for (const name of assets) {
    await chain.send(configurator, ADMIN, 'setAssetCollateralInEMode', tokens[name].address, 1, true);
    await chain.send(configurator, ADMIN, 'setAssetBorrowableInEMode', tokens[name].address, 1, true);
  }
}
