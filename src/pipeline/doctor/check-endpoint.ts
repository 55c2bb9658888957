import { PlimsollError } from '../../core/errors.js';
import { SubgraphClient } from '../../sources/client/subgraph-client.js';
import { parseEndpoint } from '../../sources/client/endpoint.js';
import { probeSource } from '../../sources/probe-source.js';
import { readSubgraphKey } from '../pull/subgraph-key.js';
import { readSourceTask } from '../pull/read-request.js';
import { good, type Finding } from './finding.js';

/** A head this old is no head: the indexer is behind or stands still. */
const LATE_HOURS = 2;

export interface EndpointToCheck {
  readonly endpoint: string;
  /** Schema that it should have; only its head is asked for when left out. */
  readonly source?: string | undefined;
  readonly network?: string | undefined;
  readonly tables?: readonly string[] | undefined;
  readonly choices?: Readonly<Record<string, string>> | undefined;
}

interface EndpointContext {
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowSeconds: number;
}

/** Whether a key for subgraphs is set; its text is never shown. */
export function checkKey(environment: EndpointContext['environment']): Finding {
  const named = ['PLIMSOLL_SUBGRAPH_KEY', 'THEGRAPH_API_KEY'].find((name) => environment[name]);
  return good('Key', named === undefined ? 'none is set; The Graph Network asks for one in PLIMSOLL_SUBGRAPH_KEY, most other hosts do not' : `${named} is set`);
}

/** Whether a subgraph answers, with the schema of its source, at a head that is not late. */
export async function checkEndpoint(asked: EndpointToCheck, context: EndpointContext): Promise<Finding> {
  try {
    const key = readSubgraphKey(context.environment);
    const { endpoint, adapter, request } = await readAsked(asked, context.workingFolder, key);
    const client = new SubgraphClient({ endpoint, inFlight: 1, timeLimitMs: 10_000, attempts: 2, backOff: { baseMs: 200, mostMs: 1000 }, seed: 1, allowIndexingErrors: false });
    const { block, deployment, hasIndexingErrors } = await probeSource(client, adapter, request);
    const check = `Endpoint ${endpoint.host}`;
    const fit = adapter === null ? 'answers' : `fits ${adapter.name}`;
    const hours = block.timestamp === null ? null : (context.nowSeconds - block.timestamp) / 3600;
    const detail = `${fit}; head block ${block.number}${hours === null ? '' : `, ${formatAge(hours)} old`}; deployment ${deployment}`;
    if (hasIndexingErrors) return { check, state: 'broken', detail: `${detail}; it has failed at a block`, remedy: 'Use another deployment; `data pull --allow-indexing-errors` takes what is there, with a warning.' };
    if (hours !== null && hours > LATE_HOURS) return { check, state: 'poor', detail, remedy: 'The indexer is behind the chain: wait, or use another endpoint, if you need the newest blocks.' };
    return good(check, detail);
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    // The remedy of a pull, to go on with --resume, is none here.
    const remedy = error.suggestions.filter((step) => !step.includes('--resume')).join(' ') || 'Check the address and the network, or try another endpoint.';
    return { check: 'Endpoint', state: 'broken', detail: error.message, remedy };
  }
}

async function readAsked({ endpoint, source, network, tables, choices }: EndpointToCheck, workingFolder: string, key: string | null) {
  // Any source's request will do where no schema is held against it.
  const task = await readSourceTask({ endpoint, network, tables, source: source ?? 'messari-lending', choices: choices ?? {} }, (option) => `--${option}`, { workingFolder, key });
  return source === undefined ? { endpoint: parseEndpoint(endpoint, key), adapter: null, request: task.request } : task;
}

function formatAge(hours: number): string {
  return hours < 1 ? `${Math.max(0, Math.round(hours * 60))} min` : hours < 48 ? `${hours.toFixed(1)} h` : `${Math.round(hours / 24)} days`;
}
