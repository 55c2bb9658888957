import type { ParameterSet, VenueParameterRules } from '../../../parameter-rules.js';

const FULL_PPM = 1_000_000n;
const UINT32_MAX = 2n ** 32n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;
const QUOTE_QUANTUMS = 'quote quantums (1e-6 USDC)';

const ppm = (name: string, minimum: bigint, maximum: bigint, meaning: string) => ({ name, unit: 'ppm', fullRaw: FULL_PPM, minimum, maximum, meaning });
const quantums = (name: string, minimum: bigint, meaning: string) => ({ name, unit: QUOTE_QUANTUMS, minimum, maximum: UINT64_MAX, meaning });

/** What dYdX v4 checks in `MsgSetLiquidityTier` and `MsgUpdateLiquidationsConfig`. */
export const DYDX_V4_RULES: VenueParameterRules = {
  venue: 'dydx-v4',
  parameters: [
    ppm('initialMarginPpm', 0n, FULL_PPM, 'Initial margin of the notional while open interest is below its lower cap.'),
    ppm('maintenanceFractionPpm', 0n, FULL_PPM, 'Maintenance margin as a share of the unscaled initial margin.'),
    quantums('impactNotional', 1n, 'Size at which impact prices for funding are measured.'),
    quantums('openInterestLowerCap', 0n, 'Open notional from which the initial margin rises.'),
    quantums('openInterestUpperCap', 0n, 'Open notional at which the initial margin is 100 %; 0 switches the scaling off.'),
    ppm('maxLiquidationFeePpm', 1n, FULL_PPM, 'Largest fee that a liquidated account pays to the insurance fund.'),
    quantums('minPositionNotionalLiquidated', 0n, 'Least notional liquidated per position and block.'),
    ppm('maxPositionPortionLiquidatedPpm', 1n, FULL_PPM, 'Largest part of a position liquidated per block.'),
    quantums('maxNotionalLiquidated', 1n, 'Largest notional liquidated per subaccount and block.'),
    quantums('maxQuantumsInsuranceLost', 1n, 'Most that the insurance fund pays per subaccount and block.'),
    ppm('bankruptcyAdjustmentPpm', FULL_PPM, UINT32_MAX, 'How fast the fillable price falls from the oracle price to the largest spread.'),
    ppm('spreadToMaintenanceMarginRatioPpm', 1n, UINT32_MAX, 'Largest liquidation spread as a share of the maintenance margin.'),
  ],
  crossRules: [
    {
      fields: ['openInterestLowerCap', 'openInterestUpperCap'],
      rule: 'the lower cap must not be above the upper cap',
      enforcedBy: 'contract',
      holds: ({ openInterestLowerCap, openInterestUpperCap }) => openInterestLowerCap! <= openInterestUpperCap!,
    },
  ],
  source:
    'dydxprotocol/v4-chain, protocol/x/perpetuals/types/liquidity_tier.go `Validate`, protocol/x/clob/types/liquidations_config.go `Validate`',
};

const tier = (initialMarginPpm: bigint, maintenanceFractionPpm: bigint, impactNotional: bigint, lower: bigint, upper: bigint): ParameterSet => ({
  initialMarginPpm,
  maintenanceFractionPpm,
  impactNotional,
  openInterestLowerCap: lower,
  openInterestUpperCap: upper,
});

/** The tiers of the chain's genesis, by name. @source dydxprotocol/v4-chain, genesis */
export const DYDX_V4_GENESIS_TIERS: Readonly<Record<string, ParameterSet>> = {
  'Large-Cap': tier(20_000n, 600_000n, 10_000_000_000n, 0n, 0n),
  'Small-Cap': tier(100_000n, 500_000n, 5_000_000_000n, 20_000_000_000_000n, 50_000_000_000_000n),
  'Long-Tail': tier(200_000n, 500_000n, 2_500_000_000n, 5_000_000_000_000n, 10_000_000_000_000n),
  Safety: tier(1_000_000n, 200_000n, 2_500_000_000n, 2_000_000_000_000n, 5_000_000_000_000n),
  Isolated: tier(50_000n, 600_000n, 2_500_000_000n, 500_000_000_000n, 1_000_000_000_000n),
  'Mid-Cap': tier(50_000n, 600_000n, 5_000_000_000n, 40_000_000_000_000n, 100_000_000_000_000n),
  FX: tier(10_000n, 500_000n, 2_500_000_000n, 500_000_000_000n, 1_000_000_000_000n),
};

/** The liquidation configuration of the chain's genesis. @source dydxprotocol/v4-chain, genesis */
export const DYDX_V4_GENESIS_LIQUIDATIONS: ParameterSet = {
  maxLiquidationFeePpm: 15_000n,
  minPositionNotionalLiquidated: 1_000_000_000n,
  maxPositionPortionLiquidatedPpm: 100_000n,
  maxNotionalLiquidated: 100_000_000_000n,
  maxQuantumsInsuranceLost: 1_000_000_000_000n,
  bankruptcyAdjustmentPpm: 1_000_000n,
  spreadToMaintenanceMarginRatioPpm: 1_500_000n,
};
