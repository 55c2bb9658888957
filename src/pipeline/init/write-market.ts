import { DataError } from '../../core/errors.js';
import type { LendingDataset } from '../ports.js';

/** What is asked of any market. */
export interface MarketAnswers {
  readonly name: string;
  readonly dataset: string;
  readonly network: string;
  readonly horizonDays: number;
}

export interface LendingAnswers extends MarketAnswers {
  readonly venue: string;
  readonly asset: string;
}

/** Subgraphs that a run pulls first. */
export interface PullAnswers extends LendingAnswers {
  readonly source: string;
  readonly endpoint: string;
  readonly since: string;
  readonly depthEndpoint: string;
  readonly pools: readonly string[];
  /** Asset → whether it stays at a dollar. */
  readonly stableByAsset: ReadonlyMap<string, boolean>;
}

/** Where a price factor's depth is read, and what each asset moves with. */
interface PriceWiring {
  readonly factors: readonly { readonly name: string; readonly sell: string; readonly buy: string }[];
  readonly assets: readonly { readonly asset: string; readonly factors: readonly string[]; readonly why: string }[];
}

/** The market file of a dataset that has one beside it, line by line as it is but for the answers. */
export function adaptMarketFile(text: string, answers: MarketAnswers & { readonly asset?: string }): string {
  const given = new Map<string, string>([
    ['name', quote(answers.name)],
    ['network', quote(answers.network)],
    ['dataset', quote(answers.dataset)],
    ['horizonDays', String(answers.horizonDays)],
    ...(answers.asset === undefined ? [] : [['asset', quote(answers.asset)] as const]),
  ]);
  return text.replace(/^(\w+): ([^#\n]*?)( *#.*)?$/gm, (line, field: string, _value: string, comment = '') => (given.has(field) ? `${field}: ${given.get(field)}${comment}` : line));
}

/**
 * The market file of a lending book that has none: a factor for each asset with a price in USD and quotes of what selling it fetches.
 *
 * Special cases: an asset without a price or quotes moves with the asset under study, or the first factor: a comment says that it is an assumption.
 * @throws DataError when not a single asset has both
 */
export function writeDatasetMarket(answers: LendingAnswers, dataset: LendingDataset, lendingMarket: string | null): string {
  return writeLendingMarket(answers, wireDataset(answers.asset, dataset), [
    ...(lendingMarket === null ? [] : [`lendingMarket: ${quote(lendingMarket)} # of the dataset's markets the one under study`]),
  ], firstDay(dataset));
}

/** The market file of a book that the first run pulls. */
export function writePulledMarket(answers: PullAnswers): string {
  const { asset, source, endpoint, since, depthEndpoint, pools } = answers;
  const buy = [...answers.stableByAsset].find(([, isStable]) => isStable)?.[0] ?? 'USDC';
  const name = `${asset}/USD`;
  const assets = [...answers.stableByAsset].map(([symbol, isStable]) => ({
    asset: symbol,
    factors: isStable ? [] : [name],
    why: isStable || symbol === asset ? '' : `moves with ${asset} until a factor of its own is written: an assumption`,
  }));
  const subgraphs = [
    'subgraphs: # pulled into the dataset when there is none of its name; options as of `plimsoll data pull`',
    `  - { source: ${source}, endpoint: ${quote(endpoint, true)}, since: ${since}, tables: [positions, prices] }`,
    `  - { source: uniswap-v3, endpoint: ${quote(depthEndpoint, true)}, tables: [depth], choose: { pools: [${pools.map((text) => quote(text, true)).join(', ')}] } }`,
  ];
  return writeLendingMarket(answers, { factors: [{ name, sell: asset, buy }], assets }, subgraphs, since);
}

function wireDataset(asset: string, { assets, positions, prices, depthQuotes }: LendingDataset): PriceWiring {
  const held = new Set([asset, ...positions.map((row) => row.asset)]);
  const factors = assets.flatMap(({ asset: symbol, kind }) => {
    const quoted = depthQuotes.find(({ sellAsset }) => sellAsset === symbol);
    return kind !== 'stable' && prices.has(`${symbol}/USD`) && quoted ? [{ name: `${symbol}/USD`, sell: symbol, buy: quoted.buyAsset }] : [];
  });
  const used = factors.filter(({ sell }) => held.has(sell));
  const main = (used.find(({ sell }) => sell === asset) ?? used[0])?.name;
  if (main === undefined) {
    throw new DataError('no asset that is held or owed has both a price in USD and quotes of what selling it fetches', {
      where: 'the tables prices and depth_quotes',
      suggestions: ['Pull or import them too: `plimsoll data pull --source uniswap-v3 --tables depth,prices …`; docs/guide/subgraphs.md.'],
    });
  }
  const wired = assets.filter((row) => held.has(row.asset)).map(({ asset: symbol, kind }) => {
    if (kind === 'stable') return { asset: symbol, factors: [], why: '' };
    const own = used.find(({ sell }) => sell === symbol)?.name;
    return { asset: symbol, factors: [own ?? main], why: own ? '' : `the dataset has no price and quotes of it: moves with ${main}, an assumption` };
  });
  return { factors: used, assets: wired };
}

/** The first day that every factor's prices cover is the fit's; earlier ones would be cut anyway. */
function firstDay({ prices }: LendingDataset): string {
  const starts = [...prices.values()].map(({ unixSeconds }) => unixSeconds[0]!);
  return new Date(Math.max(...starts) * 1000).toISOString().slice(0, 10);
}

function writeLendingMarket(answers: LendingAnswers, { factors, assets }: PriceWiring, more: readonly string[], fitFrom: string): string {
  return [
    `name: ${quote(answers.name)}`,
    `venue: ${answers.venue} # whose rules hold`,
    `network: ${answers.network}`,
    `dataset: ${answers.dataset} # in data/local/, or bundled`,
    ...more,
    `asset: ${quote(answers.asset)} # the reserve whose parameters are searched`,
    'closeFactorBps: 5000 # share of a debt that one liquidation call may repay',
    `horizonDays: ${answers.horizonDays} # losses are counted over these days`,
    'stepSeconds: 3600',
    '',
    '# Each price factor: how it moves, and the quotes that say what selling into it does.',
    'factors:',
    ...factors.map(({ name, sell, buy }) => `  ${quote(name)}: { model: garch, depth: { sell: ${quote(sell, true)}, buy: ${quote(buy, true)} } }`),
    '',
    "# An asset's price in USD is its start price times the moves of these factors; none = constant.",
    'assets:',
    ...assets.map(({ asset, factors: moving, why }) => `  ${quote(asset)}: [${moving.map((text) => quote(text, true)).join(', ')}]${why && ` # ${why}`}`),
    '',
    'market:',
    `  fitFrom: ${fitFrom} # first day of the prices that models are fitted on`,
    '  bootstrapBlockHours: 24 # mean length of the pieces of history that paths are made of',
    '  depthScale: 1 # 0.5 = half the size moves the price as far',
    '  depthMinimumImpactRatio: 0.001 # smaller impacts are mostly fees',
    '  recoveryHalfLifeHours: 6 # until half of the impact of a sale is gone',
    '  permanentShareRatio: 0.1 # of an impact, what stays',
    '',
    'oracle:',
    '  delaySteps: 0 # hours that the oracle is behind the market',
    '',
    'liquidators:',
    '  gasUsd: 40',
    '  minimumProfitUsd: 0',
    '  capacityUsdPerStep: 500000000 # what all of them can repay in an hour',
    '  callsPerAccountPerStep: 4',
    '',
    '# Falls to replay, e.g. { name: May 2021 crash, from: 2021-05-17, to: 2021-05-24 }; each must lie within the prices.',
    'replayWindows: []',
    '',
  ].join('\n');
}

/** A text as YAML takes it, quoted only where it must be. */
function quote(text: string, isInFlow = false): string {
  if (isInFlow && text.includes(',')) return JSON.stringify(text);
  return /^[A-Za-z]([\w ,./+-]*\w)?$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text) ? text : JSON.stringify(text);
}
