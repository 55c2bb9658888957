import type { ChalkInstance } from 'chalk';
import type { DatasetListing, DatasetReport } from '../../pipeline/data.js';
import { formatCount } from '../../report/format-numbers.js';

/** One paragraph per dataset: name, size, what it is, its licence. */
export function renderDatasetListing({ datasets }: DatasetListing, chalk: ChalkInstance): string {
  if (datasets.length === 0) return 'There are no datasets here.';
  return datasets
    .map(({ name, description, rows, licence }) => `${chalk.bold(name)}  ${formatCount(rows)} rows\n  ${description}\n  ${chalk.dim(`Licence: ${licence}`)}`)
    .join('\n');
}

/** One line per check, then the verdict. */
export function renderDatasetReport({ name, sha256, holds, checks }: DatasetReport, chalk: ChalkInstance): string {
  const lines = checks.map(({ check, holds: isSound, detail }) => `${isSound ? chalk.green('✔') : chalk.red('✘')} ${check}: ${detail}`);
  const verdict = holds ? `${name} is what its manifest says.` : `${name} is not what its manifest says: do not use it.`;
  return [...lines, '', chalk.bold(verdict), chalk.dim(`sha256 ${sha256}`)].join('\n');
}
