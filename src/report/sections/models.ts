/** The fitted models that drive the paths, with their errors. */
import type { VolatilityModelSummary } from '../../core/model-result.js';
import type { RunResult } from '../../core/run-result.js';
import { buildDepthChart, describeDepth } from '../charts/depth-chart.js';
import { buildColumns, textCell, type Block, type Cell, type Figure, type Section } from '../blocks.js';
import { formatAmount, formatCount, formatDuration, formatRatio, formatSignificant } from '../format-numbers.js';

function formatEstimate(name: string, { parameters, standardErrors }: VolatilityModelSummary): string {
  const error = standardErrors[name];
  return `${name} ${formatSignificant(parameters[name]!)} (${error === undefined ? 'no standard error' : formatSignificant(error, 3)})`;
}

function buildVolatilityRow(model: VolatilityModelSummary): Cell[] {
  return [
    textCell(model.series),
    { text: model.model, detail: `presample: ${model.presampleRule}` },
    textCell(Object.keys(model.parameters).map((name) => formatEstimate(name, model)).join('; ')),
    textCell(formatRatio(model.volatilityPerSqrtYear)),
    textCell(formatSignificant(model.logLikelihood, 7)),
    textCell(formatSignificant(model.holdOutQlike)),
    textCell(formatCount(model.observations)),
    model.usedForPaths ? { text: 'yes', tone: 'good' } : { text: 'no', tone: 'quiet' },
  ];
}

function buildVolatilityBlocks({ volatility, innovations, correlation }: RunResult['models']): Block[] {
  return [
    { kind: 'subheading', text: 'Volatility and dependence' },
    {
      kind: 'table',
      caption: 'Volatility models; estimates with standard errors in brackets, for returns in percent',
      columns: buildColumns('Series', 'Model', 'Estimates', '>Volatility per year', '>Log-likelihood', '>Hold-out QLIKE', '>Observations', 'Drives the paths'),
      rows: volatility.map(buildVolatilityRow),
    },
    {
      kind: 'paragraph',
      text:
        `Innovations: ${innovations.distribution} with ${formatSignificant(innovations.degreesOfFreedom)} degrees of freedom. ` +
        'QLIKE is a forecast loss, lower is better. The presample rule belongs to a model’s name: it moves the estimates.',
    },
    {
      kind: 'table',
      caption: 'Correlation of the innovations',
      columns: buildColumns('', ...correlation.series.map((series) => `>${series}`)),
      rows: correlation.series.map((series, row) => [textCell(series), ...(correlation.matrix[row] ?? []).map((value) => textCell(value.toFixed(3)))]),
    },
  ];
}

function buildPegBlocks({ pegs }: RunResult['models']): Block[] {
  if (pegs.length === 0) return [];
  return [
    { kind: 'subheading', text: 'Peg' },
    ...pegs.map((peg): Block => ({
      kind: 'paragraph',
      text:
        `${peg.series} returns to ${formatSignificant(peg.longRunRatio)} with a half-life of ${formatDuration(peg.halfLifeSeconds)} ` +
        `(mean reversion ${formatSignificant(peg.meanReversionPerStep)} per step); each step adds noise of standard deviation ${formatSignificant(peg.innovationStdDev)}.`,
    })),
  ];
}

function buildDepthBlocks({ depth }: RunResult['models']): Block[] {
  if (depth.length === 0) return [];
  const figures = depth.flatMap((model, index): Figure[] => {
    const chart = buildDepthChart(model, index);
    return chart === undefined ? [] : [{ chart, reading: describeDepth(model) }];
  });
  return [
    { kind: 'subheading', text: 'Market depth' },
    {
      kind: 'table',
      caption: 'Power law of price impact, fitted on quotes',
      columns: buildColumns('Price moved', 'Quotes of', '>Coefficient', '>Exponent', '>R²', '>Quotes used', '>Left out', '>Largest quote', '>Impact there, law', '>Impact there, quote'),
      rows: depth.map((model) => [
        textCell(model.factor),
        textCell(model.quotesPair),
        textCell(formatSignificant(model.coefficient)),
        textCell(formatSignificant(model.exponent)),
        textCell(formatSignificant(model.rSquared)),
        textCell(formatCount(model.quotesUsed)),
        textCell(formatCount(model.quotesLeftOut)),
        textCell(`${formatAmount(model.sizeMax)} ${model.sizeUnit}`),
        textCell(formatRatio(model.impactAtMaxFittedRatio)),
        textCell(formatRatio(model.impactAtMaxQuotedRatio)),
      ]),
    },
    ...(figures.length === 0 ? [] : [{ kind: 'figures' as const, figures }]),
  ];
}

export function buildModelsSection({ models }: Pick<RunResult, 'models'>): Section {
  return { id: 'models', title: 'Models', blocks: [...buildVolatilityBlocks(models), ...buildPegBlocks(models), ...buildDepthBlocks(models)] };
}
