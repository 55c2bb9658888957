import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decodeAbiParameters, decodeFunctionData, parseAbi, toFunctionSelector, type Hex } from 'viem';
import { buildCreatePayloadCall, buildCreateProposalCall } from '../../../src/proposal/aave/governance-calls.js';
import { buildEngineCalls } from '../../../src/proposal/aave/engine-calls.js';
import { hashIpfsText } from '../../../src/proposal/aave/ipfs-hash.js';
import { decodeCall } from '../../../src/proposal/calls/signer-view.js';
import { buildCompoundCalls } from '../../../src/proposal/compound/configurator-calls.js';
import { renderCompoundDescription } from '../../../src/proposal/compound/description.js';
import { buildDydxProposal } from '../../../src/proposal/dydx/gov-proposal.js';
import { buildGmxCall } from '../../../src/proposal/gmx/config-call.js';
import { buildBravoBundle } from '../../../src/proposal/governor/bravo-bundle.js';
import { buildGovernorBundle } from '../../../src/proposal/governor/bundle.js';
import { buildMarginTableActions } from '../../../src/proposal/hyperliquid/margin-table.js';
import { buildSynthetixCalls } from '../../../src/proposal/synthetix/owner-calls.js';
import { renderSccp } from '../../../src/proposal/synthetix/sccp.js';
import { checkRequestGates } from '../../../src/pipeline/propose/request-gates.js';
import { planStewardSteps } from '../../../src/pipeline/propose/steward-schedule.js';
import { buildPriceCapCalls } from '../../../src/proposal/aave/price-cap-calls.js';
import type { GovernanceCall } from '../../../src/proposal/calls/governance-call.js';
import { AAVE_V3_PRICE_CAP_RULES } from '../../../src/protocol/lending/aave-v3/price-cap-rules.js';
import { AAVE_V3_RATE_RULES } from '../../../src/protocol/lending/aave-v3/rate-rules.js';
import { findChangeViolation } from '../../../src/protocol/parameter-rules.js';
import { buildBook, buildRequestModel, VENUE_CHANGES } from '../../support/change-requests.js';

// Selectors, field names, ranges and orders: governance.md A2–A5, C1–C2, D1–D4, read in the sources named there.

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

describe('Compound v3', () => {
  const BOOK = buildBook('compound-v3');
  const model = buildRequestModel('compound-v3', { links: ['https://www.comp.xyz/t/1'] });
  const calls = buildCompoundCalls(model, BOOK);

  test('each setter has its published selector, and the deployment closes the batch', () => {
    const change = (parameter: string, unit: string, subject: object): object => ({ ...subject, parameter, from: 50, to: 60, unit });
    const asset = { market: 'cUSDCv3', asset: 'WETH' };
    const all = buildRequestModel('compound-v3', {
      changes: [
        change('borrowCollateralFactorWad', 'percent', asset),
        change('liquidateCollateralFactorWad', 'percent', asset),
        change('liquidationFactorWad', 'percent', asset),
        change('supplyCapTokens', 'tokens', { ...asset, decimals: 18 }),
        change('storeFrontPriceFactorWad', 'percent', { market: 'cUSDCv3' }),
        change('targetReserves', 'tokens', { market: 'cUSDCv3', decimals: 6 }),
        change('baseBorrowMin', 'tokens', { market: 'cUSDCv3', decimals: 6 }),
      ],
    });
    expect(buildCompoundCalls(all, BOOK).map(({ calldata }) => calldata.slice(0, 10))).toEqual(['0xb73585f1', '0x77a7dafd', '0xecb9a875', '0xa2ced7fd', '0x9340d433', '0x7d5e1840', '0x9a01fe82', '0x9627816f']);
    expect(decodeCall(buildCompoundCalls(all, BOOK)[5]!).at(-1)).toMatchObject({ value: '60000000', meaning: '60 tokens' });
  });

  test('the current governor takes calldata with selectors, the legacy one signatures and calldata without', () => {
    const description = renderCompoundDescription(model, calls);
    const current = buildGovernorBundle(calls, BOOK.contracts['governor']!, 1, description);
    const legacy = buildBravoBundle(calls, BOOK.contracts['governorBravo']!, 1, description);
    expect([current.proposeCalldata.slice(0, 10), legacy.proposeCalldata.slice(0, 10)]).toEqual(['0x7d5e81e2', '0xda95691a']);
    expect(legacy.signatures).toEqual(['updateAssetBorrowCollateralFactor(address,address,uint64)', 'updateAssetSupplyCap(address,address,uint128)', 'deployAndUpgradeTo(address,address)']);
    // What a Bravo governor executes: the selector of the signature, then the calldata.
    legacy.signatures.forEach((signature, index) => expect(toFunctionSelector(signature) + legacy.calldatas[index]!.slice(2)).toBe(current.calldatas[index]));
    const [targets, values] = decodeAbiParameters([{ type: 'address[]' }, { type: 'uint256[]' }, { type: 'string[]' }, { type: 'bytes[]' }, { type: 'string' }], `0x${legacy.proposeCalldata.slice(10)}`);
    expect([targets, values]).toEqual([legacy.targets, [0n, 0n, 0n]]);
  });

  test('the description has the title, the summary with its links and one numbered action per target', () => {
    const lines = renderCompoundDescription(model, calls).split('\n');
    expect(lines.filter((line) => line.startsWith('#'))).toEqual(['# Change 2 parameters of WETH in cUSDCv3', '## Proposal summary', '## Proposal actions']);
    expect(lines.filter((line) => /^\d+\. /.test(line)).map((line) => /`(\w+)`$/.exec(line)![1])).toEqual(['updateAssetBorrowCollateralFactor', 'updateAssetSupplyCap', 'deployAndUpgradeTo']);
    expect(lines).toContain('- <https://www.comp.xyz/t/1>');
  });
});

describe('dYdX v4', () => {
  const proposal = buildDydxProposal(buildRequestModel('dydx-v4'), 'Why.');
  type Shape = { readonly [field: string]: string | Shape };
  const shapes = JSON.parse(readFileSync(new URL('../../fixtures/dydx/messages.json', import.meta.url), 'utf8')) as Record<string, Shape>;

  /** proto3 JSON: 64-bit integers are quoted decimals, 32-bit ones plain numbers; every field there and no other. */
  const assertShape = (value: unknown, shape: string | Shape): void => {
    if (typeof shape !== 'string') {
      expect(Object.keys(value as object).sort()).toEqual(Object.keys(shape).sort());
      for (const [field, inner] of Object.entries(shape)) assertShape((value as Record<string, unknown>)[field], inner);
    } else if (shape === 'uint64') expect(typeof value === 'string' && /^(0|[1-9]\d*)$/.test(value) && BigInt(value) < 2n ** 64n).toBe(true);
    else if (shape === 'uint32') expect(Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32).toBe(true);
    else if (shape === 'sint32') expect(Number.isInteger(value) && Math.abs(value as number) < 2 ** 31).toBe(true);
    else if (shape.includes('|')) expect(shape.split('|')).toContain(value);
    else expect(typeof value).toBe('string');
  };

  test('the file has the fields of a proposal, and each message those of its type', () => {
    const read = JSON.parse(JSON.stringify(proposal)) as typeof proposal;
    expect(Object.keys(read)).toEqual(['title', 'deposit', 'summary', 'messages']);
    expect(read.deposit).toBe('2000000000000000000000adydx');
    expect(read.messages.map((message) => message['@type'])).toEqual(['/dydxprotocol.perpetuals.MsgSetLiquidityTier', '/dydxprotocol.clob.MsgUpdateLiquidationsConfig']);
    for (const { '@type': type, ...message } of read.messages) assertShape(message, shapes[type]!);
    expect(new Set(read.messages.map(({ authority }) => authority))).toEqual(new Set(['dydx10d07y265gmmuvt4z0w9aw880jnsr700jnmapky']));
  });

  test('values are in the chain’s units; what is not proposed keeps the genesis value', () => {
    expect(proposal.messages[0]!['liquidity_tier']).toEqual({ id: 1, name: 'Small-Cap', initial_margin_ppm: 125_000, maintenance_fraction_ppm: 500_000, base_position_notional: '0', impact_notional: '4000000000', open_interest_lower_cap: '20000000000000', open_interest_upper_cap: '50000000000000' });
    expect(proposal.messages[1]!['liquidations_config']).toEqual({
      max_liquidation_fee_ppm: 10_000,
      position_block_limits: { min_position_notional_liquidated: '1000000000', max_position_portion_liquidated_ppm: 100_000 },
      subaccount_block_limits: { max_notional_liquidated: '100000000000', max_quantums_insurance_lost: '1000000000000' },
      fillable_price_config: { bankruptcy_adjustment_ppm: 1_000_000, spread_to_maintenance_margin_ratio_ppm: 1_500_000 },
    });
  });

  const PERPETUAL = { market: 'ETH-USD', id: 1 };
  const perpetual = (more: Readonly<Record<string, object>> = {}): object[] =>
    Object.entries({ liquidityTier: { from: 0, to: 5, unit: 'number' }, marketId: { from: 1, unit: 'number' }, atomicResolution: { from: -9, unit: 'number' }, defaultFundingPpm: { from: -100, unit: 'ppm' }, marketType: { from: 1, unit: 'number' }, ...more }).map(
      ([parameter, values]) => ({ ...PERPETUAL, parameter, ...values }),
    );

  test('a perpetual is given another tier, after the tiers that the same proposal sets', () => {
    const { messages } = buildDydxProposal(buildRequestModel('dydx-v4', { changes: [...perpetual(), ...VENUE_CHANGES['dydx-v4']] }), 'Why.');
    expect(messages.map((message) => message['@type'].split('.').at(-1))).toEqual(['MsgSetLiquidityTier', 'MsgUpdatePerpetualParams', 'MsgUpdateLiquidationsConfig']);
    const { '@type': type, ...message } = messages[1]!;
    assertShape(JSON.parse(JSON.stringify(message)), shapes[type]!);
    expect(message['perpetual_params']).toEqual({ id: 1, ticker: 'ETH-USD', market_id: 1, atomic_resolution: -9, default_funding_ppm: -100, liquidity_tier: 5, market_type: 'PERPETUAL_MARKET_TYPE_CROSS' });
  });

  test.each<[string, Readonly<Record<string, object>>, RegExp | null]>([
    ['a default funding of 100 %', { defaultFundingPpm: { from: -1_000_000, unit: 'ppm' } }, null],
    ['a default funding below −100 %', { defaultFundingPpm: { from: 0, to: -1_000_001, unit: 'ppm' } }, /defaultFundingPpm: must be from -1000000 to 1000000/],
    ['a market type that is none', { marketType: { from: 3, unit: 'number' } }, /marketType: must be from 1 to 2/],
  ])('%s is judged as the chain judges it', (_, more, message) => {
    const gate = checkRequestGates(buildRequestModel('dydx-v4', { changes: perpetual(more) }), 'dydx-v4', '2026-11-20', null, undefined).find(({ name }) => name === 'venue-rules')!;
    expect([gate.holds, gate.detail]).toEqual([message === null, expect.stringMatching(message ?? /./)]);
  });

  test('what the chain would silently keep is refused, and so are a text and a title that it would not take', () => {
    const model = buildRequestModel('dydx-v4', { changes: perpetual({ atomicResolution: { from: -9, to: -8, unit: 'number' } }) });
    expect(() => buildDydxProposal(model, '')).toThrow(/MsgUpdatePerpetualParams does not change atomicResolution/);
    expect(() => buildDydxProposal(buildRequestModel('dydx-v4'), '\u2013'.repeat(3_401))).toThrow(/summary of a dYdX proposal has at most 10200 bytes, this one 10203/);
    expect(() => buildDydxProposal({ ...buildRequestModel('dydx-v4'), headline: 'x'.repeat(256) }, '')).toThrow(/title of a dYdX proposal has at most 255 bytes/);
  });

  test('a tier of which a value is not stated is refused: the message would set it', () => {
    const changes = VENUE_CHANGES['dydx-v4'].filter(({ parameter }) => parameter !== 'openInterestUpperCap');
    expect(() => buildDydxProposal(buildRequestModel('dydx-v4', { changes }), '')).toThrow(/MsgSetLiquidityTier sets 5 values at once; openInterestUpperCap of Small-Cap \(id 1\) is not stated/);
  });
});

describe('Synthetix v3', () => {
  const BOOK = buildBook('synthetix-v3');
  const model = buildRequestModel('synthetix-v3');

  test('the liquidation parameters stand in the order of the function, not of its event: the minimum before the scalar', () => {
    const [call] = buildSynthetixCalls(model, BOOK);
    // Declared here by position alone, as the contract has it.
    const abi = parseAbi(['function setLiquidationParameters(uint128, uint256, uint256, uint256, uint256, uint256)']);
    const e = (tenThousandths: bigint): bigint => tenThousandths * 10n ** 14n;
    expect(decodeFunctionData({ abi, data: call!.calldata }).args).toEqual([100n, e(7_000n), e(500n), e(5_000n), e(3n), 15n * 10n ** 18n]);
    expect(decodeCall(call!).map(({ name, meaning }) => [name, meaning])).toContainEqual(['minimumInitialMarginRatioD18', '5.00 %']);
  });

  test('every owner call has its published selector', () => {
    const sets: Readonly<Record<string, readonly string[]>> = {
      '0x25e5409e': ['initialMarginRatioD18', 'minimumInitialMarginRatioD18', 'maintenanceMarginScalarD18', 'flagRewardRatioD18', 'minimumPositionMargin'],
      '0xc7f8a94f': ['maxLiquidationLimitAccumulationMultiplier', 'maxSecondsInLiquidationWindow', 'maxLiquidationPd'],
      '0xc2382277': ['skewScale', 'maxFundingVelocity'],
      '0x404a68aa': ['maxMarketSize'],
      '0xdd661eea': ['maxMarketValue'],
      '0x033723d9': ['lockedOiRatio'],
    };
    const guards = ['minKeeperRewardUsd', 'minKeeperProfitRatioD18', 'maxKeeperRewardUsd', 'maxKeeperScalingRatioD18'];
    const changes = [
      ...Object.values(sets).flat().map((parameter) => ({ market: 'ETH', id: 100, parameter, from: 100, to: 200, unit: 'raw' })),
      ...guards.map((parameter) => ({ parameter, from: 100, to: 200, unit: 'raw' })),
    ];
    const book = { ...BOOK, contracts: { ...BOOK.contracts, endorsedLiquidator: '0x0000000000000000000000000000000000000003' as const } };
    expect(buildSynthetixCalls(buildRequestModel('synthetix-v3', { changes }), book).map(({ calldata }) => calldata.slice(0, 10))).toEqual([...Object.keys(sets), '0x96e9f7a0']);
  });

  test('an SCCP has its header and its sections in order', () => {
    const text = renderSccp(model, null, { author: 'alice', createdIsoDate: '2026-11-20' });
    expect([...text.matchAll(/^(\w+): /gm)].map(([, name]) => name)).toEqual(['sccp', 'title', 'network', 'status', 'type', 'created', 'author']);
    expect([...text.matchAll(/^# (.*)$/gm)].map(([, title]) => title)).toEqual(['Simple Summary', 'Abstract', 'Motivation', 'Copyright']);
    expect(text).toContain('| Initial margin ratio | ETH (market 100) | 60.00 % | 70.00 % |');
  });

  test('a parameter that the owner’s calls do not hold is refused with those that they do', () => {
    const changes = [{ market: 'ETH', id: 100, parameter: 'makerFeeRatio', from: 2, to: 3, unit: 'bps' }];
    expect(() => buildSynthetixCalls(buildRequestModel('synthetix-v3', { changes }), BOOK)).toThrow(/cannot hold makerFeeRatio/);
  });
});

test('GMX: one multicall, whose inner calls read back with keys, markets and units', () => {
  const BOOK = buildBook('gmx-v2');
  const call = buildGmxCall(buildRequestModel('gmx-v2'), BOOK);
  expect([call.calldata.slice(0, 10), call.target]).toEqual(['0xac9650d8', BOOK.contracts['config']]);
  expect(decodeCall(call).map(({ name, meaning, value }) => [name, meaning ?? value])).toEqual([
    ['data[0].baseKey', 'MAX_OPEN_INTEREST'],
    ['data[0].data', 'ETH/USD, true'],
    ['data[0].value', '$60,000,000'],
    ['data[1].baseKey', 'MIN_COLLATERAL_FACTOR'],
    ['data[1].data', 'ETH/USD'],
    ['data[1].value', '1.20 %'],
    ['data[2].baseKey', 'MIN_COLLATERAL_USD'],
    ['data[2].data', '0x'],
    ['data[2].value', '$2'],
  ]);
});

describe('Hyperliquid', () => {
  test('a margin table is inserted, then given to the coin; it says that it is not verified', () => {
    const [table] = buildMarginTableActions(buildRequestModel('hyperliquid'));
    expect(table!.verified).toBe(false);
    expect(table!.action).toEqual({ type: 'perpDeploy', insertMarginTable: { dex: 'xyz', marginTable: { description: 'xyz:GOLD 20x/10x', marginTiers: [{ lowerBound: 0, maxLeverage: 20 }, { lowerBound: 3_000_000, maxLeverage: 10 }] } } });
    expect(table!.then).toEqual({ type: 'perpDeploy', setMarginTableIds: [['xyz:GOLD', 51]] });
  });

  test.each(['GOLD', 'toolongname:GOLD'])('%s is no market of a HIP-3 exchange', (market) => {
    const changes = VENUE_CHANGES.hyperliquid.map((change) => ({ ...change, market }));
    expect(() => buildMarginTableActions(buildRequestModel('hyperliquid', { changes }))).toThrow(/no market of a HIP-3 exchange/);
  });
});
