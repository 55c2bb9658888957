import type { ChangeLimit, CrossRule, ParameterRule, ParameterSet, VenueParameterRules } from '../../parameter-rules.js';
import { FULL_BPS, percentMul } from '../fixed-point.js';
import type { AaveReserve } from './market.js';

const THREE_DAYS_SECONDS = 259_200;
const BPS = { unit: 'bps', fullRaw: FULL_BPS } as const;

const steward = (kind: ChangeLimit['kind'], max: bigint): ChangeLimit => ({ kind, max, minimumDelaySeconds: THREE_DAYS_SECONDS });
const numbers = (values: ParameterSet, ...names: readonly string[]): bigint[] => names.map((name) => values[name] as bigint);

/**
 * The rules that tie LTV, threshold and bonus together, for reserves and e-mode categories alike.
 *
 * `percentMul` rounds half up, so the exact boundary is LT · (10000 + bonus) ≤ 100,004,999: 9524 × 10500 passes, 9525 × 10500 does not.
 */
const COLLATERAL_CROSS_RULES: readonly CrossRule[] = [
  {
    fields: ['ltvBps', 'liquidationThresholdBps'],
    rule: 'LTV must not be above the liquidation threshold',
    enforcedBy: 'contract',
    holds: (values) => {
      const [ltvBps, thresholdBps] = numbers(values, 'ltvBps', 'liquidationThresholdBps');
      return ltvBps! <= thresholdBps!;
    },
  },
  {
    fields: ['liquidationBonusBps', 'liquidationThresholdBps'],
    rule: 'threshold × (100 % + bonus) must not exceed 100 %: LT × (10000 + bonus) ≤ 100004999',
    enforcedBy: 'contract',
    holds: (values) => {
      const [bonusBps, thresholdBps] = numbers(values, 'liquidationBonusBps', 'liquidationThresholdBps');
      return percentMul(thresholdBps!, FULL_BPS + bonusBps!) <= FULL_BPS;
    },
  },
];

/** Bits of the configuration word bound each value; the bonus is stored with its 100 %, in 16 bits. */
const MAX_16_BITS = 65_535n;
const MAX_36_BITS = 68_719_476_735n;

const collateral = (ltvMinimum: bigint, thresholdLimit: ChangeLimit): readonly ParameterRule[] => [
  { name: 'ltvBps', ...BPS, minimum: ltvMinimum, maximum: MAX_16_BITS, meaning: 'Debt that new borrowing may reach, over collateral.', changeLimit: steward('absolute-bps', 50n) },
  {
    name: 'liquidationThresholdBps',
    ...BPS,
    // 0 switches the collateral off, which needs a reserve without suppliers; no search goes there.
    minimum: 1n,
    maximum: MAX_16_BITS,
    meaning: 'Debt over collateral above which an account is liquidatable.',
    changeLimit: thresholdLimit,
  },
  {
    name: 'liquidationBonusBps',
    ...BPS,
    minimum: 1n,
    maximum: MAX_16_BITS - FULL_BPS,
    meaning: 'What the liquidator gains over the repaid debt; the excess over 100 %.',
    changeLimit: steward('absolute-bps', 50n),
  },
];

/** Validity of an Aave v3 reserve's parameters; change limits are the deployed risk stewards'. */
export const AAVE_V3_RESERVE_RULES: VenueParameterRules = {
  venue: 'Aave v3',
  parameters: [
    ...collateral(0n, steward('absolute-bps', 50n)),
    { name: 'liquidationProtocolFeeBps', ...BPS, minimum: 0n, maximum: FULL_BPS, meaning: "Treasury's share of the liquidation bonus." },
    { name: 'reserveFactorBps', ...BPS, minimum: 0n, maximum: FULL_BPS, meaning: "Treasury's share of the interest." },
    { name: 'supplyCapTokens', unit: 'whole tokens', minimum: 0n, maximum: MAX_36_BITS, meaning: 'Largest supply; 0 means no cap.', changeLimit: steward('relative', 10_000n) },
    { name: 'borrowCapTokens', unit: 'whole tokens', minimum: 0n, maximum: MAX_36_BITS, meaning: 'Largest debt; 0 means no cap.', changeLimit: steward('relative', 10_000n) },
    { name: 'debtCeilingCents', unit: 'US cents', minimum: 0n, maximum: 1_099_511_627_775n, meaning: 'Largest debt against the asset in isolation mode; 0 means none.', changeLimit: steward('relative', 2_000n) },
  ],
  crossRules: COLLATERAL_CROSS_RULES,
  source: 'aave-v3-origin, PoolConfigurator.configureReserveAsCollateral and ReserveConfiguration; aave-v3-risk-stewards, DeployStewards',
};

/** Validity of an e-mode category's parameters. */
export const AAVE_V3_EMODE_RULES: VenueParameterRules = {
  venue: 'Aave v3 e-mode',
  parameters: collateral(1n, steward('absolute-bps', 10n)),
  crossRules: COLLATERAL_CROSS_RULES,
  source: 'aave-v3-origin, PoolConfigurator.setEModeCategory; aave-v3-risk-stewards, DeployStewards',
};

/** Validity of an Aave v2 reserve's parameters: the same checks, and no steward, so no change limits. */
export const AAVE_V2_RESERVE_RULES: VenueParameterRules = {
  venue: 'Aave v2',
  parameters: collateral(0n, steward('absolute-bps', 50n)).map(({ changeLimit: _, ...rule }) => rule),
  crossRules: COLLATERAL_CROSS_RULES,
  source: 'aave/protocol-v2, LendingPoolConfigurator.configureReserveAsCollateral',
};

/** Reads a reserve by the names of its rules. */
export function aaveReserveParameters(reserve: AaveReserve): ParameterSet {
  const { ltvBps, liquidationThresholdBps, liquidationBonusBps, liquidationProtocolFeeBps, debtCeilingCents = 0n } = reserve;
  return { ltvBps, liquidationThresholdBps, liquidationBonusBps, liquidationProtocolFeeBps, debtCeilingCents };
}
