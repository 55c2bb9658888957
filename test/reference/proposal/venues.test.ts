import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { decodeAbiParameters, decodeFunctionData, parseAbi, toFunctionSelector } from 'viem';
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
import { buildBook, buildRequestModel, VENUE_CHANGES } from '../../support/change-requests.js';

// Selectors, field names, ranges and orders: as the contracts and chains that docs/models/parameter-rules.md names declare them.

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
