/** Margin tables through real stress windows. */
import type { PerpReplayFigures, PerpReplayWindow } from '../../core/perp-run-result.js';
import { buildColumns, textCell, type Block, type Cell } from '../blocks.js';
import { formatCount, formatRatio, formatUsd, formatUtcDay } from '../format-numbers.js';

/** @param series what the fall of a window is measured on: `BTC/USD` */
export function buildReplayBlocks(windows: readonly PerpReplayWindow[], series: string): Block[] {
  if (windows.length === 0) return [{ kind: 'paragraph', text: 'No historical window was replayed.' }];
  const notes = windows.flatMap(({ name, notes: texts }) => texts.map((text) => `${name}: ${text}`));
  return [
    { kind: 'paragraph', text: 'Today’s book is sent through the prices of each window, once per table. There is no randomness here, hence no interval.' },
    {
      kind: 'table',
      caption: 'Replay: what each table lets happen',
      columns: buildColumns('Window', `>Fall of ${series.split('/')[0]}`, 'Table', '>Closed by force', '>Deficit', '>From the fund', '>Deleveraged', '>Socialised', '>Accounts', '>Peak impact'),
      rows: windows.flatMap(buildRows),
    },
    ...(notes.length === 0 ? [] : [{ kind: 'list' as const, items: notes }]),
  ];
}

function buildRows({ name, fromUnixSeconds, toUnixSeconds, maxDrawdownRatio, current, recommended, baselines }: PerpReplayWindow): Cell[][] {
  const head: Cell[] = [{ text: name, detail: `${formatUtcDay(fromUnixSeconds)} to ${formatUtcDay(toUnixSeconds)}` }, textCell(`−${formatRatio(maxDrawdownRatio)}`)];
  const rows = [{ rule: 'Current', figures: current }, { rule: 'Recommended', figures: recommended }, ...baselines];
  return rows.map(({ rule, figures }, index) => [...(index === 0 ? head : [textCell(''), textCell('')]), textCell(rule), ...listFigures(figures)]);
}

function listFigures({ closedNotionalUsd, deficitUsd, fundDrawUsd, deleveragedUsd, socialisedUsd, liquidatedAccounts, peakImpactRatio }: PerpReplayFigures): Cell[] {
  return [closedNotionalUsd, deficitUsd, fundDrawUsd, deleveragedUsd, socialisedUsd].map((value) => textCell(formatUsd(value))).concat(textCell(formatCount(liquidatedAccounts)), textCell(formatRatio(peakImpactRatio)));
}
