import type { ParameterRule, VenueParameterRules } from '../../parameter-rules.js';

const THREE_DAYS_SECONDS = 259_200;
const BPS = { unit: 'bps', fullRaw: 10_000n } as const;
/** Highest borrow rate that the strategy takes: 1000 % a year. */
const MAX_RATE_BPS = 100_000n;

const rule = (name: string, minimum: bigint, maximum: bigint, stewardBps: bigint, meaning: string): ParameterRule => ({
  name,
  ...BPS,
  minimum,
  maximum,
  meaning,
  changeLimit: { kind: 'absolute-bps', max: stewardBps, minimumDelaySeconds: THREE_DAYS_SECONDS },
});

/** Validity of an Aave v3 reserve's interest rates, per year; change limits are the deployed risk stewards'. */
export const AAVE_V3_RATE_RULES: VenueParameterRules = {
  venue: 'Aave v3 rates',
  parameters: [
    rule('optimalUsageRatioBps', 100n, 9_900n, 300n, 'Share of the supply lent out at which the steep slope begins.'),
    rule('baseVariableBorrowRateBps', 0n, MAX_RATE_BPS, 100n, 'Borrow rate when nothing is lent out.'),
    rule('variableRateSlope1Bps', 0n, MAX_RATE_BPS, 100n, 'Rate added from nothing lent out to optimal usage.'),
    rule('variableRateSlope2Bps', 0n, MAX_RATE_BPS, 2_000n, 'Rate added from optimal usage to all lent out.'),
  ],
  crossRules: [
    {
      fields: ['variableRateSlope1Bps', 'variableRateSlope2Bps'],
      rule: 'slope 1 must not be above slope 2',
      enforcedBy: 'contract',
      holds: ({ variableRateSlope1Bps, variableRateSlope2Bps }) => variableRateSlope1Bps! <= variableRateSlope2Bps!,
    },
    {
      fields: ['variableRateSlope2Bps', 'variableRateSlope1Bps', 'baseVariableBorrowRateBps'],
      rule: 'base rate and both slopes together must not exceed 1000 %',
      enforcedBy: 'contract',
      holds: (values) => (values['baseVariableBorrowRateBps'] as bigint) + (values['variableRateSlope1Bps'] as bigint) + (values['variableRateSlope2Bps'] as bigint) <= MAX_RATE_BPS,
    },
  ],
  source: 'aave-v3-origin, DefaultReserveInterestRateStrategyV2._setInterestRateParams; aave-v3-risk-stewards, DeployStewards',
};
