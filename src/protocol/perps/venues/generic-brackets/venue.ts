import { buildBracketSchedule } from '../../margin-schedule/build-tiers.js';
import { readParameters, type PerpVenue } from '../perp-venue.js';
import { BRACKET_PPM, GENERIC_BRACKETS_RULES } from './rules.js';

/** Any exchange with a bracket table: tier-by-tier liquidation, insurance fund, then the queue by profit and leverage. */
export const GENERIC_BRACKETS: PerpVenue = {
  name: 'generic-brackets',
  rules: GENERIC_BRACKETS_RULES,
  buildSchedule(parameters) {
    const read = readParameters(GENERIC_BRACKETS_RULES, parameters);
    const caps = read.column('notionalCap');
    const rates = read.column('maintenancePpm', BRACKET_PPM);
    const leverages = read.column('maxLeverage');
    const deductions = parameters['deduction'] === undefined ? null : read.column('deduction');
    const brackets = caps.map((ceilingUsd, index) => ({
      floorUsd: index === 0 ? 0 : caps[index - 1]!,
      ceilingUsd,
      maintenanceRate: rates[index]!,
      initialRate: 1 / leverages[index]!,
      ...(deductions === null ? {} : { deductionUsd: deductions[index]! }),
    }));
    return buildBracketSchedule(brackets, 'generic-brackets');
  },
  buildTerms(parameters) {
    return { mode: { kind: 'tier-by-tier' }, feeRate: readParameters(GENERIC_BRACKETS_RULES, parameters).number('liquidationFeePpm', BRACKET_PPM) };
  },
  adl: { kind: 'queue', rule: 'binance' },
};
