import { join, resolve } from 'node:path';
import { UsageError } from '../core/errors.js';
import { hashSha256, toCanonicalJson } from '../core/hash.js';
import { countTrialsToShow } from '../numeric/confidence.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { readTextFile } from '../storage/text-file.js';
import { parseLimitsFile, type LimitsFile } from './config/limits-file.js';
import { parseMarketFile, type MarketFile } from './config/market-file.js';
import { listDatasetFolders } from './data.js';
import { parsePolicyFile, type PolicyFile } from './config/policy-file.js';
import type { LendingDataset } from './ports.js';
import { deriveAccounts } from './stages/derive-accounts.js';
import { applyParametersInForce } from './stages/build-book.js';
import { chooseMarket } from './stages/choose-market.js';
import type { RunContext, RunOptions } from './run-options.js';

export const DEFAULT_DATASET = 'aave-v2-steth_2023-06';
export const DEFAULT_SEED = 1;
const DEFAULT_POLICY = 'moderate';
const MARKET_FILE = 'market.yaml';
/** Budget of `--quick`: enough to see every stage work, too little to decide on. */
const QUICK_PATHS = { screening: 32, final: 256 };

/** A file that a run was given: kept whole in the run folder, with its hash. */
export interface InputFile {
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
}

/** A dataset and what its market file says of it. */
export interface MarketData {
  readonly dataset: LendingDataset;
  readonly market: MarketFile;
  readonly marketFile: InputFile;
}

/** Everything that decides a run's figures. */
export interface RunInputs {
  readonly dataset: LendingDataset;
  readonly market: MarketFile;
  readonly marketFile: InputFile;
  /** Venues that sell into the same markets, as the market file names them. */
  readonly alongside: readonly MarketData[];
  readonly policy: PolicyFile;
  readonly policyFile: InputFile;
  /** Who may set the recommendation, and at what pace; `null` when the policy does not say. */
  readonly updateLimits: LimitsFile | null;
  /** Hash over everything that decides the figures; its first digits end the run's id. */
  readonly inputHash: string;
  readonly seed: number;
  readonly runId: string;
  readonly runFolder: string;
  /** Why the figures are rougher than the policy asks for, if they are. */
  readonly isQuick: boolean;
  /** Date of the proposal draft, YYYY-MM-DD. */
  readonly date: string;
}

/**
 * Reads and checks everything a run needs before anything is computed.
 *
 * The dataset is pulled first when the market file names subgraphs and there is none of its name; `note` hears how far that is.
 * `run-id` = slug of market and policy + first 10 digits of the hash over version, dataset, market, policy, seed and paths.
 * @throws UsageError or DataError naming the file and field
 */
export async function loadInputs(options: RunOptions, context: RunContext, note: (text: string) => void): Promise<RunInputs> {
  const seed = options.seed ?? DEFAULT_SEED;
  const bundled = join(context.packageFolder, 'data');
  const folders = listDatasetFolders(context);
  const givenMarket = options.market === undefined ? null : await readGiven(options.market, context, '--market');
  const policyFile = await readPolicy(options.policy ?? DEFAULT_POLICY, context, join(bundled, 'policies'));
  const policy = applyBudget(parsePolicyFile(policyFile.text, policyFile.path), options);
  const updateLimits = await readUpdateLimits(policy.updateLimits, policyFile.path, join(bundled, 'limits'), parseLimitsFile);
  const marketFile = givenMarket ?? (await readMarketBeside(options.dataset ?? DEFAULT_DATASET, folders));
  const market = parseMarketFile(marketFile.text, marketFile.path);
  if (options.dataset === undefined && market.subgraphs !== undefined) {
    // Loaded when used: a run on a dataset that is there needs no client.
    const { pullMissingDataset } = await import('./pull/pull-missing.js');
    await pullMissingDataset(market, market.subgraphs, marketFile.path, context, note);
  }
  const dataset = await loadMarketDataset(options.dataset ?? market.dataset, market, folders);
  const alongside: MarketData[] = [];
  for (const name of market.alongside ?? []) {
    const file = await readMarketBeside(name, folders);
    const other = parseMarketFile(file.text, file.path);
    alongside.push({ dataset: await loadMarketDataset(name, other, folders), market: other, marketFile: file });
  }

  const inputHash = hashSha256(
    toCanonicalJson({
      version: context.version,
      dataset: dataset.sha256,
      market: marketFile.sha256,
      policy: policyFile.sha256,
      paths: policy.paths,
      ...(updateLimits ? { updateLimits } : {}),
      seed,
      ...(alongside.length > 0 ? { alongside: alongside.map((venue) => [venue.dataset.sha256, venue.marketFile.sha256]) } : {}),
    }),
  );
  const runId = `${slugOf(`${market.name} ${policy.name}`)}-${inputHash.slice(0, 10)}`;
  return {
    dataset,
    market,
    marketFile,
    alongside,
    policy,
    policyFile,
    updateLimits,
    inputHash,
    seed,
    runId,
    runFolder: options.out ? resolve(context.workingFolder, options.out) : join(context.workingFolder, 'reports', runId),
    isQuick: options.quick ?? false,
    date: options.date ?? context.now().toISOString().slice(0, 10),
  };
}

async function loadMarketDataset(name: string, market: MarketFile, folders: readonly string[]): Promise<LendingDataset> {
  return applyParametersInForce(deriveAccounts(chooseMarket(await createDatasetStore({ folders }).loadLendingDataset(name), market)), market);
}

/** The market file that lies beside a dataset's tables. @throws UsageError when there is none */
export async function readMarketBeside(datasetName: string, folders: readonly string[]): Promise<InputFile> {
  for (const folder of folders) {
    const path = join(folder, datasetName, MARKET_FILE);
    const text = await readTextFile(path);
    if (text !== null) return toInputFile(path, text);
  }
  // A dataset that is not there has no file beside it either.
  await createDatasetStore({ folders }).readDatasetManifest(datasetName);
  throw new UsageError(`dataset ${datasetName} has no ${MARKET_FILE} beside it, so nothing says what the market is`, {
    where: datasetName,
    suggestions: ['Give one with --market FILE; the bundled dataset shows the form.'],
  });
}

/** A policy by the name of a shipped one or by path. @throws UsageError when neither exists */
export async function readPolicy(nameOrPath: string, context: RunContext, policiesFolder: string): Promise<InputFile> {
  const shipped = join(policiesFolder, `${nameOrPath}.yaml`);
  const text = /^[a-z0-9-]+$/.test(nameOrPath) ? await readTextFile(shipped) : null;
  return text === null ? readGiven(nameOrPath, context, '--policy', 'Shipped policies go by name: conservative, moderate, aggressive, and perps-… of each.') : toInputFile(shipped, text);
}

/** The limits that a policy holds or names. @throws UsageError when there is no file of that name */
export async function readUpdateLimits<T>(updateLimits: string | T | undefined, policyPath: string, limitsFolder: string, parse: (text: string, path: string) => T): Promise<T | null> {
  if (updateLimits === undefined) return null;
  if (typeof updateLimits !== 'string') return updateLimits;
  const path = join(limitsFolder, `${updateLimits}.yaml`);
  const text = await readTextFile(path);
  if (text === null) throw new UsageError(`updateLimits: there are no limits called ${updateLimits}`, { where: policyPath, suggestions: ['data/limits/ of the package holds those that there are; others can stand in the policy itself.'] });
  return parse(text, path);
}

export async function readGiven(path: string, context: RunContext, flag: string, further?: string): Promise<InputFile> {
  const absolute = resolve(context.workingFolder, path);
  const text = await readTextFile(absolute).catch((cause: unknown) => {
    throw new UsageError(`cannot read the file: ${(cause as Error).message}`, { where: `${flag} ${path}`, cause });
  });
  if (text === null) {
    throw new UsageError('there is no such file', { where: `${flag} ${path}`, suggestions: ['Check the path; it is taken from the folder you are in.', ...(further === undefined ? [] : [further])] });
  }
  return toInputFile(path, text);
}

function toInputFile(path: string, text: string): InputFile {
  return { path, text, sha256: hashSha256(text) };
}

/** What a budget depends on in a policy of either kind. */
interface BudgetedPolicy extends Pick<PolicyFile, 'paths'> {
  readonly constraints: readonly { readonly max: number; readonly statistic?: string }[];
}

/** Fits the policy's path budget to what the command line asks for. */
export function applyBudget<T extends BudgetedPolicy>(policy: T, { paths, quick }: RunOptions): T {
  const final = paths ?? (quick ? countQuickPaths(policy) : policy.paths.final);
  // Screening keeps its share of the paths, or it would cost as much as it spares.
  const share = policy.paths.screening / policy.paths.final;
  const screening = quick ? Math.min(final, QUICK_PATHS.screening) : Math.max(2, Math.round(final * share));
  return { ...policy, paths: { screening, final } };
}

/** The paths of a quick run, doubled until a set on which nothing happens could keep the policy's probabilities; never more than the policy's own. */
function countQuickPaths({ paths, constraints }: BudgetedPolicy): number {
  const needed = Math.max(0, ...constraints.map(({ statistic, max }) => (statistic === 'probability' ? countTrialsToShow(max) : 0)));
  let quick = QUICK_PATHS.final;
  while (quick < needed && quick < paths.final) quick *= 2;
  return Math.min(quick, Math.max(QUICK_PATHS.final, paths.final));
}

export function slugOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}
