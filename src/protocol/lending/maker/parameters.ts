import type { VenueParameterRules } from '../../parameter-rules.js';
import { RAY, WAD } from '../fixed-point.js';

/** Validity of a collateral type's parameters. The contracts check almost nothing; the bounds below are Plimsoll's. */
export const MAKER_RULES: VenueParameterRules = {
  venue: 'Maker',
  parameters: [
    { name: 'liquidationRatioRay', unit: '1e-27', fullRaw: RAY, minimum: RAY, maximum: 10n * RAY, meaning: 'Smallest collateral value over debt.' },
    { name: 'penaltyFactorWad', unit: '1e-18', fullRaw: WAD, minimum: WAD, maximum: 2n * WAD, meaning: '1 + liquidation penalty.' },
    { name: 'startFactorRay', unit: '1e-27', fullRaw: RAY, minimum: RAY, maximum: 2n * RAY, meaning: "Auction's starting price over the oracle price." },
    { name: 'cutRay', unit: '1e-27', fullRaw: RAY, minimum: 1n, maximum: RAY, meaning: 'Factor of the auction price per step.' },
    { name: 'resetShareRay', unit: '1e-27', fullRaw: RAY, minimum: 0n, maximum: RAY, meaning: 'Share of the starting price below which an auction is reset.' },
  ],
  crossRules: [
    {
      fields: ['penaltyFactorWad', 'liquidationRatioRay'],
      rule: 'the penalty must fit into the collateral: 1 + penalty ≤ liquidation ratio',
      enforcedBy: 'plimsoll',
      holds: (values) => (values['penaltyFactorWad'] as bigint) * (RAY / WAD) <= (values['liquidationRatioRay'] as bigint),
    },
  ],
  source: 'dss: dog.sol file (penalty factor ≥ 1), abaci.sol file (cut ≤ 1), clip.sol',
};
