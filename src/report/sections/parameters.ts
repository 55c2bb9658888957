/** Current and recommended parameters, and the search that led there. */
import type { RunResult } from '../../core/run-result.js';
import { buildColumns, textCell, type Section } from '../blocks.js';
import { formatCount, formatRatio } from '../format-numbers.js';
import { formatParameter, formatParameterDifference, listParameters } from '../words/parameters.js';
import { describeStop, measureEffort } from '../words/search-stop.js';

export function buildParametersSection(result: RunResult): Section {
  const { market, policy, search, frontier } = result;
  return {
    id: 'parameters',
    title: 'Parameters',
    blocks: [
      {
        kind: 'table',
        caption: `${result.asset} on ${market.venue} (${market.network}), in percent; the bonus is the excess over 100 %`,
        columns: buildColumns('Parameter', '>Current', '>Recommended', '>Change'),
        rows: listParameters(result).map(({ key, name, fromBps, toBps }) => [
          textCell(name),
          textCell(formatParameter(key, fromBps)),
          { text: formatParameter(key, toBps), ...(fromBps === toBps ? {} : { tone: 'good' as const }) },
          fromBps === toBps ? { text: 'kept', tone: 'quiet' } : textCell(formatParameterDifference(key, toBps - fromBps)),
        ]),
      },
      {
        kind: 'paragraph',
        text:
          `Policy “${policy.name}”: ${policy.objective}. The search drew ${formatCount(search.candidates)} candidate sets and gave all paths to ` +
          `${formatCount(frontier.length)}, of which ${formatCount(search.feasible)} meet every limit. Paths per stage: ${search.pathsPerStage.map(formatCount).join(', ')}; ` +
          `${formatRatio(measureEffort(search))} of what all candidates on all paths would have taken. ${describeStop(search)}`,
      },
    ],
  };
}
