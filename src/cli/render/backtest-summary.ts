import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { BacktestReply } from '../../pipeline/backtest.js';
import type { LossesReply } from '../../pipeline/book-losses.js';
import type { LiquidationsReply } from '../../pipeline/liquidations.js';
import type { ReplayReply } from '../../pipeline/replay.js';
import type { WalkForwardReply } from '../../pipeline/walk-forward.js';
import { formatBps, formatCount, formatDuration, formatLevel, formatPValue, formatRatio, formatUsd, formatUtcDay } from '../../report/format-numbers.js';
import { layOutTable, wrapText, type TextCell } from './text-table.js';

type Verdict = BacktestReply['verdicts'][number];

function renderVerdict({ holds, sentence }: Verdict, columns: number, chalk: ChalkInstance): string[] {
  const [mark, paint] = holds === null ? ['?', chalk.yellow] : holds ? ['✔', chalk.green] : ['✘', chalk.red];
  return wrapText(`${mark} ${sentence}`, columns).map((line, index) => (index === 0 ? line.replace(mark, (found) => paint(found)) : `  ${line}`));
}

function listFiles(files: readonly string[], workingFolder: string, chalk: ChalkInstance): string[] {
  return files.map((file) => `Table  ${chalk.cyan(relative(workingFolder, file) || file)}`);
}

function layOut(header: readonly string[], rows: readonly (readonly string[])[], columns: number, chalk: ChalkInstance): string[] {
  return layOutTable([header.map((text): TextCell => ({ text, paint: chalk.underline })), ...rows.map((row) => row.map((text): TextCell => ({ text })))], columns);
}

/** Every claim and whether it held; the commands that show more. */
export function renderBacktest({ dataset, seed, verdicts }: BacktestReply, columns: number, chalk: ChalkInstance): string {
  return [
    '',
    `${chalk.bold('The models against history')} ${chalk.dim(`(${dataset.name}, seed ${seed})`)}`,
    '',
    ...verdicts.flatMap((verdict) => renderVerdict(verdict, columns, chalk)),
    '',
    ...wrapText('More of each: plimsoll backtest coverage, losses, forecast, liquidations; what crashes would do: replay; what old parameters cost: walk-forward.', columns),
    '',
  ].join('\n');
}

export function renderLosses({ dataset, seed, spans, horizonSeconds, refitWindows, paths, tests, limits, files }: LossesReply, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const rows = tests.flatMap(({ loss, levels }) =>
    levels.map(({ level, n, exceedances, expectedExceedances, kupiecP, independenceP, shortfallP }) => [
      `${loss === 'badDebt' ? 'bad debt' : 'liquidated debt'}, ${formatLevel(level)}`,
      `${exceedances} of ${n}`,
      expectedExceedances.toFixed(1),
      ...[kupiecP, independenceP, shortfallP].map((p) => (p === null ? 'not testable' : formatPValue(p).replace('= ', ''))),
    ]),
  );
  return [
    '',
    `${chalk.bold('Losses of the book: forecast against replay')} ${chalk.dim(`(${dataset.name}, ${formatCount(paths)} paths, seed ${seed})`)}`,
    ...wrapText(`Windows of ${formatDuration(horizonSeconds)} from ${formatUtcDay(spans.testUnixSeconds)} to ${formatUtcDay(spans.toUnixSeconds)}, each forecast from the prices known before it; fitted from ${formatUtcDay(spans.fromUnixSeconds)}, anew every ${refitWindows} windows. The spans were fixed before the fit.`, columns),
    '',
    ...tests.flatMap(({ holds, sentence }) => renderVerdict({ holds, sentence }, columns, chalk)),
    '',
    ...layOut(['loss, level', 'beyond', 'due', 'number p', 'indep. p', 'shortfall p'], rows, columns, chalk),
    '',
    ...limits.flatMap((limit) => wrapText(`! ${limit}`, columns)),
    ...listFiles(files, workingFolder, chalk),
    '',
  ].join('\n');
}

export function renderReplay({ dataset, asset, series, sets, windows, files }: ReplayReply, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  return [
    '',
    `${chalk.bold(`${asset}: history replayed under ${sets.length} parameter sets`)} ${chalk.dim(`(${dataset.name})`)}`,
    '',
    ...layOut(['parameters', 'LTV', 'threshold', 'bonus'], sets.map(({ name, parameters }) => [name, formatBps(parameters.ltvBps), formatBps(parameters.liquidationThresholdBps), formatBps(parameters.liquidationBonusBps)]), columns, chalk),
    ...sets.flatMap(({ name, basis }) => wrapText(`${name}: ${basis}`, columns)).map((line) => chalk.dim(line)),
    ...windows.flatMap(({ name, fromUnixSeconds, toUnixSeconds, maxDrawdownRatio, minimumPegRatio, notes, figures }) => [
      '',
      `${chalk.bold(name)}  (${formatUtcDay(fromUnixSeconds)}, ${formatDuration(toUnixSeconds - fromUnixSeconds)})  ${series} −${formatRatio(maxDrawdownRatio)}${minimumPegRatio === null ? '' : `, lowest peg ${minimumPegRatio.toFixed(4)}`}`,
      ...layOut(
        ['parameters', 'liquidated debt', 'bad debt', 'penalties', 'accounts', 'peak impact'],
        figures.map((figure, index) => [sets[index]!.name, formatUsd(figure.liquidatedDebtUsd), formatUsd(figure.badDebtUsd), formatUsd(figure.penaltyUsd), formatCount(figure.liquidatedAccounts), formatRatio(figure.peakImpactRatio)]),
        columns,
        chalk,
      ),
      ...notes.flatMap((note) => wrapText(`! ${note}`, columns)),
    ]),
    '',
    ...wrapText('The snapshot’s book, prices of the time. A threshold below today’s liquidates accounts by itself.', columns),
    ...listFiles(files, workingFolder, chalk),
    '',
  ].join('\n');
}

export function renderWalkForward({ dataset, asset, policy, paths, holdWeeks, heldFactors, folds, sentence, files }: WalkForwardReply, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const show = ({ ltvBps, liquidationThresholdBps, liquidationBonusBps }: (typeof folds)[number]['fresh']['parameters']): string => [ltvBps, liquidationThresholdBps, liquidationBonusBps].map((bps) => bps / 100).join(' / ');
  return [
    '',
    `${chalk.bold(`${asset}: choosing anew every ${holdWeeks} weeks, against keeping the first choice`)} ${chalk.dim(`(${dataset.name}, policy ${policy}, ${formatCount(paths)} paths)`)}`,
    '',
    ...wrapText(sentence, columns),
    '',
    ...layOut(
      ['from', 'chosen (LTV / threshold / bonus, %)', 'bad debt: chosen', 'stale', 'current', 'liquidated: chosen', 'stale', 'current', 'stale breaks'],
      folds.map(({ unixSeconds, decision, fresh, stale, current, brokenByStale }) => [
        formatUtcDay(unixSeconds),
        `${show(fresh.parameters)}${decision === null ? ' (none met the policy)' : ''}`,
        ...[fresh, stale, current].map(({ badDebtUsd }) => formatUsd(badDebtUsd)),
        ...[fresh, stale, current].map(({ liquidatedDebtUsd }) => formatUsd(liquidatedDebtUsd)),
        brokenByStale.length === 0 ? '–' : `${brokenByStale.length} limits`,
      ]),
      columns,
      chalk,
    ),
    '',
    ...wrapText('Every choice is made from the prices known by then; the book, its depth and its change limits are those of the snapshot throughout, each week of a hold begins with that book.', columns),
    ...(heldFactors.length === 0 ? [] : wrapText(`${heldFactors.join(', ')} stands still: its history is too short.`, columns)),
    ...listFiles(files, workingFolder, chalk),
    '',
  ].join('\n');
}

/** Each property of liquidations and whether the simulation agrees with the record; what cannot be said. */
export function renderLiquidations({ dataset, recorded, simulatedCalls, fromUnixSeconds, toUnixSeconds, verdicts, limits, files }: LiquidationsReply, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  return [
    '',
    `${chalk.bold('Simulated liquidations against recorded ones')} ${chalk.dim(`(${dataset.name}, ${recorded.name})`)}`,
    ...wrapText(`${formatUtcDay(fromUnixSeconds)} to ${formatUtcDay(toUnixSeconds)}: ${formatCount(recorded.calls)} calls on record, ${formatCount(simulatedCalls)} simulated.`, columns),
    '',
    ...verdicts.flatMap((verdict) => renderVerdict(verdict, columns, chalk)),
    '',
    ...limits.flatMap((limit) => wrapText(`! ${limit}`, columns)),
    ...listFiles(files, workingFolder, chalk),
    '',
  ].join('\n');
}
