import { resolve } from 'node:path';
import { formatDecimal, parseDecimal } from '../core/decimal.js';
import { UsageError } from '../core/errors.js';
import { PERP_VENUES } from '../protocol/perps/venues/find-venue.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { readTextFile } from '../storage/text-file.js';
import { applyChanges, parseAccountFile, parseParameterFile, type AccountFile } from './account/account-file.js';
import { inspectLending, type LendingView } from './account/inspect-lending.js';
import { inspectPerps, type PerpsView } from './account/inspect-perps.js';
import { LENDING_VENUES } from './account/lending-venues.js';
import { readLendingAccount } from './account/read-lending-account.js';
import { readPerpsAccount } from './account/read-perps-account.js';
import { listDatasetFolders } from './data.js';
import { runStage, type StageContext } from './progress.js';

export interface AccountOptions {
  /** Account file, YAML or JSON. */
  readonly file?: string | undefined;
  readonly dataset?: string | undefined;
  /** Account in the dataset. */
  readonly account?: string | undefined;
  /** Venue whose rules to apply to an account of a dataset, instead of the dataset's own. */
  readonly venue?: string | undefined;
  /** `ASSET=price`, each replacing the oracle's. */
  readonly prices?: readonly string[] | undefined;
  /** File with changed parameters to try: part of the market section. */
  readonly parameters?: string | undefined;
}

export interface AccountContext {
  readonly packageFolder: string;
  readonly workingFolder: string;
}

/** An account seen by its venue's mechanics; each kind of venue has its own view. */
export type AccountView = LendingView | PerpsView;

export interface AccountReply {
  readonly account: string;
  /** Prices used, by asset, as exact decimal texts. */
  readonly prices: Readonly<Record<string, string>>;
  readonly current: AccountView;
  /** The same account under the parameters to try; `null` without any. */
  readonly proposed: AccountView | null;
}

/** Looks at an account, by venue: every venue of the tool has one entry, lending and perps alike. */
const INSPECTORS: Readonly<Record<string, (file: AccountFile) => AccountView>> = Object.fromEntries([
  ...Object.entries(LENDING_VENUES).map(([name, build]) => [name, (file: AccountFile) => inspectLending(build(file.market), refuseMargin(refuseForeignEMode(file)))] as const),
  ...PERP_VENUES.map((venue) => [venue.name, (file: AccountFile) => inspectPerps(venue, refuseForeignEMode(file))] as const),
]);

function refuseMargin(file: AccountFile): AccountFile {
  if (file.others) throw new UsageError(`others: ${file.venue} is no perps venue; nobody is deleveraged there`, { where: 'others' });
  if (file.crossCollateralUsd === undefined) return file;
  throw new UsageError(`crossCollateralUsd: ${file.venue} is no perps venue; its collateral belongs among the positions`, { where: 'crossCollateralUsd' });
}

/** A category that the market does not have would be valued as none, which looks like an answer. */
function refuseForeignEMode(file: AccountFile): AccountFile {
  const { venue, eModeCategory, market } = file;
  if (eModeCategory === 0) return file;
  if (!venue.startsWith('aave-v3')) throw new UsageError(`eModeCategory: ${venue} has no e-mode`, { where: 'eModeCategory', suggestions: ['Leave it out.'] });
  const known = Object.keys((market['eModes'] as object | undefined) ?? {});
  if (known.includes(String(eModeCategory))) return file;
  throw new UsageError(`eModeCategory: the market has no e-mode category ${eModeCategory}`, {
    where: 'eModeCategory',
    suggestions: [known.length > 0 ? `Known categories: ${known.join(', ')}.` : 'Add it under market.eModes, or leave eModeCategory out.'],
  });
}

export const ACCOUNT_STAGES = { read: 'Read the account' } as const;

/**
 * Answers a question about one account: its health, its liquidation prices, what a liquidator could take and what is left, under the
 * parameters in force and under a proposal.
 *
 * @throws UsageError or DataError naming the file, the field and the rule
 */
export async function inspectAccount(options: AccountOptions, context: AccountContext & StageContext): Promise<AccountReply> {
  const given = await runStage(context, ACCOUNT_STAGES.read, () => readAccount(options, context), () => '');
  const file: AccountFile = { ...given, prices: { ...given.prices, ...readPrices(options.prices ?? [], given) } };
  const inspect = findInspector(file.venue);
  const changes = options.parameters === undefined ? null : parseParameterFile(await readGiven(options.parameters, context, '--parameters'), options.parameters);
  return {
    account: file.account,
    prices: Object.fromEntries(Object.entries(file.prices).map(([asset, priceWad]) => [asset, formatDecimal(priceWad, 18)])),
    current: inspect(file),
    proposed: changes && inspect({ ...file, market: applyChanges(file.market, changes) }),
  };
}

async function readAccount({ file, dataset, account, venue }: AccountOptions, context: AccountContext): Promise<AccountFile> {
  if (file !== undefined) {
    if (account !== undefined) throw new UsageError('give either an account file or --dataset with --account', { where: file });
    return parseAccountFile(await readGiven(file, context, 'FILE'), file);
  }
  if (dataset === undefined || account === undefined) {
    throw new UsageError('no account given', { suggestions: ['Give an account file, or --dataset NAME with --account ADDRESS.'] });
  }
  const store = createDatasetStore({ folders: listDatasetFolders(context) });
  const { tables } = await store.readDatasetManifest(dataset);
  return tables['perp_positions']
    ? readPerpsAccount(await store.loadPerpsDataset(dataset), account, venue)
    : readLendingAccount(await store.loadLendingDataset(dataset), account, venue);
}

async function readGiven(path: string, { workingFolder }: AccountContext, flag: string): Promise<string> {
  const text = await readTextFile(resolve(workingFolder, path));
  if (text === null) throw new UsageError(`there is no file ${path}`, { where: flag });
  return text;
}

function readPrices(texts: readonly string[], { prices }: AccountFile): Record<string, bigint> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.lastIndexOf('=');
      const asset = text.slice(0, at);
      if (at <= 0) throw new UsageError(`"${text}" is not of the form ASSET=PRICE`, { where: '--price' });
      if (!Object.hasOwn(prices, asset)) {
        throw new UsageError(`the account has no price of ${asset}`, { where: '--price', suggestions: [`Known: ${Object.keys(prices).join(', ')}.`] });
      }
      const priceWad = parseDecimal(text.slice(at + 1), 18);
      if (priceWad <= 0n) throw new UsageError(`the price of ${asset} must be above 0`, { where: '--price' });
      return [asset, priceWad];
    }),
  );
}

function findInspector(venue: string): (file: AccountFile) => AccountView {
  const inspect = Object.hasOwn(INSPECTORS, venue) ? INSPECTORS[venue] : undefined;
  if (inspect) return inspect;
  throw new UsageError(`venue: unknown venue "${venue}"`, { where: 'venue', suggestions: [`Known venues: ${Object.keys(INSPECTORS).join(', ')}.`] });
}
