/** Where the numbers come from and how to get them again. */
import type { RunResult } from '../../core/run-result.js';
import { buildColumns, textCell, type Section } from '../blocks.js';
import { formatCount, formatUsd, formatUtcMinute } from '../format-numbers.js';
import { formatRerunCommand, listRunIdentity } from '../words/rerun.js';

export function buildRerunSection(result: RunResult): Section {
  const { dataset } = result;
  return {
    id: 'rerun',
    title: 'Run it again',
    blocks: [
      { kind: 'paragraph', text: 'The same version, inputs and seed give the same result file, byte for byte. From inside the run’s folder:' },
      { kind: 'code', text: formatRerunCommand(result) },
      {
        kind: 'table',
        caption: 'What fixes the result',
        columns: buildColumns('Input', 'Value'),
        rows: listRunIdentity(result).map(([name, value]) => [textCell(name), textCell(value)]),
      },
      {
        kind: 'paragraph',
        text:
          `Dataset: ${dataset.description}; snapshot ${formatUtcMinute(dataset.snapshotUnixSeconds)}; ${formatCount(dataset.accounts)} accounts with ` +
          `${formatUsd(dataset.collateralUsd)} of collateral and ${formatUsd(dataset.debtUsd)} of debt, ${formatCount(dataset.accountsLeftOut)} left out; ` +
          `licence ${dataset.licence}.`,
      },
      {
        kind: 'table',
        caption: 'Files of this run',
        columns: buildColumns('What', 'Path in the run’s folder'),
        rows: Object.entries(result.files).map(([name, path]) => [textCell(name), textCell(path)]),
      },
    ],
  };
}
