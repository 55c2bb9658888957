import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { hashSha256, toCanonicalJson } from '../../core/hash.js';
import { createDatasetStore } from '../../storage/dataset-store.js';
import { listDatasetFolders } from '../data.js';
import { applyBudget, DEFAULT_DATASET, DEFAULT_SEED, readGiven, readMarketBeside, readPolicy, readUpdateLimits, slugOf, type InputFile } from '../inputs.js';
import type { PerpsDataset } from '../ports.js';
import type { RunContext, RunOptions } from '../run-options.js';
import { parsePerpMarketFile, type PerpMarketFile } from './perp-market-file.js';
import { parsePerpPolicyFile, type PerpPolicyFile } from './perp-policy-file.js';
import { assertLimitsMove, parseTierLimits, type TierLimits } from './tier-limits.js';

const DEFAULT_POLICY = 'perps-moderate';

/** Everything that decides the figures of a run on perpetual futures. */
export interface PerpRunInputs {
  readonly dataset: PerpsDataset;
  readonly market: PerpMarketFile;
  readonly marketFile: InputFile;
  readonly policy: PerpPolicyFile;
  readonly policyFile: InputFile;
  /** Who may set the recommendation, and at what pace; `null` when the policy does not say. */
  readonly updateLimits: TierLimits | null;
  readonly seed: number;
  /** Hash over everything that decides the figures; its first digits end the run's id. */
  readonly inputHash: string;
  readonly runId: string;
  readonly runFolder: string;
  readonly isQuick: boolean;
  /** YYYY-MM-DD. */
  readonly date: string;
}

/** Whether the market that a run would study is one of perpetual futures: its market file says `kind: perps`. */
export async function studiesPerps(options: Pick<RunOptions, 'dataset' | 'market'>, context: RunContext): Promise<boolean> {
  const { text } = await readMarket(options, context);
  try {
    return (parse(text) as { kind?: unknown } | null)?.kind === 'perps';
  } catch {
    // What is wrong with it is said where it is read by its schema.
    return false;
  }
}

function readMarket({ dataset, market }: Pick<RunOptions, 'dataset' | 'market'>, context: RunContext): Promise<InputFile> {
  return market === undefined ? readMarketBeside(dataset ?? DEFAULT_DATASET, listDatasetFolders(context)) : readGiven(market, context, '--market');
}

/**
 * Reads and checks everything a run on perpetual futures needs before anything is computed; `loadInputs` for lending.
 *
 * @throws UsageError or DataError naming the file and field
 */
export async function loadPerpInputs(options: RunOptions, context: RunContext): Promise<PerpRunInputs> {
  const seed = options.seed ?? DEFAULT_SEED;
  const marketFile = await readMarket(options, context);
  const market = parsePerpMarketFile(marketFile.text, marketFile.path);
  const bundled = join(context.packageFolder, 'data');
  const policyFile = await readPolicy(options.policy ?? DEFAULT_POLICY, context, join(bundled, 'policies'));
  const policy = applyBudget(parsePerpPolicyFile(policyFile.text, policyFile.path), options);
  const updateLimits = await readUpdateLimits(policy.updateLimits, policyFile.path, join(bundled, 'limits'), parseTierLimits);
  if (updateLimits) assertLimitsMove(updateLimits, policy.tiers.leverage, policyFile.path);
  const dataset = await createDatasetStore({ folders: listDatasetFolders(context) }).loadPerpsDataset(options.dataset ?? market.dataset);
  const inputHash = hashSha256(
    toCanonicalJson({ version: context.version, dataset: dataset.sha256, market: marketFile.sha256, policy: policyFile.sha256, paths: policy.paths, ...(updateLimits ? { updateLimits } : {}), seed }),
  );
  const runId = `${slugOf(`${market.name} ${policy.name}`)}-${inputHash.slice(0, 10)}`;
  return {
    dataset,
    market,
    marketFile,
    policy,
    policyFile,
    updateLimits,
    seed,
    inputHash,
    runId,
    runFolder: options.out ? resolve(context.workingFolder, options.out) : join(context.workingFolder, 'reports', runId),
    isQuick: options.quick ?? false,
    date: options.date ?? context.now().toISOString().slice(0, 10),
  };
}
