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
| \`replay\` | historical window and parameter set: current, recommended, each simpler rule | times, drawdown, lowest peg, what would have happened |
| \`accounts\` | account of the book | collateral, debt today and with the borrowers' response, health factor under both parameter sets (empty without debt) |
| \`positions-by-asset\` | asset and side | number of positions, amount in whole tokens, value, largest value |
| \`history-tests\` | series or kind of loss, model and level | exceedances and how many were due, p-values, traffic light, whether it passes; empty in a quick run, as are the next three |
| \`forecast-calibration\` | horizon and height of forecast | forecasts of single liquidations, their mean, how often it happened |
| \`forecast-amounts\` | horizon and moment | liquidated debt: predicted, if no owner acts (95 %), actual |
| \`book-loss-windows\` | window of the run's horizon | forecast mean and VaR of liquidated debt, chance and ES of bad debt, and both as replayed |
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
