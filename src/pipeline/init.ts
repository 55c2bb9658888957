import { join, resolve } from 'node:path';
import { UsageError } from '../core/errors.js';
import { kindOfAsset } from '../sources/mapping/asset-book.js';
import { createDatasetStore, type FolderDatasetStore } from '../storage/dataset-store.js';
import { findExisting, writeTogether } from '../storage/new-files.js';
import { readTextFile } from '../storage/text-file.js';
import { parseMarketFile } from './config/market-file.js';
import { parsePolicyFile } from './config/policy-file.js';
import { listDatasetFolders, type DataContext } from './data.js';
import { openInterview, type Ask, type Interview } from './init/interview.js';
import { formatCounted } from '../report/format-numbers.js';
import * as questions from './init/questions.js';
import { adaptMarketFile, writeDatasetMarket, writePulledMarket } from './init/write-market.js';
import { DEFAULT_DATASET } from './inputs.js';
import { parsePerpMarketFile } from './perps/perp-market-file.js';
import { parsePerpPolicyFile } from './perps/perp-policy-file.js';

export type { Ask, Question } from './init/interview.js';
export { findTrouble } from './init/interview.js';

export interface InitOptions {
  /** Answers by the flag of their question. */
  readonly answers: Readonly<Record<string, string | undefined>>;
  readonly marketFile?: string | undefined;
  readonly policyFile?: string | undefined;
  /** Whether the usual answer is taken wherever there is one. */
  readonly takesStandards: boolean;
  /** Whether files that are there are replaced. */
  readonly replaces: boolean;
}

export interface InitReply {
  readonly marketFile: string;
  readonly policyFile: string;
  /** Command that runs them, from the working folder. */
  readonly next: string;
}

interface Market {
  readonly kind: 'lending' | 'perps';
  readonly text: string;
}

const APPETITES = {
  conservative: 'smaller steps and less than half of the tail losses of moderate',
  moderate: 'the middle one; the bundled example keeps it',
  aggressive: 'larger steps, and several times the tail losses of moderate',
};

const HEAD = '# Written by `plimsoll init`; change any line: `plimsoll run` says what is wrong with it.\n';

/**
 * Asks for what makes a market and a policy, and writes the two files with comments, both or neither.
 *
 * Whatever is written has been read back by the rules that a run reads it by.
 * @param ask asks a person; `null` where nobody can be asked
 * @throws UsageError when an answer will not do or is missing, or a file is there already; DataError when the dataset cannot be used
 */
export async function initPipeline(options: InitOptions, context: DataContext, ask: Ask | null): Promise<InitReply> {
  const marketFile = resolve(context.workingFolder, options.marketFile ?? 'market.yaml');
  const policyFile = resolve(context.workingFolder, options.policyFile ?? 'policy.yaml');
  // Before anything is asked: nobody likes to answer in vain.
  if (!options.replaces) await refuseExisting([marketFile, policyFile]);
  const interview = openInterview(options.answers, ask, options.takesStandards);
  const pulls = (impliedData(options.answers) ?? (await interview.answer(questions.DATA_QUESTION))) === 'pull';
  const market = pulls ? await describePull(interview) : await describeDataset(interview, context);
  const policy = await choosePolicy(interview, market.kind, context);
  interview.close();
  checkFiles(market, marketFile, policy, policyFile);
  await writeTogether(new Map([[marketFile, HEAD + market.text], [policyFile, HEAD + policy]]));
  // Few paths leave too wide an interval for the bounds on deleveraging: a quick look at perps finds most policies infeasible.
  const look = market.kind === 'perps' ? '' : ' --quick';
  return { marketFile, policyFile, next: `plimsoll run --market ${options.marketFile ?? 'market.yaml'} --policy ${options.policyFile ?? 'policy.yaml'}${look}` };
}

/** What other flags say already: an endpoint is there to be pulled, the name of a dataset alone to be used. */
function impliedData({ data, endpoint, dataset }: InitOptions['answers']): string | undefined {
  if (data !== undefined) return data;
  if (endpoint !== undefined) return 'pull';
  return dataset === undefined ? undefined : 'dataset';
}

async function refuseExisting(paths: readonly string[]): Promise<void> {
  const [there] = await findExisting(paths);
  if (there === undefined) return;
  throw new UsageError('there is a file of this name already', { where: there, suggestions: ['Name others with --market-file and --policy-file, or give --force to replace what is there.'] });
}

async function describePull(interview: Interview): Promise<Market> {
  const venue = await interview.answer(questions.VENUE_QUESTION);
  const network = await interview.answer(questions.NETWORK_QUESTION);
  const endpoint = await interview.answer(questions.ENDPOINT_QUESTION);
  const dataset = await interview.answer(questions.askDatasetName(`${venue}-${network}`));
  const assets = (await interview.answer(questions.ASSETS_QUESTION)).split(',').map((asset) => asset.trim());
  const volatile = assets.filter((asset) => kindOfAsset(asset) !== 'stable');
  const asset = await interview.answer(questions.askAsset((volatile.length > 0 ? volatile : assets).map((value) => ({ value, meaning: '' })), volatile[0] ?? assets[0]!));
  const answers = {
    venue,
    network,
    dataset,
    asset,
    endpoint,
    source: venue === 'aave-v3' ? 'aave-v3' : 'messari-lending',
    since: await interview.answer(questions.SINCE_QUESTION),
    depthEndpoint: await interview.answer(questions.DEPTH_ENDPOINT_QUESTION),
    pools: (await interview.answer(questions.POOLS_QUESTION)).split(',').map((pool) => pool.trim()),
    stableByAsset: new Map(assets.map((symbol) => [symbol, kindOfAsset(symbol) === 'stable'])),
    horizonDays: Number(await interview.answer(questions.HORIZON_QUESTION)),
    name: `${venue} ${network}, ${asset}`,
  };
  return { kind: 'lending', text: writePulledMarket(answers) };
}

async function describeDataset(interview: Interview, context: DataContext): Promise<Market> {
  const store = createDatasetStore({ folders: listDatasetFolders(context) });
  const choices = await listRunnable(store);
  const dataset = await interview.answer(questions.askDataset(choices, DEFAULT_DATASET));
  const beside = await readMarketFileBeside(dataset, context);
  if (choices.find(({ value }) => value === dataset)?.isPerps) return describePerps(interview, dataset, beside);
  const book = await store.loadLendingDataset(dataset);
  const lendingMarkets = [...new Set(book.positions.map(({ market }) => market))].sort();
  const lendingMarket = lendingMarkets.length > 1 ? await interview.answer({ flag: 'lending-market', message: 'The lending market', meaning: 'The dataset holds several; one is studied.', choices: lendingMarkets.map((value) => ({ value, meaning: '' })) }) : null;
  const collateral = listCollateral(book, lendingMarket ?? lendingMarkets[0]!);
  const known = beside === null ? null : parseMarketFile(beside, `${dataset}/market.yaml`);
  const venue = known?.venue ?? (await interview.answer(questions.VENUE_QUESTION));
  const network = known?.network ?? (await interview.answer(questions.NETWORK_QUESTION));
  const asset = await interview.answer(questions.askAsset(collateral, known?.asset ?? collateral[0]!.value));
  const horizonDays = Number(await interview.answer(questions.HORIZON_QUESTION));
  const name = known?.asset === asset ? known.name : `${venue} ${network}, ${asset}`;
  const answers = { name, venue, network, dataset, asset, horizonDays };
  if (beside !== null) return { kind: 'lending', text: adaptMarketFile(beside, answers) };
  const ofMarket = { ...book, positions: book.positions.filter(({ market }) => lendingMarket === null || market === lendingMarket) };
  return { kind: 'lending', text: writeDatasetMarket(answers, ofMarket, lendingMarket) };
}

async function describePerps(interview: Interview, dataset: string, beside: string | null): Promise<Market> {
  if (beside === null) {
    throw new UsageError(`dataset ${dataset} holds perpetual futures and has no market.yaml beside it`, { where: `--dataset ${dataset}`, suggestions: ['Write one after data/hyperliquid_2023/market.yaml; docs/models/perp-simulation.md says what each field does.'] });
  }
  const { name, network } = parsePerpMarketFile(beside, `${dataset}/market.yaml`);
  const horizonDays = Number(await interview.answer(questions.HORIZON_QUESTION));
  return { kind: 'perps', text: adaptMarketFile(beside, { name, network, dataset, horizonDays }) };
}

/** Datasets with a book of positions: what a run can study. */
async function listRunnable(store: FolderDatasetStore): Promise<{ value: string; meaning: string; isPerps: boolean }[]> {
  const found = [];
  for (const name of await store.listDatasets()) {
    const { description, tables } = await store.readDatasetManifest(name);
    if ('lending_positions' in tables || 'perp_positions' in tables) found.push({ value: name, meaning: description, isPerps: 'perp_positions' in tables });
  }
  return found;
}

async function readMarketFileBeside(dataset: string, context: DataContext): Promise<string | null> {
  for (const folder of listDatasetFolders(context)) {
    const text = await readTextFile(join(folder, dataset, 'market.yaml'));
    if (text !== null) return text;
  }
  return null;
}

/** Reserves that accounts hold as collateral and may borrow against, the most used first. */
function listCollateral({ positions, reserves, assets }: Awaited<ReturnType<FolderDatasetStore['loadLendingDataset']>>, lendingMarket: string): { value: string; meaning: string }[] {
  const unresolved = new Set(assets.filter(({ kind }) => kind === 'unresolved').map(({ asset }) => asset));
  const held = new Map<string, number>();
  for (const { market, asset, side } of positions) if (market === lendingMarket && side === 'collateral') held.set(asset, (held.get(asset) ?? 0) + 1);
  const usable = reserves.filter(({ market, asset, ltvBps }) => market === lendingMarket && ltvBps > 0 && held.has(asset) && !unresolved.has(asset));
  if (usable.length === 0) throw new UsageError('no reserve of this market is held as collateral that may be borrowed against', { where: lendingMarket, suggestions: ['Choose another dataset; `plimsoll data list` shows those that are here.'] });
  return usable
    .sort((a, b) => held.get(b.asset)! - held.get(a.asset)! || (a.asset < b.asset ? -1 : 1))
    .map(({ asset, ltvBps, liquidationThresholdBps }) => ({ value: asset, meaning: `${formatCounted(held.get(asset)!, 'account')}; LTV ${ltvBps / 100} %, threshold ${liquidationThresholdBps / 100} % in force` }));
}

async function choosePolicy(interview: Interview, kind: Market['kind'], context: DataContext): Promise<string> {
  const appetite = await interview.answer(questions.askAppetite(Object.entries(APPETITES).map(([value, meaning]) => ({ value, meaning }))));
  return (await readTextFile(join(context.packageFolder, 'data', 'policies', `${kind === 'perps' ? 'perps-' : ''}${appetite}.yaml`)))!;
}

/** Reads both back as a run will. @throws UsageError when what was made of the answers does not hold */
function checkFiles(market: Market, marketFile: string, policy: string, policyFile: string): void {
  if (market.kind === 'perps') {
    parsePerpMarketFile(market.text, marketFile);
    parsePerpPolicyFile(policy, policyFile);
  } else {
    parseMarketFile(market.text, marketFile);
    parsePolicyFile(policy, policyFile);
  }
}
