/** What was taken as given, how much it matters, and what went wrong on the way. */
import type { Assumption, RunResult, RunWarning } from '../../core/run-result.js';
import { buildColumns, textCell, type Block, type Section } from '../blocks.js';
import { formatSignificant, formatUsd } from '../format-numbers.js';

/** An assumption's value with its unit. */
export function formatAssumption({ value, unit }: Assumption): string {
  const text = typeof value === 'number' ? formatSignificant(value) : value;
  return unit === '' ? text : `${text} ${unit}`;
}

/** The tail of bad debt, or of what else a run loses, under other inputs, as a table; no block when none were tried. */
export function buildSensitivityTable({ sensitivity }: Pick<RunResult, 'sensitivity'>, loss = 'bad debt'): Block[] {
  if (sensitivity.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: `ES 99 % of ${loss} under other inputs; point estimates, kept without interval and sample size`,
      columns: buildColumns('Inputs', '>Current', '>Recommended', '>Difference'),
      rows: sensitivity.map(({ name, currentBadDebtEs99Usd, recommendedBadDebtEs99Usd }) => {
        const differenceUsd = recommendedBadDebtEs99Usd - currentBadDebtEs99Usd;
        return [
          textCell(name),
          textCell(formatUsd(currentBadDebtEs99Usd)),
          textCell(formatUsd(recommendedBadDebtEs99Usd)),
          textCell(`${differenceUsd > 0 ? '+' : ''}${formatUsd(differenceUsd)}`),
        ];
      }),
    },
  ];
}

export function buildAssumptionsSection(result: Pick<RunResult, 'assumptions' | 'sensitivity'>, loss?: string): Section {
  const sensitivity = buildSensitivityTable(result, loss);
  const table: Block =
    result.assumptions.length === 0
      ? { kind: 'paragraph', text: 'The run lists no assumptions.' }
      : {
          kind: 'table',
          caption: 'Taken as given because nothing in the dataset measures it',
          columns: buildColumns('Assumption', '>Value', 'Why'),
          rows: result.assumptions.map((assumption) => [
            textCell(assumption.name),
            textCell(formatAssumption(assumption)),
            textCell(assumption.why),
          ]),
        };
  return { id: 'assumptions', title: 'Assumptions', blocks: [table, ...(sensitivity.length === 0 ? [] : [{ kind: 'subheading' as const, text: 'If they are wrong' }]), ...sensitivity] };
}

/** A warning's message and remedy as two sentences, whether or not they came with a full stop. */
export function describeWarning({ message, remedy }: Pick<RunWarning, 'message' | 'remedy'>): string {
  return `${endSentence(message)} What helps: ${endSentence(remedy)}`;
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function buildWarningBlock({ code, message, remedy }: RunWarning): Block {
  return { kind: 'note', tone: 'caution', title: code, text: describeWarning({ message, remedy }) };
}

export function buildWarningsSection({ warnings }: Pick<RunResult, 'warnings'>): Section {
  const none: Block = { kind: 'paragraph', text: 'No warning came up.' };
  return { id: 'warnings', title: 'Warnings', blocks: warnings.length === 0 ? [none] : warnings.map(buildWarningBlock) };
}
