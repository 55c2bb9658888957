import type { ParameterSet, VenueParameterRules } from '../../../parameter-rules.js';

export const BRACKET_PPM = 1_000_000n;

const columnOf = (values: ParameterSet, name: string): readonly bigint[] => {
  const value = values[name];
  return value === undefined || typeof value === 'bigint' ? [] : value;
};

const rises = (values: readonly bigint[]): boolean => values.every((value, index) => index === 0 || value >= values[index - 1]!);

/** A table of brackets from a file, as exchanges publish them: one entry per bracket in every column. */
export const GENERIC_BRACKETS_RULES: VenueParameterRules = {
  venue: 'generic-brackets',
  parameters: [
    { name: 'notionalCap', unit: 'USD', minimum: 1n, meaning: 'Where a bracket ends and the next begins.' },
    { name: 'maintenancePpm', unit: 'ppm', fullRaw: BRACKET_PPM, minimum: 1n, maximum: BRACKET_PPM, meaning: 'Maintenance margin rate of a bracket.' },
    { name: 'maxLeverage', unit: 'times', minimum: 1n, meaning: 'Largest leverage in a bracket; the initial rate is its inverse.' },
    { name: 'deduction', unit: 'USD', minimum: 0n, meaning: 'Published cumulative deduction of a bracket; may be left out.' },
    { name: 'liquidationFeePpm', unit: 'ppm', fullRaw: BRACKET_PPM, minimum: 0n, maximum: BRACKET_PPM, meaning: 'Fee on the closed notional.' },
  ],
  crossRules: [
    {
      fields: ['notionalCap', 'maintenancePpm', 'maxLeverage'],
      rule: 'all columns need one entry per bracket',
      enforcedBy: 'plimsoll',
      holds: (values) => new Set(['notionalCap', 'maintenancePpm', 'maxLeverage'].map((name) => columnOf(values, name).length)).size === 1,
    },
    {
      fields: ['maintenancePpm'],
      rule: 'must not fall from bracket to bracket',
      enforcedBy: 'plimsoll',
      holds: (values) => rises(columnOf(values, 'maintenancePpm')),
    },
    {
      fields: ['maxLeverage'],
      rule: 'leverage must not rise from bracket to bracket',
      enforcedBy: 'plimsoll',
      holds: (values) => rises([...columnOf(values, 'maxLeverage')].reverse()),
    },
  ],
  source: 'Binance, leverage and margin of USDⓈ-M futures (BTCUSDT, 2021)',
};
