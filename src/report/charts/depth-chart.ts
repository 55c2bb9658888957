/** Quotes and the fitted law of price impact on log-log axes. */
import type { EChartsOption } from 'echarts';
import type { DepthModelSummary } from '../../core/model-result.js';
import type { Chart, ChartSize } from '../blocks.js';
import { formatAmount, formatCount, formatCounted, formatRatio, formatSignificant } from '../format-numbers.js';
import { buildBaseOption, buildLine, buildValueAxis, joinLines, LINE_ICON } from './base-option.js';
import { CHART_COLOURS } from './theme.js';

function isPlottable([size, impact]: readonly [number, number]): boolean {
  return size > 0 && impact > 0;
}

/** Impacts this much smaller than the largest are noise of the quotes and would flatten the picture. */
const DRAWN_RANGE_RATIO = 1e-5;

function floorToPowerOfTen(value: number): number {
  return 10 ** Math.floor(Math.log10(value) + 1e-9);
}

/** The lowest impact on the picture, a power of ten. */
function findDrawnFloor({ sample, impactAtMaxFittedRatio }: DepthModelSummary): number {
  const impacts = [...sample.filter(isPlottable).map(([, impact]) => impact), impactAtMaxFittedRatio];
  return floorToPowerOfTen(Math.max(Math.min(...impacts), DRAWN_RANGE_RATIO * Math.max(...impacts)));
}

function ceilToPowerOfTen(value: number): number {
  return 10 ** Math.ceil(Math.log10(value) - 1e-9);
}

function buildDepthOption(model: DepthModelSummary, size: ChartSize): EChartsOption {
  const floor = findDrawnFloor(model);
  const quotes = model.sample.filter(isPlottable).map(([amount, impact]): [number, number] => [amount, impact]);
  const amounts = [...quotes.map(([amount]) => amount), model.sizeMax];
  const impacts = [...quotes.map(([, impact]) => impact), model.impactAtMaxFittedRatio];
  const lawAt = (amount: number): [number, number] => [amount, model.coefficient * amount ** model.exponent];
  const floorAmount = (floor / model.coefficient) ** (1 / model.exponent);
  const law = [lawAt(Math.max(Math.min(...amounts), floorAmount)), lawAt(Math.max(...amounts))];
  return {
    ...buildBaseOption([{ name: 'Quotes' }, { name: 'Fitted law', icon: LINE_ICON }], size),
    xAxis: buildValueAxis(
      {
        name: `Size of the sale (${joinLines(model.sizeUnit)}, log scale)`,
        format: formatAmount,
        scale: 'log',
        min: floorToPowerOfTen(Math.min(...amounts)),
        max: ceilToPowerOfTen(Math.max(...amounts)),
      },
      { axis: 'x', size },
    ),
    yAxis: buildValueAxis(
      {
        name: 'Price impact (%, log scale)',
        format: formatRatio,
        scale: 'log',
        min: floor,
        max: ceilToPowerOfTen(Math.max(...impacts)),
      },
      { axis: 'y', size },
    ),
    series: [
      buildLine('Fitted law', CHART_COLOURS.recommended, law, { z: 1 }),
      { type: 'scatter', name: 'Quotes', data: quotes.filter(([, impact]) => impact >= floor), symbolSize: 5, itemStyle: { color: CHART_COLOURS.accent, opacity: 0.55 }, silent: true, z: 2 },
    ] as never,
  };
}

/** One depth model as a chart; `undefined` when no quote has a positive size and impact. `index` makes the id unique. */
export function buildDepthChart(model: DepthModelSummary, index: number): Chart | undefined {
  if (!model.sample.some(isPlottable)) return undefined;
  return {
    id: `depth-${index}`,
    title: `Price impact on ${model.factor}, from ${model.quotesPair} quotes`,
    alternative: `Log-log scatter of quotes with the fitted line. ${describeDepth(model)}`,
    span: 'half',
    buildOption: (size) => buildDepthOption(model, size),
  };
}

/** The law, its fit, and its error where it matters most: at the largest quote. */
export function describeDepth(model: DepthModelSummary): string {
  return (
    `Impact = ${formatSignificant(model.coefficient)} × size^${formatSignificant(model.exponent)} (R² ${formatSignificant(model.rSquared)} on ${formatCounted(model.quotesUsed, 'quote')}, ${formatCount(model.quotesLeftOut)} left out); ` +
    `at the largest quote, ${formatAmount(model.sizeMax)} ${model.sizeUnit}, the law says ${formatRatio(model.impactAtMaxFittedRatio)} ` +
    `and the quote said ${formatRatio(model.impactAtMaxQuotedRatio)}.${describeHiddenQuotes(model)}`
  );
}

/** Quotes that the picture leaves out, if any. */
function describeHiddenQuotes(model: DepthModelSummary): string {
  if (!model.sample.some(isPlottable)) return '';
  const floor = findDrawnFloor(model);
  const hidden = model.sample.filter(([, impact]) => impact < floor).length;
  return hidden === 0 ? '' : ` Not drawn: ${formatCounted(hidden, 'quote')} with an impact below ${formatRatio(floor)}.`;
}
