import type { VenueParameterRules } from '../../../parameter-rules.js';

const FULL_PPM = 1_000_000n;
const UINT32_MAX = 2n ** 32n - 1n;
const SINT32_MAX = 2n ** 31n - 1n;

/**
 * What dYdX v4 checks in `MsgUpdatePerpetualParams`, which ties a perpetual to its liquidity tier.
 *
 * That tier and oracle market exist is for the chain to know. Resolution and market type are part of the message, and the chain keeps its own.
 */
export const DYDX_V4_PERPETUAL_RULES: VenueParameterRules = {
  venue: 'dydx-v4 perpetual',
  parameters: [
    { name: 'liquidityTier', unit: 'id', minimum: 0n, maximum: UINT32_MAX, meaning: 'Number of the liquidity tier that sets the margins.' },
    { name: 'marketId', unit: 'id', minimum: 0n, maximum: UINT32_MAX, meaning: 'Number of the oracle market that prices it.' },
    { name: 'atomicResolution', unit: 'id', minimum: -SINT32_MAX - 1n, maximum: SINT32_MAX, meaning: 'Power of ten of the smallest size; fixed when the perpetual was made.' },
    { name: 'defaultFundingPpm', unit: 'ppm', fullRaw: FULL_PPM, minimum: -FULL_PPM, maximum: FULL_PPM, meaning: 'Funding over 8 hours at no premium.' },
    { name: 'marketType', unit: 'id', minimum: 1n, maximum: 2n, meaning: '1 = cross margin, 2 = isolated; not changed by this message.' },
  ],
  crossRules: [],
  source: 'dydxprotocol/v4-chain 84d4664, protocol/x/perpetuals/types/perpetual.go `Validate` and keeper `ModifyPerpetual`',
};
