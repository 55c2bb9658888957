/** The parameters that a proposal can name, per venue: the rules of the protocol floor, by the venue's name on the command line. */
import { AAVE_V2_RESERVE_RULES, AAVE_V3_EMODE_RULES, AAVE_V3_RESERVE_RULES } from '../../protocol/lending/aave-v3/parameters.js';
import { AAVE_V3_PRICE_CAP_RULES } from '../../protocol/lending/aave-v3/price-cap-rules.js';
import { AAVE_V3_RATE_RULES } from '../../protocol/lending/aave-v3/rate-rules.js';
import { COMET_MARKET_RULES } from '../../protocol/lending/compound-v3/market-rules.js';
import { COMET_RULES } from '../../protocol/lending/compound-v3/parameters.js';
import type { ParameterRule, VenueParameterRules } from '../../protocol/parameter-rules.js';
import { DRIFT_RULES } from '../../protocol/perps/venues/drift/rules.js';
import { DYDX_V4_PERPETUAL_RULES } from '../../protocol/perps/venues/dydx-v4/perpetual-rules.js';
import { DYDX_V4_RULES } from '../../protocol/perps/venues/dydx-v4/rules.js';
import { GMX_V2_MARKET_LIMIT_RULES } from '../../protocol/perps/venues/gmx-v2/market-limit-rules.js';
import { GMX_V2_RULES } from '../../protocol/perps/venues/gmx-v2/rules.js';
import { HYPERLIQUID_RULES } from '../../protocol/perps/venues/hyperliquid/rules.js';
import { PERPETUAL_V2_RULES } from '../../protocol/perps/venues/perpetual-v2/rules.js';
import { SYNTHETIX_V3_MARKET_LIMIT_RULES } from '../../protocol/perps/venues/synthetix-v3/market-limit-rules.js';
import { SYNTHETIX_V3_RULES } from '../../protocol/perps/venues/synthetix-v3/rules.js';
import type { ChangeSubject } from '../../proposal/model.js';
import type { ProposalVenue } from './proposal-request.js';

const RULES: Readonly<Record<ProposalVenue, readonly VenueParameterRules[]>> = {
  'aave-v2': [AAVE_V2_RESERVE_RULES],
  'aave-v3': [AAVE_V3_RESERVE_RULES, AAVE_V3_RATE_RULES, AAVE_V3_PRICE_CAP_RULES],
  'compound-v3': [COMET_RULES, COMET_MARKET_RULES],
  'dydx-v4': [DYDX_V4_RULES, DYDX_V4_PERPETUAL_RULES],
  'gmx-v2': [GMX_V2_RULES, GMX_V2_MARKET_LIMIT_RULES],
  'synthetix-v3': [SYNTHETIX_V3_RULES, SYNTHETIX_V3_MARKET_LIMIT_RULES],
  hyperliquid: [HYPERLIQUID_RULES],
  'perpetual-v2': [PERPETUAL_V2_RULES],
  drift: [DRIFT_RULES],
};

/** All rules that hold for a subject of a venue. Special case: on Aave v3 a number without an asset is an e-mode category's. */
export function findVenueRules(venue: ProposalVenue, { asset, id }: Pick<ChangeSubject, 'asset' | 'id'>): VenueParameterRules {
  const lists = venue === 'aave-v3' && asset === null && id !== null ? [AAVE_V3_EMODE_RULES] : RULES[venue];
  return {
    venue,
    parameters: lists.flatMap(({ parameters }) => parameters),
    crossRules: lists.flatMap(({ crossRules }) => crossRules),
    source: lists.map(({ source }) => source).join('; '),
  };
}

/** `initialMarginRatioD18` → `Initial margin ratio`: the ending says how it is stored. */
export function nameParameter({ name }: ParameterRule): string {
  const known = KNOWN_NAMES[name];
  if (known) return known;
  const words = name.replace(/(Bps|Ppm|Wad|Ray|D18|Usd|Tokens|Cents)(?=$|Long|Short|Positive|Negative)/, '').replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return `${words[0]!.toUpperCase()}${words.slice(1)}`;
}

const KNOWN_NAMES: Readonly<Record<string, string>> = {
  ltvBps: 'LTV',
  imRatio: 'Initial margin ratio',
  mmRatio: 'Maintenance margin ratio',
  imfFactor: 'Size premium factor (IMF)',
  ifLiquidationFee: 'Insurance fund’s liquidation fee',
  lockedOiRatio: 'Locked open-interest ratio',
  initialPctToLiquidate: 'Initial share to liquidate',
};
