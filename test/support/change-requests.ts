/** Change requests for the tests of proposals, one per venue, with an address book that fits each. */
import { stringify } from 'yaml';
import { parseChangeRequest, type ChangeRequest } from '../../src/pipeline/config/change-request-file.js';
import type { ProposalVenue } from '../../src/pipeline/propose/proposal-request.js';
import { buildRequestedModel } from '../../src/pipeline/propose/read-changes.js';
import type { AddressBook } from '../../src/proposal/address-book.js';
import type { ProposalModel } from '../../src/proposal/model.js';

type Change = Readonly<Record<string, unknown>>;

const tier: Change = { market: 'Small-Cap', id: 1 };
const liquidations = (values: Readonly<Record<string, readonly [number, string]>>): Change[] => Object.entries(values).map(([parameter, [from, unit]]) => ({ parameter, from, unit }));

/** Changes that each venue accepts. dYdX states the genesis values of tier 1 and of the liquidations config. */
export const VENUE_CHANGES = {
  'aave-v2': [
    { asset: 'WETH', parameter: 'ltvBps', from: 72, to: 73.5, unit: 'percent' },
    { asset: 'WETH', parameter: 'liquidationThresholdBps', from: 83, unit: 'percent' },
    { asset: 'WETH', parameter: 'liquidationBonusBps', from: 7, unit: 'percent' },
  ],
  'aave-v3': [
    { asset: 'WETH', parameter: 'ltvBps', from: 72, to: 72.4, unit: 'percent' },
    { asset: 'WETH', parameter: 'liquidationThresholdBps', from: 83, unit: 'percent' },
    { asset: 'WETH', parameter: 'liquidationBonusBps', from: 7, to: 6.8, unit: 'percent' },
    { asset: 'WETH', parameter: 'supplyCapTokens', from: 1_000_000, to: 1_400_000, unit: 'tokens' },
  ],
  'compound-v3': [
    { market: 'cUSDCv3', asset: 'WETH', parameter: 'borrowCollateralFactorWad', from: 82.5, to: 80, unit: 'percent' },
    { market: 'cUSDCv3', asset: 'WETH', parameter: 'liquidateCollateralFactorWad', from: 89.5, unit: 'percent' },
    { market: 'cUSDCv3', asset: 'WETH', parameter: 'supplyCapTokens', from: 350_000, to: 300_000, unit: 'tokens', decimals: 18 },
  ],
  'dydx-v4': [
    { ...tier, parameter: 'initialMarginPpm', from: 10, to: 12.5, unit: 'percent' },
    { ...tier, parameter: 'maintenanceFractionPpm', from: 50, unit: 'percent' },
    { ...tier, parameter: 'impactNotional', from: 5_000, to: 4_000, unit: 'usd' },
    { ...tier, parameter: 'openInterestLowerCap', from: 20_000_000, unit: 'usd' },
    { ...tier, parameter: 'openInterestUpperCap', from: 50_000_000, unit: 'usd' },
    { parameter: 'maxLiquidationFeePpm', from: 1.5, to: 1, unit: 'percent' },
    ...liquidations({
      minPositionNotionalLiquidated: [1_000, 'usd'],
      maxPositionPortionLiquidatedPpm: [10, 'percent'],
      maxNotionalLiquidated: [100_000, 'usd'],
      maxQuantumsInsuranceLost: [1_000_000, 'usd'],
      bankruptcyAdjustmentPpm: [100, 'percent'],
      spreadToMaintenanceMarginRatioPpm: [150, 'percent'],
    }),
  ],
  'gmx-v2': [
    { market: 'ETH/USD', parameter: 'maxOpenInterestLong', from: 90_000_000, to: 60_000_000, unit: 'usd' },
    { market: 'ETH/USD', parameter: 'minCollateralFactor', from: 1, to: 1.2, unit: 'percent' },
    { parameter: 'minCollateralUsd', from: 1, to: 2, unit: 'usd' },
  ],
  'synthetix-v3': [
    { market: 'ETH', id: 100, parameter: 'initialMarginRatioD18', from: 0.6, to: 0.7, unit: 'ratio' },
    { market: 'ETH', id: 100, parameter: 'minimumInitialMarginRatioD18', from: 0.05, unit: 'ratio' },
    { market: 'ETH', id: 100, parameter: 'maintenanceMarginScalarD18', from: 0.5, unit: 'ratio' },
    { market: 'ETH', id: 100, parameter: 'flagRewardRatioD18', from: 3, unit: 'bps' },
    { market: 'ETH', id: 100, parameter: 'minimumPositionMargin', from: 15, unit: 'usd' },
    { market: 'ETH', id: 100, parameter: 'maxMarketValue', from: 50_000_000, to: 40_000_000, unit: 'usd' },
  ],
  hyperliquid: [
    { market: 'xyz:GOLD', id: 51, parameter: 'lowerBound', from: [0], to: [0, 3_000_000], unit: 'usd' },
    { market: 'xyz:GOLD', id: 51, parameter: 'maxLeverage', from: [20], to: [20, 10], unit: 'times' },
  ],
  'perpetual-v2': [{ parameter: 'liquidationPenaltyRatio', from: 2.5, to: 2, unit: 'percent' }],
  drift: [
    { market: 'SOL-PERP', parameter: 'marginRatioInitial', from: 5, to: 6, unit: 'percent' },
    { market: 'SOL-PERP', parameter: 'marginRatioMaintenance', from: 3, to: 4, unit: 'percent' },
  ],
} as const satisfies Readonly<Record<ProposalVenue, readonly Change[]>>;

const NETWORKS: Readonly<Partial<Record<ProposalVenue, readonly [string, number]>>> = { 'gmx-v2': ['arbitrum', 42_161], 'synthetix-v3': ['base', 8_453] };

/** A request as text, as a user would write it. */
export function writeRequest(venue: ProposalVenue, more: Readonly<Record<string, unknown>> = {}): string {
  return stringify({ venue, network: NETWORKS[venue]?.[0] ?? 'ethereum', asOf: '2026-11-01', motivation: 'Depth has thinned.', changes: VENUE_CHANGES[venue], ...more });
}

export function readRequest(venue: ProposalVenue, more: Readonly<Record<string, unknown>> = {}): ChangeRequest {
  return parseChangeRequest(writeRequest(venue, more), 'changes.yaml');
}

export function buildRequestModel(venue: ProposalVenue, more: Readonly<Record<string, unknown>> = {}): ProposalModel {
  return buildRequestedModel(readRequest(venue, more), venue);
}

/** Addresses as published address books give them, and made-up ones (0x…01, 0x…02) where it has none. */
export function buildBook(venue: ProposalVenue): AddressBook {
  const [network, chainId] = NETWORKS[venue] ?? ['ethereum', 1];
  const configurator = venue === 'compound-v3' ? '0x316f9708bB98af7dA9c68C1C3b5e79039cD336E3' : '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27';
  return {
    network,
    chainId,
    source: 'published address books',
    date: '2026-05-01',
    contracts: {
      configurator,
      cometProxyAdmin: '0x1EC63B5883C3481134FD50D5DAebc83Ecd2E8779',
      governor: '0x309a862bbC1A00e45506cB8A802D1ff10004c8C0',
      governorBravo: '0xc0Da02939E1441F497fd74F78cE7Decb17B66529',
      marketUpdateProposer: '0x0000000000000000000000000000000000000001',
      configEngine: '0x19A109d0dCB1268729341732Ac146D4A74c7034f',
      riskSteward: '0xFCE597866Ffaf617EFdcA1C1Ad50eBCB16B5171E',
      governance: '0x9AEE0B04504CeF83A65AC3f0e838D0593BCb2BC7',
      payloadsController: '0xdAbad81aF85554E9ae636395611C58F7eC1aAEc5',
      votingPortal: '0x9Ded9406f088C10621BE628EEFf40c1DF396c172',
      payload: '0x0000000000000000000000000000000000000002',
      config: '0x0BBbbF9D0cbdE8069e926c859E530B00Bfe90072',
      perpsMarket: '0x0A2AF931eFFd34b81ebcc57E3d3c9B1E1dE1C9Ce',
    },
    assets: { WETH: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2' },
    markets: { cUSDCv3: '0xc3d688B66703497DAA19211EEdff47f25384cdc3', 'ETH/USD': '0x70d95587d40A2caf56bd97485aB3Eec10Bee6336' },
  };
}
