import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Hex } from 'viem';
import type { ReserveParameters } from '../../src/core/reserve-parameters.js';
import type { RunResult } from '../../src/core/run-result.js';
import { renderAipFolder } from '../../src/proposal/aave/aip/aip-folder.js';
import { buildEngineCalls } from '../../src/proposal/aave/engine-calls.js';
import type { AddressBook } from '../../src/proposal/address-book.js';
import type { GovernanceCall } from '../../src/proposal/calls/governance-call.js';
import { buildProposalModel } from '../../src/proposal/model.js';
import { AAVE_V3_RATE_RULES } from '../../src/protocol/lending/aave-v3/rate-rules.js';
import { findParameterViolations } from '../../src/protocol/lending/reserve-validity.js';
import { findRuleViolations } from '../../src/protocol/parameter-rules.js';
import { buildRequestModel } from '../support/change-requests.js';
import { buildSampleResult } from '../support/sample-result.js';
import { renderAipShims } from './support/aip-shims.js';
import { ADMIN, deployAaveMarket, TREASURY, type AaveMarketContracts } from './support/aave-market.js';
import { compileArtifacts, deployLinked, type ArtifactSource } from './support/artifacts.js';
import { Reverted, type Contract } from './support/evm.js';

/** @source contracts of @aave-dao/aave-v3-origin 3.6.0: AaveV3ConfigEngine, AaveV3Payload, PoolConfigurator, Pool */

const MINUTES = 1_800_000;
const EXECUTE: Hex = '0x61461954';
const SAMPLE = buildSampleResult();
const CURRENT: ReserveParameters = SAMPLE.current;

/** Day of the proposal, which makes each contract's name its own → what it changes. */
const CHANGES: Readonly<Record<string, Partial<ReserveParameters>>> = {
  '2023-06-01': { ltvBps: 7_350 },
  '2023-06-02': { liquidationThresholdBps: 8_405 },
  '2023-06-03': { liquidationBonusBps: 50 },
  '2023-06-04': { ltvBps: 6_900, liquidationThresholdBps: 8_007, liquidationBonusBps: 955 },
};
const REFUSED_DAY = '2023-06-05';
const REFUSED: Partial<ReserveParameters> = { liquidationThresholdBps: 9_600 };

/** Every struct at once, as a request gives them: collateral, caps, borrow side, rates and an e-mode category. */
const WIDE_DAY = '2023-06-06';
const WIDE_CONTRACT = 'AaveV3Ethereum_RiskParameters_20230606';
const WIDE = buildRequestModel('aave-v3', {
  changes: [
    { asset: SAMPLE.asset, parameter: 'ltvBps', from: 72, to: 70.07, unit: 'percent' },
    { asset: SAMPLE.asset, parameter: 'liquidationProtocolFeeBps', from: 12.34, to: 9.99, unit: 'percent' },
    { asset: SAMPLE.asset, parameter: 'reserveFactorBps', from: 17.5, to: 20, unit: 'percent' },
    { asset: SAMPLE.asset, parameter: 'supplyCapTokens', from: 987_654, to: 1_234_567, unit: 'tokens' },
    { asset: SAMPLE.asset, parameter: 'borrowCapTokens', from: 43_210, to: 54_321, unit: 'tokens' },
    { asset: SAMPLE.asset, parameter: 'optimalUsageRatioBps', from: 80, to: 83, unit: 'percent' },
    { asset: SAMPLE.asset, parameter: 'variableRateSlope1Bps', from: 4, to: 4.75, unit: 'percent' },
    { asset: SAMPLE.asset, parameter: 'variableRateSlope2Bps', from: 75, to: 60, unit: 'percent' },
    { id: 1, parameter: 'ltvBps', from: 90, to: 91.05, unit: 'percent' },
    { id: 1, parameter: 'liquidationBonusBps', from: 1, to: 1.5, unit: 'percent' },
  ],
});

const resultOf = (change: Partial<ReserveParameters>): RunResult => buildSampleResult({ recommended: { ...SAMPLE.recommended, ...CURRENT, ...change, decision: 'change' } });
const contractOf = (day: string): string => `AaveV3Ethereum_StETHCollateral_${day.replaceAll('-', '')}`;

let market: AaveMarketContracts;
let executor: Contract;
let source: ArtifactSource;
let book: AddressBook;
let folder: string;

beforeAll(async () => {
  const origin = compileArtifacts('aave-v3-origin');
  market = await deployAaveMarket('v3.3', origin);
  const { chain, pool, configurator, tokens } = market;
  const asset = tokens.WETH.address;
  const configEngine = await deployEngine(market, origin);
  executor = await chain.deploy(compileArtifacts('aip-executor')('Executor'), ADMIN);
  const provider = { address: await chain.read<Hex>(pool, 'ADDRESSES_PROVIDER'), abi: origin('PoolAddressesProvider').abi };
  await chain.send({ address: await chain.read<Hex>(provider, 'getACLManager'), abi: origin('ACLManager').abi }, ADMIN, 'addPoolAdmin', executor.address);
  // Everything that a payload must not touch gets a value that shows when it is touched.
  await chain.send(configurator, ADMIN, 'setDebtCeiling', asset, 567_800);
  await chain.send(configurator, ADMIN, 'configureReserveAsCollateral', asset, CURRENT.ltvBps, CURRENT.liquidationThresholdBps, 10_000 + CURRENT.liquidationBonusBps);
  await chain.send(configurator, ADMIN, 'setLiquidationProtocolFee', asset, 1_234);
  await chain.send(configurator, ADMIN, 'setReserveFactor', asset, 1_750);
  await chain.send(configurator, ADMIN, 'setSupplyCap', asset, 987_654);
  await chain.send(configurator, ADMIN, 'setBorrowCap', asset, 43_210);
  await market.setEMode(9_000n, 9_300n, 100n, ['WETH']);

  book = { network: 'ethereum', chainId: 1, source: 'deployed here', date: '2023-01-01', contracts: { configEngine }, assets: { [SAMPLE.asset]: asset }, markets: {} };
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-aip-'));
  const files = renderAipShims({ pool: pool.address, configEngine, executor: executor.address });
  for (const [day, change] of [...Object.entries(CHANGES), [REFUSED_DAY, REFUSED] as const]) {
    Object.assign(files, renderAipFolder(buildProposalModel(resultOf(change)), null, { author: 'alice', createdIsoDate: day, engine: 'v3.6', book, forkBlock: 17_000_000 }));
  }
  Object.assign(files, renderAipFolder(WIDE, null, { author: 'alice', createdIsoDate: WIDE_DAY, engine: 'v3.6', book, forkBlock: 17_000_000 }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  source = compileArtifacts('aip-folder', folder);
}, MINUTES);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function deployEngine({ chain, pool, configurator, oracle, tokens }: AaveMarketContracts, origin: ArtifactSource): Promise<Hex> {
  const libraries = new Map<string, Contract>();
  const engines: Record<string, Hex> = {};
  for (const name of ['listing', 'eMode', 'borrow', 'collateral', 'priceFeed', 'rate', 'caps']) {
    engines[`${name}Engine`] = (await deployLinked(chain, origin, libraries, ADMIN, `${name[0]!.toUpperCase()}${name.slice(1)}Engine`)).address;
  }
  const { interestRateStrategyAddress } = await chain.read<{ interestRateStrategyAddress: Hex }>(pool, 'getReserveData', tokens.WETH.address);
  const constants = { pool: pool.address, poolConfigurator: configurator.address, oracle: oracle.address, rewardsController: TREASURY, collector: TREASURY, defaultInterestRateStrategy: interestRateStrategyAddress };
  // Token implementations serve listings only; any address that is not zero does.
  const token = tokens.WETH.address;
  return (await deployLinked(chain, origin, libraries, ADMIN, 'AaveV3ConfigEngine', [token, token, constants, engines])).address;
}

async function readWord(): Promise<bigint> {
  return (await market.chain.read<{ data: bigint }>(market.pool, 'getConfiguration', market.tokens.WETH.address)).data;
}

/** The rates of the reserve as its strategy holds them, in basis points. */
async function readRates(): Promise<unknown> {
  const { chain, pool, tokens } = market;
  const { interestRateStrategyAddress } = await chain.read<{ interestRateStrategyAddress: Hex }>(pool, 'getReserveData', tokens.WETH.address);
  const strategy = { address: interestRateStrategyAddress, abi: compileArtifacts('aave-v3-origin')('DefaultReserveInterestRateStrategyV2').abi };
  return chain.read(strategy, 'getInterestRateDataBps', tokens.WETH.address);
}

/** The word with LTV, threshold and bonus (which it holds with its 100 %) as given, and every other bit as it was. */
function replaceParameters(word: bigint, { ltvBps, liquidationThresholdBps, liquidationBonusBps }: ReserveParameters): bigint {
  return ((word >> 48n) << 48n) | (BigInt(10_000 + liquidationBonusBps) << 32n) | (BigInt(liquidationThresholdBps) << 16n) | BigInt(ltvBps);
}

describe('the payload of an AIP', () => {
  test.each(Object.entries(CHANGES))('%s: executed by delegate call through the config engine, it sets %j and leaves every other bit', async (day, change) => {
    const { chain } = market;
    const before = await readWord();
    const expected = replaceParameters(before, { ...CURRENT, ...change });
    expect(expected).not.toBe(before);
    await chain.discard(async () => {
      const payload = await chain.deploy(source(contractOf(day)), ADMIN);
      await expect(chain.sendBytes(ADMIN, payload.address, EXECUTE)).rejects.toThrow(Reverted);
      await chain.send(executor, ADMIN, 'run', payload.address, EXECUTE);
      expect(await readWord()).toBe(expected);
    });
    await chain.discard(async () => {
      const [{ target, calldata }] = buildEngineCalls(buildProposalModel(resultOf(change)).changes, 'v3.6', book.contracts['configEngine']!, book, 'Proposed') as [GovernanceCall];
      await chain.send(executor, ADMIN, 'run', target, calldata);
      expect(await readWord()).toBe(expected);
    });
    expect(await readWord()).toBe(before);
    process.stderr.write(`conformance: ${contractOf(day)}: payload and engine call executed, read back ${JSON.stringify(change)}, all other bits kept\n`);
  });

  test.each(Object.keys(CHANGES))('%s: its own test passes on the payload and fails where the reserve ends elsewhere', async (day) => {
    const { chain, configurator, tokens } = market;
    await chain.discard(async () => {
      const own = await chain.deploy(source(`${contractOf(day)}_Test`), ADMIN);
      await chain.send(own, ADMIN, 'setUp');
      await chain.send(own, ADMIN, 'test_defaultProposalExecution');
    });
    await chain.discard(async () => {
      // A test contract whose executor has lost its rights must not pass.
      const own = await chain.deploy(source(`${contractOf(day)}_Test`), ADMIN);
      await chain.send(own, ADMIN, 'setUp');
      await chain.send(configurator, ADMIN, 'setReserveFreeze', tokens.WETH.address, true);
      const outcome = chain.send(own, ADMIN, 'test_defaultProposalExecution');
      // A frozen reserve takes a new LTV as pending only, which the test must see.
      if (CHANGES[day]!.ltvBps === undefined) await outcome;
      else await expect(outcome).rejects.toThrow(/ltvBps/);
    });
  });

  test('all structs at once: payload and engine calls set the same reserve and category, bit for bit, and its own test passes', async () => {
    const { chain, pool } = market;
    const before = await readWord();
    const set = (word: bigint, shift: bigint, bits: bigint, value: bigint): bigint => (word & ~(((1n << bits) - 1n) << shift)) | (value << shift);
    const expected = [[0n, 16n, 7_007n], [64n, 16n, 2_000n], [80n, 36n, 54_321n], [116n, 36n, 1_234_567n], [152n, 16n, 999n]].reduce((word, [shift, bits, value]) => set(word, shift!, bits!, value!), before);
    const assertSet = async (): Promise<void> => {
      expect(await readWord()).toBe(expected);
      expect(await chain.read(pool, 'getEModeCategoryCollateralConfig', 1)).toEqual({ ltv: 9_105, liquidationThreshold: 9_300, liquidationBonus: 10_150 });
      expect(await chain.read(pool, 'getEModeCategoryLabel', 1)).toBe('drawn');
      expect(await readRates()).toEqual({ optimalUsageRatio: 8_300, baseVariableBorrowRate: 200, variableRateSlope1: 475, variableRateSlope2: 6_000 });
    };
    await chain.discard(async () => {
      const payload = await chain.deploy(source(WIDE_CONTRACT), ADMIN);
      await chain.send(executor, ADMIN, 'run', payload.address, EXECUTE);
      await assertSet();
    });
    const calls = buildEngineCalls(WIDE.changes, 'v3.6', book.contracts['configEngine']!, book, 'Proposed');
    await chain.discard(async () => {
      for (const { target, calldata } of calls) await chain.send(executor, ADMIN, 'run', target, calldata);
      await assertSet();
    });
    await chain.discard(async () => {
      const own = await chain.deploy(source(`${WIDE_CONTRACT}_Test`), ADMIN);
      await chain.send(own, ADMIN, 'setUp');
      await chain.send(own, ADMIN, 'test_defaultProposalExecution');
    });
    process.stderr.write(`conformance: ${WIDE_CONTRACT}: payload and ${calls.length} engine calls executed: ${WIDE.changes.map(({ parameter }) => parameter).join(', ')}\n`);
  });

  test.each<[string, readonly (readonly [string, number, number])[], boolean]>([
    ['optimal usage of 99 %', [['optimalUsageRatioBps', 80, 99]], true],
    ['optimal usage above 99 %', [['optimalUsageRatioBps', 80, 99.01]], false],
    ['optimal usage below 1 %', [['optimalUsageRatioBps', 80, 0.99]], false],
    ['slope 1 equal to slope 2', [['variableRateSlope1Bps', 4, 75]], true],
    ['slope 1 above slope 2', [['variableRateSlope1Bps', 4, 75.01]], false],
    ['a highest rate of 1000 %', [['variableRateSlope2Bps', 75, 994]], true],
    ['a highest rate above 1000 %', [['variableRateSlope2Bps', 75, 994.01]], false],
  ])('%s: the strategy takes what our rules take, and nothing else', async (label, moves, isTaken) => {
    const { chain } = market;
    const inForce = { optimalUsageRatioBps: 80, baseVariableBorrowRateBps: 2, variableRateSlope1Bps: 4, variableRateSlope2Bps: 75 };
    const changes = Object.entries(inForce).map(([parameter, from]) => ({ asset: SAMPLE.asset, parameter, from, to: moves.find(([name]) => name === parameter)?.[2] ?? from, unit: 'percent' }));
    const model = buildRequestModel('aave-v3', { changes });
    const [{ target, calldata }] = buildEngineCalls(model.changes, 'v3.6', book.contracts['configEngine']!, book, 'Proposed') as [GovernanceCall];
    const values = Object.fromEntries([...model.changes, ...model.kept].map(({ parameter, to }) => [parameter, to]));
    expect(findRuleViolations(AAVE_V3_RATE_RULES, values).length === 0).toBe(isTaken);
    await chain.discard(async () => {
      const outcome = chain.send(executor, ADMIN, 'run', target, calldata);
      if (isTaken) await outcome;
      else await expect(outcome).rejects.toThrow(Reverted);
    });
    process.stderr.write(`conformance: updateRateStrategies with ${label}: ${isTaken ? 'taken' : 'refused'} by engine and strategy, as by our rules\n`);
  });

  test('what the engine refuses, the gate venue-rules refuses too', async () => {
    const payload = await market.chain.deploy(source(contractOf(REFUSED_DAY)), ADMIN);
    await expect(market.chain.send(executor, ADMIN, 'run', payload.address, EXECUTE)).rejects.toThrow(/INVALID_LT_LB_RATIO/);
    expect(findParameterViolations({ ...CURRENT, ...REFUSED })).not.toEqual([]);
  });
});
