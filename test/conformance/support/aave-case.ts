import { computeAaveV2AccountData, createAaveV2Venue, type AaveV2Market } from '../../../src/protocol/lending/aave-v2/venue.js';
import { createAaveV3Venue } from '../../../src/protocol/lending/aave-v3/venue.js';
import { computeAaveV3AccountData } from '../../../src/protocol/lending/aave-v3/account-data.js';
import type { AaveReserve, AaveV3Market } from '../../../src/protocol/lending/aave-v3/market.js';
import { LiquidationRefusedError, type LendingAccount, type LendingPosition, type LendingVenue, type LiquidationOutcome, type OraclePrices } from '../../../src/protocol/lending/venue.js';
import type { DrawnCase } from './aave-draw.js';
import { ADMIN, ASSET_NAMES, ASSETS, BORROWER, fund, LIQUIDATOR, supply, TREASURY, type AaveMarketContracts, type AaveVersion, type AssetName } from './aave-market.js';
import { Reverted, type Contract } from './evm.js';

/** What the contract did in one case, beside what the model says. */
export interface ComparedCase {
  readonly chain: Readonly<Record<string, unknown>>;
  readonly model: Readonly<Record<string, unknown>>;
  readonly outcome: 'liquidated' | 'refused';
}

/** Plays a drawn case on the contracts and in the model, on a copy of the state; empty when the account cannot be opened as drawn. */
export async function playCase(contracts: AaveMarketContracts, given: DrawnCase): Promise<ComparedCase[]> {
  const { chain, version } = contracts;
  const drawn = version === 'v2' ? { ...given, eMode: null } : given;
  return chain.discard(async () => {
    const market = await configure(contracts, drawn);
    if (!(await openAccount(contracts, drawn))) return [];
    chain.timestamp += BigInt(drawn.elapsedSeconds);
    const compared: ComparedCase[] = [];
    for (const move of drawn.moves) {
      compared.push(
        await chain.discard(async () => {
          await movePrices(contracts, drawn, move.targetHealth);
          return liquidate(contracts, market, drawn, move.offeredShare);
        }),
      );
    }
    return compared;
  });
}

/** The assets that the account holds or owes; the others play no part. */
function listInvolved({ collateral, debtAssets }: DrawnCase): AssetName[] {
  return ASSET_NAMES.filter((name) => debtAssets.includes(name) || collateral.some(({ asset }) => asset === name));
}

/** The model's side: the venue, and its account data in the order of `getUserAccountData` without the available borrows. */
interface AaveModel {
  readonly venue: LendingVenue;
  readonly listData: (account: LendingAccount, prices: OraclePrices) => bigint[];
}

const NO_DEBT = 2n ** 256n - 1n;

function createModel(version: AaveVersion, reserves: Readonly<Record<string, AaveReserve>>, eModes: NonNullable<AaveV3Market['eModes']>): AaveModel {
  if (version !== 'v2') {
    const market: AaveV3Market = { version, reserves, eModes };
    const listData = (account: LendingAccount, prices: OraclePrices): bigint[] => {
      const data = computeAaveV3AccountData(market, account, prices);
      return [data.collateralBaseRaw, data.debtBaseRaw, data.averageThresholdBps, data.averageLtvBps, data.healthFactorWad ?? NO_DEBT];
    };
    return { venue: createAaveV3Venue(market), listData };
  }
  const market: AaveV2Market = { reserves };
  const listData = (account: LendingAccount, prices: OraclePrices): bigint[] => {
    const { collateralBaseRaw, debtBaseRaw, averageThresholdBps, averageLtvBps, healthFactorRaw } = computeAaveV2AccountData(market, account, prices);
    return [collateralBaseRaw, debtBaseRaw, BigInt(averageThresholdBps), averageLtvBps, healthFactorRaw ?? NO_DEBT];
  };
  return { venue: createAaveV2Venue(market), listData };
}

async function configure({ version, chain, configurator, tokens, oracle, setEMode }: AaveMarketContracts, drawn: DrawnCase): Promise<AaveModel> {
  const reserves = {} as Record<AssetName, AaveReserve>;
  for (const name of listInvolved(drawn)) {
    const { ltv, thresholdGap, bonus, fee } = drawn.parameters[name];
    const reserve: AaveReserve = {
      decimals: ASSETS[name],
      ltvBps: BigInt(ltv),
      liquidationThresholdBps: BigInt(ltv + thresholdGap),
      liquidationBonusBps: BigInt(bonus),
      liquidationProtocolFeeBps: version === 'v2' ? 0n : BigInt(fee),
    };
    reserves[name] = reserve;
    const { address } = tokens[name];
    await chain.send(configurator, ADMIN, 'configureReserveAsCollateral', address, reserve.ltvBps, reserve.liquidationThresholdBps, 10_000n + reserve.liquidationBonusBps);
    if (version !== 'v2') await chain.send(configurator, ADMIN, 'setLiquidationProtocolFee', address, reserve.liquidationProtocolFeeBps);
    await chain.send(oracle, ADMIN, 'setAssetPrice', address, BigInt(drawn.pricesRaw[name]));
  }
  const eMode = drawn.eMode && {
    ltvBps: BigInt(drawn.eMode.ltv),
    liquidationThresholdBps: BigInt(drawn.eMode.ltv + drawn.eMode.thresholdGap),
    liquidationBonusBps: BigInt(drawn.eMode.bonus),
    collateralAssets: drawn.eMode.assets,
  };
  if (eMode) await setEMode(eMode.ltvBps, eMode.liquidationThresholdBps, eMode.liquidationBonusBps, drawn.eMode!.assets);
  return createModel(version, reserves, eMode ? { 1: eMode } : {});
}

/** Supplies and borrows as drawn; false when the draw cannot be opened (in e-mode only its assets may be borrowed). */
async function openAccount(contracts: AaveMarketContracts, drawn: DrawnCase): Promise<boolean> {
  const { chain, pool, tokens } = contracts;
  const debtAssets = drawn.eMode ? drawn.debtAssets.filter((name) => drawn.eMode!.assets.includes(name)) : drawn.debtAssets;
  for (const { asset, usd } of drawn.collateral) await supply(contracts, BORROWER, asset, amountFor(usd, drawn.pricesRaw[asset], ASSETS[asset]));
  if (drawn.eMode && debtAssets.length > 0) await chain.send(pool, BORROWER, 'setUserEMode', 1);
  let opened = false;
  for (const [index, asset] of debtAssets.entries()) {
    const [collateralBase, , availableBase] = await chain.read<readonly bigint[]>(pool, 'getUserAccountData', BORROWER);
    const usd = (Number(availableBase!) / 1e8) * drawn.debtShares[index]! * (index === 0 ? 2 : 1);
    const amountRaw = amountFor(usd, drawn.pricesRaw[asset], ASSETS[asset]);
    if (collateralBase === 0n || amountRaw === 0n) continue;
    await chain.send(pool, BORROWER, 'borrow', tokens[asset].address, amountRaw, 2, 0, BORROWER);
    opened = true;
  }
  return opened;
}

function amountFor(usd: number, priceRaw: number, decimals: number): bigint {
  return (BigInt(Math.floor(usd * 1e8)) * 10n ** BigInt(decimals)) / BigInt(priceRaw);
}

/** Moves all prices of assets that are collateral but not debt, or else of debt but not collateral, towards the target health. */
async function movePrices({ chain, pool, oracle, tokens }: AaveMarketContracts, drawn: DrawnCase, targetHealth: number): Promise<void> {
  const health = (await chain.read<readonly bigint[]>(pool, 'getUserAccountData', BORROWER))[5]!;
  const factor = targetHealth / (Number(health) / 1e18);
  const held = drawn.collateral.map(({ asset }) => asset);
  const pure = held.filter((asset) => !drawn.debtAssets.includes(asset));
  const moved = pure.length > 0 ? pure : drawn.debtAssets.filter((asset) => !held.includes(asset));
  for (const asset of moved) {
    const raw = drawn.pricesRaw[asset] * (pure.length > 0 ? factor : 1 / factor);
    await chain.send(oracle, ADMIN, 'setAssetPrice', tokens[asset].address, BigInt(Math.max(1, Math.round(raw))));
  }
}

async function liquidate(contracts: AaveMarketContracts, { venue, listData }: AaveModel, drawn: DrawnCase, offeredShare: number): Promise<ComparedCase> {
  const { version, chain, pool, oracle, tokens, aTokens } = contracts;
  const prices: Record<string, bigint> = {};
  for (const name of listInvolved(drawn)) prices[name] = await chain.read<bigint>(oracle, 'getAssetPrice', tokens[name].address);
  const account = await readAccount(contracts, drawn);
  const debtAsset = account.positions.find(({ side }) => side === 'debt')!.asset as AssetName;
  const collateralAsset = drawn.collateral[0]!.asset;
  const before = listData(account, prices);
  const debtRaw = venue.readAmount(account.positions.find(({ side, asset }) => side === 'debt' && asset === debtAsset)!);
  const offeredRaw = (debtRaw * BigInt(Math.round(offeredShare * 1e9))) / 10n ** 9n;
  const debtToCoverRaw = offeredRaw === 0n ? 1n : offeredRaw;

  const chainBefore = { data: await chain.read<readonly bigint[]>(pool, 'getUserAccountData', BORROWER) };
  await fund(contracts, LIQUIDATOR, debtAsset, debtRaw * 2n + 2n);
  const balances = async (): Promise<{ debt: bigint; collateral: bigint; treasury: bigint }> => ({
    debt: await chain.read<bigint>(tokens[debtAsset], 'balanceOf', LIQUIDATOR),
    collateral: await chain.read<bigint>(tokens[collateralAsset], 'balanceOf', LIQUIDATOR),
    treasury: await chain.read<bigint>(aTokens[collateralAsset], 'scaledBalanceOf', TREASURY),
  });
  const balancesBefore = await balances();
  const refusal = await chain
    .send(pool, LIQUIDATOR, 'liquidationCall', tokens[collateralAsset].address, tokens[debtAsset].address, BORROWER, debtToCoverRaw, false)
    .then(() => null, (error: unknown) => (error instanceof Reverted ? error.reason : Promise.reject(error as Error)));

  const outcome = tryModel(() => venue.liquidate(account, { collateralAsset, debtAsset, debtToCoverRaw }, prices));
  if (refusal !== null || outcome instanceof LiquidationRefusedError) {
    const modelRefusal = outcome instanceof LiquidationRefusedError ? REVERTS[version][outcome.reason] : null;
    return { chain: { before: chainBefore.data.filter((_, index) => index !== 2), refusal }, model: { before: before, refusal: modelRefusal }, outcome: 'refused' };
  }
  const balancesAfter = await balances();
  const after = await readAccount(contracts, drawn);
  const dataAfter = await chain.read<readonly bigint[]>(pool, 'getUserAccountData', BORROWER);
  const sameAsset = collateralAsset === debtAsset;
  const paid = balancesBefore.debt - balancesAfter.debt;
  const received = balancesAfter.collateral - balancesBefore.collateral;
  const [repaid, seized] = [sumOf(outcome.repaid), sumOf(outcome.seized)];
  return {
    chain: {
      before: chainBefore.data.filter((_, index) => index !== 2),
      after: dataAfter.filter((_, index) => index !== 2),
      // One token flows both ways when the debt asset is seized as well, so only the net is seen.
      flows: sameAsset ? [paid] : [paid, received],
      feeScaled: balancesAfter.treasury - balancesBefore.treasury,
      deficits: await readDeficits(contracts, drawn),
      positions: sortPositions(after),
    },
    model: {
      before: before,
      after: listData(outcome.accountAfter, prices),
      flows: sameAsset ? [repaid - seized] : [repaid, seized],
      feeScaled: feeScaled(account, outcome, collateralAsset, version),
      deficits: Object.fromEntries(outcome.writtenOff.map(({ asset, amountRaw }) => [asset, amountRaw])),
      positions: sortPositions(outcome.accountAfter),
    },
    outcome: 'liquidated',
  };
}

/** The contract's answer to each refusal: error codes in v3.0, custom errors later. */
const REVERTS: Readonly<Record<AaveVersion, Readonly<Record<LiquidationRefusedError['reason'], string | undefined>>>> = {
  v2: {
    healthy: '42',
    'no-collateral-in-asset': '43',
    'no-debt-in-asset': '44',
    // The pool hides why its collateral manager reverted: LP_LIQUIDATION_CALL_FAILED.
    'zero-amount': '23',
    'leaves-dust': undefined,
    'auction-limit-reached': undefined,
    'auction-needs-reset': undefined,
  },
  'v3.0': {
    healthy: '45',
    'no-collateral-in-asset': '46',
    'no-debt-in-asset': '47',
    'zero-amount': '25',
    'leaves-dust': undefined,
    'auction-limit-reached': undefined,
    'auction-needs-reset': undefined,
  },
  'v3.3': {
    healthy: 'HealthFactorNotBelowThreshold',
    'no-collateral-in-asset': 'CollateralCannotBeLiquidated',
    'no-debt-in-asset': 'SpecifiedCurrencyNotBorrowedByUser',
    'zero-amount': 'InvalidBurnAmount',
    'leaves-dust': 'MustNotLeaveDust',
    'auction-limit-reached': undefined,
    'auction-needs-reset': undefined,
  },
};

function tryModel(work: () => LiquidationOutcome): LiquidationOutcome | LiquidationRefusedError {
  try {
    return work();
  } catch (error) {
    if (error instanceof LiquidationRefusedError) return error;
    throw error;
  }
}

function sumOf(amounts: readonly { readonly amountRaw: bigint }[]): bigint {
  return amounts.reduce((sum, { amountRaw }) => sum + amountRaw, 0n);
}

/** Scaled units that went to the treasury: what left the position beyond the liquidator's share. */
function feeScaled(account: LendingAccount, outcome: LiquidationOutcome, asset: string, version: AaveVersion): bigint {
  const find = (of: LendingAccount): LendingPosition | undefined => of.positions.find((position) => position.asset === asset && position.side === 'collateral');
  const { scaledRaw, indexRay } = find(account)!;
  const ray = 10n ** 27n;
  const seized = sumOf(outcome.seized);
  const burned = version !== 'v3.3' ? (seized * ray + indexRay / 2n) / indexRay : (seized * ray + indexRay - 1n) / indexRay;
  return scaledRaw - (find(outcome.accountAfter)?.scaledRaw ?? 0n) - burned;
}

/** The reserves' recorded deficits, those above 0; v2 and v3.0 record none. */
async function readDeficits({ version, chain, pool, tokens }: AaveMarketContracts, drawn: DrawnCase): Promise<Record<string, bigint>> {
  const deficits: Record<string, bigint> = {};
  if (version !== 'v3.3') return deficits;
  for (const asset of listInvolved(drawn)) {
    const amountRaw = await chain.read<bigint>(pool, 'getReserveDeficit', tokens[asset].address);
    if (amountRaw > 0n) deficits[asset] = amountRaw;
  }
  return deficits;
}

async function readAccount({ chain, pool, tokens, aTokens, debtTokens }: AaveMarketContracts, drawn: DrawnCase): Promise<LendingAccount> {
  const positions: LendingPosition[] = [];
  const { data: flags } = await chain.read<{ data: bigint }>(pool, 'getUserConfiguration', BORROWER);
  for (const asset of listInvolved(drawn)) {
    const token = tokens[asset].address;
    const sides: readonly (readonly [LendingPosition['side'], Contract, string])[] = [
      ['collateral', aTokens[asset], 'getReserveNormalizedIncome'],
      ['debt', debtTokens[asset], 'getReserveNormalizedVariableDebt'],
    ];
    for (const [side, holder, indexFunction] of sides) {
      const scaledRaw = await chain.read<bigint>(holder, 'scaledBalanceOf', BORROWER);
      if (scaledRaw === 0n) continue;
      const usedAsCollateral = ((flags >> BigInt(ASSET_NAMES.indexOf(asset) * 2 + 1)) & 1n) === 1n;
      const indexRay = await chain.read<bigint>(pool, indexFunction, token);
      positions.push({ asset, side, scaledRaw, indexRay, ...(side === 'collateral' && !usedAsCollateral ? { usedAsCollateral } : {}) });
    }
  }
  return { positions, eModeCategory: drawn.eMode ? 1 : 0 };
}

function sortPositions({ positions }: LendingAccount): readonly string[] {
  return positions.map(({ asset, side, scaledRaw, indexRay, usedAsCollateral = true }) => `${asset} ${side} ${scaledRaw} ${indexRay} ${usedAsCollateral}`).sort();
}

