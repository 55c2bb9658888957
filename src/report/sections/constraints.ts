/** The policy's limits and whether the recommended set keeps them at the upper confidence bound. */
import type { ConstraintOutcome, RunResult } from '../../core/run-result.js';
import { buildConstraintChart } from '../charts/constraint-chart.js';
import { buildColumns, textCell, type Block, type Section } from '../blocks.js';
import { formatCount, formatRatio, formatSignificant } from '../format-numbers.js';
import { formatInUnit } from '../words/metrics.js';

const CONSTRAINT_UNITS = ['usd', 'ratio', 'supply-ratio', 'debt-ratio', 'open-interest-ratio'] as const;

type ConstraintUnit = (typeof CONSTRAINT_UNITS)[number];

/** The policy's words end in the unit: `badDebt es 0.99 ≤ 0.0005 supply-ratio`. */
function readConstraintUnit(text: string): ConstraintUnit | undefined {
  return CONSTRAINT_UNITS.find((unit) => text.endsWith(` ${unit}`));
}

function formatConstraintValue(value: number, unit: ConstraintUnit | undefined): string {
  if (unit === undefined) return formatSignificant(value);
  if (unit === 'open-interest-ratio') return `${formatRatio(value)} of open interest`;
  return unit === 'debt-ratio' ? `${formatRatio(value)} of debt` : formatInUnit(value, unit);
}

/** All limits kept, or how many are not. */
export function describeConstraints(constraints: readonly ConstraintOutcome[]): string {
  const broken = constraints.filter(({ holds }) => !holds).length;
  if (constraints.length === 0) return 'The policy sets no limits.';
  if (broken > 0) return `${formatCount(broken)} of ${formatCount(constraints.length)} limits do not hold at the upper 95 % bound.`;
  return constraints.length === 1 ? 'The one limit holds at the upper 95 % bound.' : `Each of the ${formatCount(constraints.length)} limits holds at the upper 95 % bound.`;
}

export function buildConstraintsSection(result: Pick<RunResult, 'constraints'>): Section {
  const { constraints } = result;
  const chart = buildConstraintChart(constraints);
  const figures: Block[] = chart === undefined ? [] : [{ kind: 'figures', figures: [{ chart, reading: describeConstraints(constraints) }] }];
  const rows = constraints.map(({ text, metric, limit, value, bound, holds }) => {
    const unit = readConstraintUnit(text);
    return [
      { text, detail: metric },
      textCell(formatConstraintValue(limit, unit)),
      textCell(formatConstraintValue(value, unit)),
      textCell(formatConstraintValue(bound, unit)),
      holds ? { text: 'holds', tone: 'good' as const } : { text: 'broken', tone: 'bad' as const },
    ];
  });
  return {
    id: 'constraints',
    title: 'Limits of the policy',
    blocks: [
      { kind: 'paragraph', text: `${describeConstraints(constraints)} The bound, not the estimate, is held against the limit.` },
      ...(rows.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              caption: 'Limits for the recommended set',
              columns: buildColumns('Limit, in the policy’s words', '>Limit', '>Estimate', '>Upper 95 % bound', 'Outcome'),
              rows,
            },
          ]),
      ...figures,
    ],
  };
}
