import type { TableSpec } from '../../src/storage/table-spec.js';

const HEADER = `# Tables: what every column means

Written from the schema that pull, import, checks and bundled data share; \`PLIMSOLL_UPDATE_DOCS=1 npm test -- table-dictionary\` writes it anew.
Read them with \`plimsoll data query\`, or write one out with \`plimsoll export\`.

## Of a run

Files under \`tables/\` in the run folder. A name's end is its unit: \`Usd\`, \`Bps\`, \`Ratio\`, \`Seconds\`.

| Table | One row per | Columns |
|---|---|---|
| \`metrics\` | parameter set and metric | value, unit, 95 % interval, level and horizon, number of paths, kind of evidence |
| \`candidates\` | candidate that was simulated | parameters, whether every constraint held, whether it is on the frontier, debt that the change itself makes liquidatable, metrics |
| \`paths\` | simulated price path | kind of path; per parameter set bad debt, liquidated debt, borrowers' penalty, accounts hit, peak impact, largest sale over the largest quote |
| \`replay\` | historical window and parameter set | times, drawdown, lowest peg, what would have happened |
| \`newly-liquidatable\` | account that the change itself makes liquidatable | debt, collateral, health factor before and after |

## Of a dataset
`;

/** Writes the page of all tables: one list of columns per dataset table. */
export function renderTableDictionary(tables: readonly TableSpec[]): string {
  return [HEADER, ...tables.map(renderTable)].join('\n');
}

function renderTable({ name, description, key, columns }: TableSpec): string {
  return [
    `### \`${name}\``,
    '',
    `${description} One row per ${key.join(', ')}.`,
    '',
    '| Column | Type | Unit | Meaning |',
    '|---|---|---|---|',
    ...columns.map((column) => `| \`${column.name}\`${column.nullable ? ' (may be empty)' : ''} | ${column.type} | ${column.unit} | ${column.description} |`),
    '',
  ].join('\n');
}
