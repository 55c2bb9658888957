import { CALL_SIGNIFICANCE, QUANTILE_LEVELS, type CallComparison, type CallMeasure } from '../../backtest/liquidations/compare-calls.js';
import { formatRatio, formatSignificant, formatUsd } from '../../report/format-numbers.js';

/** One comparison in a plain sentence, and whether the simulation agrees with the record. */
export interface CallVerdict {
  /** `null` where the two are not of the same thing. */
  readonly holds: boolean | null;
  readonly sentence: string;
}

const MEDIAN = QUANTILE_LEVELS.indexOf(0.5);
const TAIL = QUANTILE_LEVELS.indexOf(0.99);

const NAMES: Readonly<Record<CallMeasure['name'], string>> = {
  debtPerCallUsd: 'Debt repaid per call',
  debtPerCallOverMedian: 'Spread of call sizes (over their median)',
  callsPerAccountDay: 'Calls per account and day',
  nextOverPreviousCall: 'Size of a further call on the same debt within an hour, over the one before',
  debtPerDayOverMedian: 'Spread of a day’s liquidated debt (over its median)',
};

/** Says of each property whether record and simulation agree, with median and tail of both. */
export function describeComparison({ measures, penalties, days }: CallComparison): CallVerdict[] {
  return [
    ...measures.map(describeMeasure),
    ...(penalties.length === 0 ? [{ holds: null, sentence: 'Penalties: no collateral has enough calls both on record and in the simulation to compare a median.' }] : []),
    ...penalties.map(({ asset, agrees, recordedRatio, simulatedRatio, recordedCalls }) => ({
      holds: agrees,
      sentence: `Penalty on ${asset}: ${agrees ? 'agrees' : 'differs'}; median ${formatRatio(recordedRatio)} on record (${recordedCalls} calls), ${formatRatio(simulatedRatio)} simulated.`,
    })),
    {
      holds: days.agrees,
      sentence:
        `The same days are bad: ${days.agrees ? 'yes' : 'not shown'}; Kendall’s tau of daily liquidated debt ${days.kendallTau.toFixed(2)} over ${days.days} days (z ${days.z.toFixed(1)}, asked above 1.645), ` +
        `${days.sharedWorstDays} of the 10 worst days in common. The worst 5 % of days hold ${formatRatio(days.recordedWorstShare)} of the debt on record, ${formatRatio(days.simulatedWorstShare)} simulated.`,
    },
  ];
}

function describeMeasure({ name, recorded, simulated, distance, pValue, agrees }: CallMeasure): CallVerdict {
  const format = name === 'debtPerCallUsd' ? formatUsd : (value: number): string => formatSignificant(value);
  const shape = ({ quantiles }: CallMeasure['recorded']): string => `median ${format(quantiles[MEDIAN]!)}, 99 % ${format(quantiles[TAIL]!)}`;
  return {
    holds: name === 'debtPerCallUsd' ? null : agrees,
    sentence: `${NAMES[name]}: ${name === 'debtPerCallUsd' ? 'two different books' : agrees ? 'cannot be told apart' : 'differs'}, Kolmogorov–Smirnov distance ${distance.toFixed(2)} (p ${pValue < 0.001 ? '< 0.001' : pValue.toFixed(3)}, asked above ${CALL_SIGNIFICANCE}); on record ${shape(recorded)}, simulated ${shape(simulated)}.`,
  };
}

/** What the comparison cannot say. */
export function listCallLimits(heldFactors: readonly string[]): string[] {
  return [
    'The record is of all accounts and reserves of the time; the simulated book is the snapshot’s, at the beginning of every window anew. Levels of debt are those of two different books; spreads, repetition, penalties and days can be compared.',
    'The record tells neither the debt of the account before a call nor the liquidator’s costs: the share of debt repaid is seen only where one call follows another.',
    'Calls of one crash are not independent: p-values are too small rather than too large, so that an agreement is one and a difference may be less sure than it looks.',
    'The source’s query may have been paginated and exact duplicates were dropped, repeated equal calls among them: counts of calls on record are a lower bound.',
    ...(heldFactors.length === 0 ? [] : [`${heldFactors.join(', ')} is held where the snapshot has it.`]),
  ];
}
