import type { ChalkInstance } from 'chalk';
import type { SourceListing } from '../../pipeline/sources.js';
import { layOutTable, type TextCell } from './text-table.js';

const COLUMNS: readonly (readonly [string, string])[] = [
  ['positionsNow', 'open now'],
  ['positionsAtBlock', 'at a block'],
  ['events', 'events'],
  ['prices', 'prices'],
  ['liquidations', 'liquidations'],
  ['depth', 'depth'],
];

/** One line per source: what it gives; below, what each fits and what can be chosen. */
export function renderSources({ sources }: SourceListing, columns: number, chalk: ChalkInstance): string {
  const header = ['source', ...COLUMNS.map(([, title]) => title)].map((text): TextCell => ({ text, paint: chalk.underline }));
  const rows = sources.map(({ name, gives }): TextCell[] => [{ text: name, paint: chalk.bold }, ...COLUMNS.map(([ability]) => ({ text: gives[ability] ? 'yes' : '–' }))]);
  const details = sources.flatMap(({ name, fits, schema, choices }) => [
    `${chalk.bold(name)}  ${fits}`,
    chalk.dim(`  Schema: ${schema}`),
    ...Object.entries(choices).map(([choice, meaning]) => chalk.dim(`  --choose ${choice}=…: ${meaning}`)),
  ]);
  return [...layOutTable([header, ...rows], columns), '', ...details, '', 'Another schema needs a mapping file and no code: `plimsoll data pull --source ./my.yaml`; docs/guide/mapping-files.md shows one.'].join('\n');
}
