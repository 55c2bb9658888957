import { buildColumns, textCell, type Block } from '../../report/blocks.js';
import { describeSubject, type ProposalModel, type ProposedChange } from '../model.js';
import { formatRaw } from '../raw-unit.js';

/** One row per change: parameter, what it is set on, current, recommended. */
export function buildChangeTable(model: ProposalModel): Block {
  const bonus = model.changes.some(({ parameter }) => parameter === 'liquidationBonusBps');
  return {
    kind: 'table',
    caption: bonus ? 'The liquidation bonus is the excess over 100 %' : 'What changes; everything else stays as it is',
    columns: buildColumns('Parameter', model.venue.startsWith('aave') ? 'Asset' : 'Set on', '>Current', '>Recommended'),
    rows: model.changes.map((change) => describeRow(model, change).map(textCell)),
  };
}

function describeRow(model: ProposalModel, { name, subject, from, to, unit }: ProposedChange): string[] {
  return [name, describeSubject(model.venue, subject), formatRaw(from, unit), formatRaw(to, unit)];
}
