import { describe, expect, test } from '@jest/globals';
import { decodeFunctionData, parseAbi, type Hex } from 'viem';
import { buildCreatePayloadCall, buildCreateProposalCall } from '../../../src/proposal/aave/governance-calls.js';
import { buildEngineCalls } from '../../../src/proposal/aave/engine-calls.js';
import { hashIpfsText } from '../../../src/proposal/aave/ipfs-hash.js';
import { decodeCall } from '../../../src/proposal/calls/signer-view.js';
import { planStewardSteps } from '../../../src/pipeline/propose/steward-schedule.js';
import { buildPriceCapCalls } from '../../../src/proposal/aave/price-cap-calls.js';
import type { GovernanceCall } from '../../../src/proposal/calls/governance-call.js';
import { AAVE_V3_PRICE_CAP_RULES } from '../../../src/protocol/lending/aave-v3/price-cap-rules.js';
import { AAVE_V3_RATE_RULES } from '../../../src/protocol/lending/aave-v3/rate-rules.js';
import { findChangeViolation } from '../../../src/protocol/parameter-rules.js';
import { buildBook, buildRequestModel } from '../../support/change-requests.js';

// Selectors, field names, ranges and orders: as the contracts and chains that docs/models/parameter-rules.md names declare them.

describe('Aave', () => {
  const BOOK = buildBook('aave-v3');
  const change = (parameter: string, to: number, unit: string, subject: object): object => ({ ...subject, parameter, from: to - 1, to, unit });

  test.each<['v3.6' | 'v3.7', string, string, string]>([
    ['v3.6', 'updateCollateralSide', '0x09d83328', 'ltvBps'],
    ['v3.7', 'updateCollateralSide', '0x02da32ae', 'ltvBps'],
    ['v3.6', 'updateCaps', '0x55caa163', 'supplyCapTokens'],
    ['v3.7', 'updateCaps', '0x55caa163', 'supplyCapTokens'],
    ['v3.6', 'updateEModeCategories', '0x4ee1151a', 'e-mode'],
    ['v3.7', 'updateEModeCategories', '0x4b56247b', 'e-mode'],
  ])('%s: %s has the published selector %s', (version, name, selector, parameter) => {
    const changes = parameter === 'e-mode' ? [change('ltvBps', 90, 'percent', { id: 1 })] : [change(parameter, 70, parameter.endsWith('Tokens') ? 'tokens' : 'percent', { asset: 'WETH' })];
    const [call] = buildEngineCalls(buildRequestModel('aave-v3', { changes }).changes, version, BOOK.contracts['riskSteward']!, BOOK, 'Update');
    expect([call!.calldata.slice(0, 10), call!.signature]).toEqual([selector, expect.stringContaining(`function ${name}(`)]);
  });

  test('rates go to the steward and to the engine under their own names, each value in its place', () => {
    const changes = [change('variableRateSlope1Bps', 5, 'percent', { asset: 'WETH' }), change('optimalUsageRatioBps', 81, 'percent', { asset: 'WETH' })];
    const of = (taker: 'engine' | 'steward') => buildEngineCalls(buildRequestModel('aave-v3', { changes }).changes, 'v3.6', BOOK.contracts['riskSteward']!, BOOK, 'Update', taker)[0]!;
    expect(of('steward').calldata.slice(0, 10)).toBe('0xdecec215');
    const keep = 2n ** 256n - 43n;
    // Declared by position alone, as IAaveV3ConfigEngine has it: optimal usage, base rate, slopes.
    const abi = parseAbi(['function updateRates((address, (uint256, uint256, uint256, uint256))[])', 'function updateRateStrategies((address, (uint256, uint256, uint256, uint256))[])']);
    for (const [taker, functionName] of [['steward', 'updateRates'], ['engine', 'updateRateStrategies']] as const) {
      expect(decodeFunctionData({ abi, data: of(taker).calldata })).toEqual({ functionName, args: [[[BOOK.assets['WETH'], [8_100n, keep, 500n, keep]]]] });
    }
    expect(decodeCall(of('steward')).map(({ name, meaning }) => [name, meaning])).toContainEqual(['updates[0].params.variableRateSlope1', '5.00 %']);
  });

  describe('price caps', () => {
    const WSTETH = '0xB4aB0c94159bc2d8C133946E7241368fc2F2a010';
    const book = { ...BOOK, oracles: { wstETH: WSTETH, USDT: '0x0000000000000000000000000000000000000031', PT: '0x0000000000000000000000000000000000000032' } } as const;
    const lst = (growth: object, snapshot: object = { from: 1_723_000_000, to: 1_723_621_200 }): object[] =>
      Object.entries({ maxYearlyRatioGrowthBps: { unit: 'percent', ...growth }, snapshotRatio: { from: '1170000000000000000', to: '1177101458282319168', unit: 'raw' }, snapshotTimestampSeconds: { ...snapshot, unit: 'seconds' } }).map(([parameter, values]) => ({ asset: 'wstETH', parameter, ...values }));
    const plan = (changes: readonly object[]) => {
      const model = buildRequestModel('aave-v3', { changes });
      return planStewardSteps(model).map(({ afterSeconds, changes: own }) => [afterSeconds / 86_400, buildPriceCapCalls(own, model.kept, book.contracts['riskSteward']!, book, 'Update')] as const);
    };

    test('a staking token’s cap goes with its snapshot, in the order of the adapter’s struct', () => {
      const [[days, [call]]] = plan(lst({ from: 10.64, to: 11 })) as [[number, GovernanceCall[]]];
      const abi = parseAbi(['function updateLstPriceCaps((address, (uint104, uint48, uint16))[])']);
      expect([days, decodeFunctionData({ abi, data: call!.calldata }).args]).toEqual([0, [[[WSTETH, [1_177_101_458_282_319_168n, 1_723_621_200, 1_100]]]]]);
      expect(decodeCall(call!).map(({ meaning }) => meaning)).toEqual(['oracle of wstETH', '1177101458282319168', '2024-08-14T07:40:00Z', '11.00 %']);
    });

    test('a stablecoin’s cap moves by half a percent of itself in three days, a discount by 2.5 points in two', () => {
      const steps = plan([
        { asset: 'USDT', parameter: 'stablePriceCapUsd', from: 1.04, to: 1.05, unit: 'usd' },
        { asset: 'PT', parameter: 'discountRatePerYearWad', from: 20, to: 24, unit: 'percent' },
      ]);
      const abi = parseAbi(['function updateStablePriceCaps((address, uint256)[])', 'function updatePendleDiscountRates((address, uint256)[])']);
      const read = steps.map(([days, calls]) => [days, calls.map(({ calldata }) => decodeFunctionData({ abi, data: calldata })).map(({ functionName, args }) => [functionName, (args[0] as readonly (readonly [string, bigint])[])[0]![1]])]);
      expect(read).toEqual([
        [0, [['updateStablePriceCaps', 104_520_000n], ['updatePendleDiscountRates', 225_000_000_000_000_000n]]],
        [3, [['updateStablePriceCaps', 105_000_000n], ['updatePendleDiscountRates', 240_000_000_000_000_000n]]],
      ]);
    });

    test.each<[string, readonly object[], RegExp]>([
      ['a second update that would need another snapshot', lst({ from: 10, to: 11 }), /moves further than one steward update lets it, and each update needs a newer snapshot/],
      ['a snapshot that is not later', lst({ from: 10, to: 10.4 }, { from: 1_723_621_200, to: 1_723_621_200 }), /needs a later snapshot/],
      ['an update without its growth', lst({ from: 10, to: 10.4 }).slice(1), /updateLstPriceCaps sets 3 values at once; maxYearlyRatioGrowthBps of wstETH is not stated/],
      ['an adapter without an address', [{ asset: 'GHO', parameter: 'stablePriceCapUsd', from: 1.04, to: 1.041, unit: 'usd' }], /the address book has no oracles\.GHO/],
      ['a cap of 0', [{ asset: 'USDT', parameter: 'stablePriceCapUsd', from: 1.04, to: 0, unit: 'usd' }], /may not set stablePriceCapUsd to 0/],
    ])('refuses %s', (_, changes, message) => {
      expect(() => plan(changes)).toThrow(message);
    });

    test('the growth of exactly one update passes, 5 % of the value in force; a basis point more does not', () => {
      const rule = AAVE_V3_PRICE_CAP_RULES.parameters[0]!;
      // RiskSteward._updateWithinAllowedRange: |new − old| ≤ ⌊old · 500 / 10000⌋.
      expect([findChangeViolation(rule, 1_064n, 1_117n), findChangeViolation(rule, 1_064n, 1_118n)?.field]).toEqual([null, 'maxYearlyRatioGrowthBps']);
    });
  });

  test.each<[string, bigint]>([['optimalUsageRatioBps', 300n], ['baseVariableBorrowRateBps', 100n], ['variableRateSlope1Bps', 100n], ['variableRateSlope2Bps', 2_000n]])('a steward moves %s by at most %s basis points', (name, limit) => {
    const rule = AAVE_V3_RATE_RULES.parameters.find((known) => known.name === name)!;
    expect([findChangeViolation(rule, 5_000n, 5_000n + limit), findChangeViolation(rule, 5_000n, 5_000n - limit), findChangeViolation(rule, 5_000n, 5_001n + limit)?.field]).toEqual([null, null, name]);
    expect([rule.changeLimit!.minimumDelaySeconds, findChangeViolation(rule, 5_000n, 5_001n, 259_199)?.field]).toEqual([259_200, name]);
  });

  test('slopes that would cross on the way wait for each other, and a base rate may go to 0', () => {
    const rate = (parameter: string, from: number, to: number): object => ({ asset: 'WETH', parameter, from, to, unit: 'percent' });
    const steps = planStewardSteps(buildRequestModel('aave-v3', { changes: [rate('variableRateSlope1Bps', 4, 6), rate('variableRateSlope2Bps', 4.5, 30), rate('baseVariableBorrowRateBps', 0.5, 0)] }));
    expect(steps.map(({ changes }) => changes.map(({ parameter, to }) => [parameter, to]))).toEqual([
      [['variableRateSlope1Bps', 500n], ['variableRateSlope2Bps', 2_450n], ['baseVariableBorrowRateBps', 0n]],
      [['variableRateSlope1Bps', 600n], ['variableRateSlope2Bps', 3_000n]],
    ]);
    const falling = planStewardSteps(buildRequestModel('aave-v3', { changes: [rate('variableRateSlope1Bps', 8, 4), rate('variableRateSlope2Bps', 24, 5)] }));
    for (const at of falling.keys()) {
      const values = new Map([['variableRateSlope1Bps', 800n], ['variableRateSlope2Bps', 2_400n]]);
      for (const { changes } of falling.slice(0, at + 1)) for (const { parameter, to } of changes) values.set(parameter, to as bigint);
      expect(values.get('variableRateSlope1Bps')! <= values.get('variableRateSlope2Bps')!).toBe(true);
    }
  });

  test('an e-mode update keeps its label, and on v3.7 its isolation', () => {
    const { changes } = buildRequestModel('aave-v3', { changes: [change('ltvBps', 90, 'percent', { id: 1 })] });
    const [call] = buildEngineCalls(changes, 'v3.7', BOOK.contracts['riskSteward']!, BOOK, 'Update');
    const fields = Object.fromEntries(decodeCall(call!).map(({ name, value }) => [name, value]));
    expect(fields).toEqual({ 'updates[0].eModeCategory': '1', 'updates[0].ltv': '9000', 'updates[0].liqThreshold': 'KEEP_CURRENT', 'updates[0].liqBonus': 'KEEP_CURRENT', 'updates[0].label': 'KEEP_CURRENT_STRING', 'updates[0].isolated': 'KEEP_CURRENT' });
  });

  test('a payload is registered as a delegate call of execute(), and proposed with the hash of its text', () => {
    const register = buildCreatePayloadCall(BOOK);
    expect(register.calldata.slice(0, 10)).toBe('0xe8733894');
    expect(decodeCall(register).map(({ value }) => value)).toEqual([BOOK.contracts['payload'], 'true', '1', '0', 'execute()', '0x']);
    const propose = buildCreateProposalCall(300, 'hello world\n', BOOK);
    expect(propose.calldata.slice(0, 10)).toBe('0x3bec1bfc');
    expect(decodeCall(propose).map(({ value }) => value)).toEqual(['1', '1', BOOK.contracts['payloadsController'], '300', BOOK.contracts['votingPortal'], hashIpfsText('hello world\n')]);
  });

  // Published addresses of `ipfs add`: the empty file, and "hello world" with and without a line break.
  test.each([
    ['', 'QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH'],
    ['hello world\n', 'QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o'],
    ['hello world', 'Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD'],
  ])('the hash of %j is inside %s', (text, cid) => {
    expect(`0x1220${hashIpfsText(text).slice(2)}`).toBe(decodeBase58(cid));
  });

  test('a text beyond one block is refused', () => {
    expect(() => hashIpfsText('x'.repeat(262_145))).toThrow(/need a tree of blocks/);
  });
});

function decodeBase58(text: string): Hex {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  const value = [...text].reduce((sum, character) => sum * 58n + BigInt(alphabet.indexOf(character)), 0n);
  return `0x${value.toString(16)}`;
}
