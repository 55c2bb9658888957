import type { CrossRule, ParameterRule, VenueParameterRules } from '../../parameter-rules.js';
import { WAD } from '../fixed-point.js';

/** Factors keep 4 decimals in the contract; two that fall into the same 0.01 % count as equal. */
const FACTOR_STEP_WAD = 10n ** 14n;

const factor = (name: string, minimum: bigint, meaning: string): ParameterRule => ({ name, unit: '1e-18', fullRaw: WAD, minimum, maximum: WAD, meaning });

const BORROW_BELOW_LIQUIDATE: CrossRule = {
  fields: ['borrowCollateralFactorWad', 'liquidateCollateralFactorWad'],
  rule: 'the borrow factor must be below the liquidate factor, also after both are cut to 4 decimals',
  enforcedBy: 'contract',
  holds: (values) => {
    const borrow = values['borrowCollateralFactorWad'] as bigint;
    const liquidate = values['liquidateCollateralFactorWad'] as bigint;
    return borrow / FACTOR_STEP_WAD < liquidate / FACTOR_STEP_WAD;
  },
};

const CREDIT_COVERS_DEBT: CrossRule = {
  fields: ['liquidationFactorWad', 'liquidateCollateralFactorWad'],
  rule: 'the liquidation factor must not be below the liquidate factor, or each absorption costs the reserves',
  enforcedBy: 'plimsoll',
  holds: (values) => (values['liquidationFactorWad'] as bigint) >= (values['liquidateCollateralFactorWad'] as bigint),
};

/** Validity of a Comet's collateral parameters; its setters check nothing, the constructor of the new Comet does. */
export const COMET_RULES: VenueParameterRules = {
  venue: 'Compound v3',
  parameters: [
    factor('borrowCollateralFactorWad', 0n, 'Debt that new borrowing may reach, over collateral.'),
    factor('liquidateCollateralFactorWad', 0n, 'Debt over collateral above which an account is absorbed.'),
    // The contract does not check its range.
    factor('liquidationFactorWad', 1n, 'Share of the collateral value credited on absorption; the rest is the penalty.'),
    factor('storeFrontPriceFactorWad', 0n, 'Share of the penalty that buyers of absorbed collateral get as a discount.'),
    // The contract keeps 64 bits of it without a check: 2^64 tokens would be stored as 0.
    { name: 'supplyCapTokens', unit: 'whole tokens', minimum: 0n, maximum: 2n ** 64n - 1n, meaning: 'Largest supply of the collateral.' },
  ],
  crossRules: [BORROW_BELOW_LIQUIDATE, CREDIT_COVERS_DEBT],
  source: 'compound-finance/comet, Comet constructor and getPackedAssetInternal',
};
