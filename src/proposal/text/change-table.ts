import { buildColumns, textCell, type Block } from '../../report/blocks.js';
import type { ProposalModel } from '../model.js';
import { formatRaw } from '../raw-unit.js';
import { mergeSame } from './model-words.js';

/** One row per change: parameter, what it is set on, current, recommended. Special case: a sentence when nothing changes. */
export function buildChangeTable({ venue, changes }: ProposalModel): Block {
  if (changes.length === 0) return { kind: 'paragraph', text: 'No change recommended; no parameter is to be set.' };
  const bonus = changes.some(({ parameter }) => parameter === 'liquidationBonusBps');
  return {
    kind: 'table',
    caption: bonus ? 'The liquidation bonus is the excess over 100 %' : 'What changes; everything else stays as it is',
    columns: buildColumns('Parameter', venue.startsWith('aave') ? 'Asset' : 'Set on', '>Current', '>Recommended'),
    rows: mergeSame(venue, changes).map(({ change: { name, from, to, unit }, on }) => [name, on, formatRaw(from, unit), formatRaw(to, unit)].map(textCell)),
  };
}
