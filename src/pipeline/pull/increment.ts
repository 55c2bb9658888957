import { UsageError } from '../../core/errors.js';
import { toCanonicalJson } from '../../core/hash.js';
import { findNewestVersion } from '../../storage/dataset-versions.js';
import type { SourceAdapter } from '../../sources/adapter.js';
import type { BaseDataset } from '../pull-ports.js';
import type { SourceOptions } from './read-request.js';

const HOUR_SECONDS = 3600;

/** A pull that adds to a dataset: the version it rests on, the name of the new one, and what is asked of the subgraph. */
export interface Increment {
  readonly name: string;
  readonly base: BaseDataset;
  readonly options: SourceOptions;
}

/**
 * Reads `--since latest`: the newest version of a dataset, and a request for what came after it.
 *
 * The cut is the full hour before the base's end: bars are of whole hours, and events of the last one are pulled again.
 * @throws UsageError when the dataset is not there, was not pulled from one subgraph, or other things are asked for than it holds
 */
export async function planIncrement(datasetsFolder: string, name: string, source: Pick<SourceAdapter, 'name' | 'isAdditive'>, options: SourceOptions): Promise<Increment> {
  const { manifest, ...version } = await findNewestVersion(datasetsFolder, name);
  const [pull, ...others] = manifest.pulls ?? [];
  const refuse = (what: string, ...suggestions: string[]): UsageError => new UsageError(`${version.name} cannot be added to: ${what}`, { where: version.folder, suggestions: [...suggestions, 'Or pull a dataset of its own, without --since latest.'] });
  if (pull === undefined || others.length > 0) throw refuse('it was not pulled from one subgraph');
  if (pull.tables === undefined || pull.choices === undefined) throw refuse('its manifest does not say what was pulled');
  if (source.name !== pull.source) throw refuse(`it was pulled by the source ${pull.source}, not ${source.name}`, `Give --source ${pull.source}.`);
  if (!source.isAdditive) throw refuse(`the source ${source.name} works out what holds now from the whole history that is asked for`);
  const fixed = (['tables', 'until'] as const).find((option) => options[option] !== undefined);
  if (fixed !== undefined) throw refuse(`--${fixed} is given`, `Leave --${fixed} out: a new version has the tables of the one before.`);
  const network = options.network ?? pull.network;
  if (network !== pull.network) throw refuse(`it is of network ${pull.network}, not ${network}`, 'Leave --network out.');
  const { choices } = pull;
  const asked = options.choices ?? {};
  if (Object.keys(asked).length > 0 && toCanonicalJson(asked) !== toCanonicalJson(choices)) throw refuse('--choose differs from what it holds', 'Leave --choose out.');
  const cutUnixSeconds = Math.floor(pull.untilUnixSeconds / HOUR_SECONDS) * HOUR_SECONDS;
  return {
    name: version.next,
    base: {
      name: version.name,
      folder: version.folder,
      sha256: version.sha256,
      source: pull.source,
      deployment: pull.deployment,
      blockNumber: pull.block.number,
      sinceUnixSeconds: pull.sinceUnixSeconds,
      cutUnixSeconds,
    },
    options: { ...options, network, tables: pull.tables, choices, since: new Date(cutUnixSeconds * 1000).toISOString().replace('.000Z', 'Z') },
  };
}
