/** Quotes and the fitted law of price impact on log-log axes. */
import type { EChartsOption } from 'echarts';
import type { DepthModelSummary } from '../../core/run-result.js';
import type { Chart, ChartSize } from '../blocks.js';
import { formatCount, formatRatio, formatSignificant } from '../format-numbers.js';
import { buildBaseOption, buildLine, buildValueAxis, joinLines, LINE_ICON } from './base-option.js';
import { CHART_COLOURS } from './theme.js';

function isPlottable([size, impact]: readonly [number, number]): boolean {
  return size > 0 && impact > 0;
}

function floorToPowerOfTen(value: number): number {
  return 10 ** Math.floor(Math.log10(value) + 1e-9);
}

function ceilToPowerOfTen(value: number): number {
  return 10 ** Math.ceil(Math.log10(value) - 1e-9);
}

function buildDepthOption(model: DepthModelSummary, size: ChartSize): EChartsOption {
  const quotes = model.sample.filter(isPlottable).map(([amount, impact]): [number, number] => [amount, impact]);
  const amounts = [...quotes.map(([amount]) => amount), model.sizeMax];
  const lawAt = (amount: number): [number, number] => [amount, model.coefficient * amount ** model.exponent];
  const law = [lawAt(Math.min(...amounts)), lawAt(Math.max(...amounts))];
  const impacts = [...quotes, ...law].map(([, impact]) => impact).filter((impact) => impact > 0);
  return {
    ...buildBaseOption([{ name: 'Quotes' }, { name: 'Fitted law', icon: LINE_ICON }], size),
    xAxis: buildValueAxis(
      {
        name: `Size of the sale (${joinLines(model.sizeUnit)}, log scale)`,
        format: formatCount,
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
        min: floorToPowerOfTen(Math.min(...impacts)),
        max: ceilToPowerOfTen(Math.max(...impacts)),
      },
      { axis: 'y', size },
    ),
    series: [
      buildLine('Fitted law', CHART_COLOURS.recommended, law, { z: 1 }),
      { type: 'scatter', name: 'Quotes', data: quotes, symbolSize: 5, itemStyle: { color: CHART_COLOURS.accent, opacity: 0.55 }, silent: true, z: 2 },
    ] as never,
  };
}

/** One depth model as a chart; `undefined` when no quote has a positive size and impact. `index` makes the id unique. */
export function buildDepthChart(model: DepthModelSummary, index: number): Chart | undefined {
  if (!model.sample.some(isPlottable)) return undefined;
  return {
    id: `depth-${index}`,
    title: `Price impact on ${model.factor}, from ${model.quotesPair} quotes`,
    alternative: `Log-log scatter of ${model.sample.length} quotes with the fitted line. ${describeDepth(model)}`,
    span: 'half',
    buildOption: (size) => buildDepthOption(model, size),
  };
}

/** The law, its fit, and its error where it matters most: at the largest quote. */
export function describeDepth(model: DepthModelSummary): string {
  return (
    `Impact = ${formatSignificant(model.coefficient)} × size^${formatSignificant(model.exponent)} (R² ${formatSignificant(model.rSquared)}); ` +
    `at the largest quote, ${formatSignificant(model.sizeMax)} ${model.sizeUnit}, the law says ${formatRatio(model.impactAtMaxFittedRatio)} ` +
    `and the quote said ${formatRatio(model.impactAtMaxQuotedRatio)}.`
  );
}
