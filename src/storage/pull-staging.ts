import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, UsageError } from '../core/errors.js';
import { toCanonicalJson } from '../core/hash.js';
import type { Pin, PullStore, SourceRequest } from '../pipeline/pull-ports.js';
import { PageJournal } from './page-journal.js';
import { readTextFile } from './text-file.js';

const PLAN_FILE = 'plan.json';
const LOCK_FILE = 'lock';

/** What is pulled into a staging folder; two pulls may continue one another only when this is equal. */
export interface PullPlan {
  readonly toolVersion: string;
  readonly requests: readonly SourceRequest[];
  /** The version that is added to. */
  readonly base: { readonly name: string; readonly sha256: string } | null;
}

export interface PullStaging {
  /** One store per request of the plan. */
  readonly stores: readonly PullStore[];
  /** Where the new dataset is written before it is published. */
  readonly buildFolder: string;
  /** Frees the name but keeps the pages, for `--resume`. */
  close(): Promise<void>;
  /** Drops everything: the dataset is published. */
  remove(): Promise<void>;
}

/** Whether a pull of the name was begun and not finished. */
export async function hasPullStaging(datasetsFolder: string, name: string): Promise<boolean> {
  return (await readTextFile(join(stagingFolder(datasetsFolder, name), PLAN_FILE))) !== null;
}

/**
 * Opens the folder in which a pull keeps its pages, for this process alone.
 *
 * @throws UsageError when another pull works on the name, when there is an unfinished pull and `resume` is not asked for, when there is
 * none to resume, or when it was asked for something else
 */
export async function openPullStaging(datasetsFolder: string, name: string, plan: PullPlan, resume: boolean): Promise<PullStaging> {
  const folder = stagingFolder(datasetsFolder, name);
  const known = await readTextFile(join(folder, PLAN_FILE));
  if (known === null && resume) {
    throw new UsageError(`there is no unfinished pull of \`${name}\``, { where: folder, suggestions: ['Leave --resume out to begin one.'] });
  }
  await mkdir(folder, { recursive: true });
  const unlock = await lock(folder, name);
  try {
    // After the lock: of a pull that is under way nothing may be removed.
    if (known !== null && !resume) {
      throw new UsageError(`a pull of \`${name}\` was begun and not finished`, {
        where: folder,
        suggestions: ['Continue it with --resume.', `Or drop what it holds: remove the folder ${folder}.`],
      });
    }
    if (known !== null) requireSamePlan(known, plan, folder);
    else await writeAtomically(join(folder, PLAN_FILE), toCanonicalJson(plan));
  } catch (error) {
    await unlock();
    throw error;
  }
  const stores = plan.requests.map((_, index) => new FolderPullStore(join(folder, String(index))));
  const close = async (): Promise<void> => {
    for (const store of stores) await store.close();
  };
  return {
    stores,
    buildFolder: join(folder, 'dataset'),
    async close() {
      await close();
      await unlock();
    },
    async remove() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function stagingFolder(datasetsFolder: string, name: string): string {
  return join(datasetsFolder, `.${name}.pull`);
}

class FolderPullStore implements PullStore {
  private readonly journal: PageJournal;
  private readonly pinFile: string;

  constructor(private readonly folder: string) {
    this.journal = new PageJournal(join(folder, 'pages'));
    this.pinFile = join(folder, 'pin.json');
  }

  async readPin(): Promise<Pin | null> {
    const text = await readTextFile(this.pinFile);
    return text === null ? null : (JSON.parse(text) as Pin);
  }

  async savePin(pin: Pin): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await writeAtomically(this.pinFile, toCanonicalJson(pin));
  }

  async discard(): Promise<void> {
    await rm(this.pinFile, { force: true });
    await this.journal.clear();
  }

  covered(collection: string): ReturnType<PullStore['covered']> {
    return this.journal.covered(collection);
  }

  count(collection: string): Promise<number> {
    return this.journal.count(collection);
  }

  append(...page: Parameters<PullStore['append']>): Promise<void> {
    return this.journal.append(...page);
  }

  read(collection: string): ReturnType<PullStore['read']> {
    return this.journal.read(collection);
  }

  close(): Promise<void> {
    return this.journal.close();
  }
}

function requireSamePlan(known: string, plan: PullPlan, folder: string): void {
  const before = JSON.parse(known) as PullPlan;
  if (toCanonicalJson(before) === toCanonicalJson(plan)) return;
  if (before.toolVersion !== plan.toolVersion) {
    throw new DataError(`the unfinished pull was begun by Plimsoll ${before.toolVersion}, this is ${plan.toolVersion}`, { where: folder, suggestions: [`Remove the folder ${folder} and pull again.`] });
  }
  throw new UsageError('the unfinished pull was asked for something else', {
    where: folder,
    suggestions: [`It was: ${before.requests.map(describeRequest).join('; ')}.`, 'Repeat those flags, with the same mapping file if there was one, or remove the folder and begin anew.'],
  });
}

function describeRequest({ source, url, network, tables, block, atUnixSeconds, confirmations, sinceUnixSeconds, untilUnixSeconds, choices }: SourceRequest): string {
  const parts = [`--source ${source}`, `--endpoint ${url}`, `--network ${network}`, `--tables ${tables.join(',')}`, `--confirmations ${confirmations}`];
  if (block !== null) parts.push(`--block ${block}`);
  for (const [flag, unixSeconds] of [['--at', atUnixSeconds], ['--since', sinceUnixSeconds], ['--until', untilUnixSeconds]] as const) {
    if (unixSeconds !== null) parts.push(`${flag} ${new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z')}`);
  }
  for (const [name, value] of Object.entries(choices)) parts.push(`--choose ${name}=${value}`);
  return parts.join(' ');
}

/** One process at a time; the lock of a process that is gone is taken over. */
async function lock(folder: string, name: string): Promise<() => Promise<void>> {
  const file = join(folder, LOCK_FILE);
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => '0'));
    if (attempt > 0 || isAlive(owner)) {
      throw new UsageError(`another pull of \`${name}\` is under way (process ${owner})`, { where: folder, suggestions: ['Wait until it ends, or pull into another --name.'] });
    }
    await rm(file, { force: true });
  }
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function writeAtomically(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
