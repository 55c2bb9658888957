import { UsageError } from '../../core/errors.js';
import { parseEndpoint } from '../../sources/client/endpoint.js';
import { createDatasetStore } from '../../storage/dataset-store.js';
import type { MarketFile, MarketSubgraph } from '../config/market-file.js';
import { listDatasetFolders } from '../data.js';
import type { RunContext } from '../run-options.js';
import { PULL_DEFAULTS, pullDataset } from './pull-dataset.js';
import { readSourceTask, type SourceTask } from './read-request.js';
import { readSubgraphKey } from './subgraph-key.js';

/**
 * Pulls the subgraphs that a market file names into its dataset, unless there is one of that name: a dataset, once pulled, is what every run
 * of the market rests on. A pull that broke off goes on where it stopped.
 *
 * @throws UsageError naming the field of the market file; SourceError or DataError as a pull does
 */
export async function pullMissingDataset({ dataset, network }: MarketFile, subgraphs: readonly MarketSubgraph[], path: string, context: RunContext, note: (text: string) => void): Promise<void> {
  const known = await createDatasetStore({ folders: listDatasetFolders(context) }).listDatasets();
  if (known.includes(dataset)) return;
  const tasks: SourceTask[] = [];
  for (const [index, subgraph] of subgraphs.entries()) tasks.push(await readSubgraph(subgraph, network, `${path}: subgraphs[${index}]`, context));
  const pulling = { name: dataset, tasks, ...PULL_DEFAULTS, allowIndexingErrors: false, base: null, resume: 'if-begun' as const };
  await pullDataset(pulling, context, {
    pull: (work) => work(),
    publish: (work) => {
      note('building the dataset');
      return work();
    },
    note: (text) => note(`pulling ${text}`),
  });
}

function readSubgraph({ choose, ...options }: MarketSubgraph, network: string, where: string, context: RunContext): Promise<SourceTask> {
  // The file is copied into every run folder.
  if (parseEndpoint(options.endpoint, 'any').key !== 'any') {
    throw new UsageError('the endpoint holds a key, and a market file is kept with every run', { where: `${where}.endpoint`, suggestions: ['Put the key into the environment variable PLIMSOLL_SUBGRAPH_KEY, and write the endpoint without it.'] });
  }
  const choices = Object.fromEntries(Object.entries(choose ?? {}).map(([name, value]) => [name, typeof value === 'string' ? value : value.join(',')]));
  return readSourceTask({ network, ...options, choices }, (option) => `${where}.${option}`, { workingFolder: context.workingFolder, key: readSubgraphKey(context.environment) });
}
