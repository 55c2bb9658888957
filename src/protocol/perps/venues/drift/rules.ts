import type { VenueParameterRules } from '../../../parameter-rules.js';

/** What 1 is in each of Drift's precisions. */
export const DRIFT_MARGIN_ONE = 10_000n;
export const DRIFT_IMF_ONE = 1_000_000n;
export const DRIFT_FEE_ONE = 1_000_000n;
export const DRIFT_PERCENT_ONE = 10_000n;

const MARGIN_RATIO_MINIMUM = DRIFT_MARGIN_ONE / 50n;
const FEE_PER_MARGIN = DRIFT_FEE_ONE / DRIFT_MARGIN_ONE;

const marginRatio = (name: string, meaning: string) => ({
  name,
  unit: 'bps',
  fullRaw: DRIFT_MARGIN_ONE,
  minimum: MARGIN_RATIO_MINIMUM,
  maximum: DRIFT_MARGIN_ONE,
  meaning,
});

/** What Drift checks when a perp market's margin parameters are set. */
export const DRIFT_RULES: VenueParameterRules = {
  venue: 'drift',
  parameters: [
    marginRatio('marginRatioInitial', 'Initial margin of the notional, before the size premium.'),
    marginRatio('marginRatioMaintenance', 'Maintenance margin of the notional, before the size premium.'),
    { name: 'imfFactor', unit: '1e-6', fullRaw: DRIFT_IMF_ONE, minimum: 0n, maximum: DRIFT_IMF_ONE, meaning: 'Margin added per square root of the size in base units.' },
    { name: 'liquidatorFee', unit: '1e-6', fullRaw: DRIFT_FEE_ONE, minimum: 0n, maximum: DRIFT_FEE_ONE, meaning: 'Discount at which a liquidator takes a position over.' },
    { name: 'ifLiquidationFee', unit: '1e-6', fullRaw: DRIFT_FEE_ONE, minimum: 0n, maximum: DRIFT_FEE_ONE, meaning: 'Fee on a liquidation that goes to the insurance fund.' },
    { name: 'initialPctToLiquidate', unit: '1e-4', fullRaw: DRIFT_PERCENT_ONE, minimum: 0n, maximum: DRIFT_PERCENT_ONE, meaning: 'Share of the missing margin that may be freed at once.' },
    { name: 'liquidationDuration', unit: 'seconds', minimum: 1n, meaning: 'Time after which all of the missing margin may be freed.' },
  ],
  crossRules: [
    {
      fields: ['marginRatioInitial', 'marginRatioMaintenance'],
      rule: 'must be above the maintenance ratio',
      enforcedBy: 'contract',
      holds: ({ marginRatioInitial, marginRatioMaintenance }) => marginRatioInitial! > marginRatioMaintenance!,
    },
    {
      fields: ['marginRatioMaintenance', 'liquidatorFee'],
      rule: 'must be above the liquidator’s fee, or a liquidation would leave less than nothing',
      enforcedBy: 'contract',
      holds: ({ marginRatioMaintenance, liquidatorFee }) => (marginRatioMaintenance as bigint) * FEE_PER_MARGIN > (liquidatorFee as bigint),
    },
  ],
  source: 'drift-labs/protocol-v2, programs/drift/src/validation/margin.rs, `validate_margin`',
};
