import { checkEndpoint, checkKey, type EndpointToCheck } from './doctor/check-endpoint.js';
import { checkMachine, type Machine } from './doctor/check-machine.js';
import { checkStorage } from './doctor/check-storage.js';
import type { Finding } from './doctor/finding.js';
import { parseMarketFile } from './config/market-file.js';
import { readGiven } from './inputs.js';
import { countUp, runStage } from './progress.js';
import type { RunContext } from './run-options.js';

export type { Machine } from './doctor/check-machine.js';
export type { Finding } from './doctor/finding.js';

export interface DoctorOptions {
  readonly endpoint?: string | undefined;
  readonly source?: string | undefined;
  readonly network?: string | undefined;
  /** Market file whose subgraphs are asked. */
  readonly market?: string | undefined;
}

export interface DoctorReply {
  readonly version: string;
  /** No check is `broken`. */
  readonly holds: boolean;
  readonly findings: readonly Finding[];
}

export const DOCTOR_STAGES = { here: 'Look at machine and folders', endpoints: 'Ask the subgraphs' } as const;

/**
 * Checks what commands need: the machine, the folders, the data, and the subgraphs that are named. Nothing is left behind.
 *
 * @throws UsageError when the market file cannot be read
 */
export async function examine(options: DoctorOptions, context: RunContext, machine: Machine): Promise<DoctorReply> {
  const around = { workingFolder: context.workingFolder, environment: context.environment, nowSeconds: context.now().getTime() / 1000 };
  const endpoints = await listEndpoints(options, context);
  if (endpoints.length === 0) context.progress.skip?.([DOCTOR_STAGES.endpoints]);
  const here = await runStage(context, DOCTOR_STAGES.here, async () => [...checkMachine(machine), ...(await checkStorage(context)), checkKey(context.environment)], () => '');
  const findings = [...here];
  const ask = async (): Promise<void> => {
    for (const [index, endpoint] of endpoints.entries()) {
      findings.push(await checkEndpoint(endpoint, around));
      note((index + 1) / endpoints.length);
    }
  };
  const note = countUp(context.progress, DOCTOR_STAGES.endpoints, { total: endpoints.length, unit: 'subgraphs' });
  if (endpoints.length > 0) await runStage(context, DOCTOR_STAGES.endpoints, ask, () => '');
  return { version: context.version, holds: findings.every(({ state }) => state !== 'broken'), findings };
}

async function listEndpoints({ endpoint, source, network, market }: DoctorOptions, context: RunContext): Promise<EndpointToCheck[]> {
  const named = endpoint === undefined ? [] : [{ endpoint, source, network }];
  if (market === undefined) return named;
  const file = await readGiven(market, context, '--market');
  const { subgraphs = [], network: of } = parseMarketFile(file.text, file.path);
  return [...named, ...subgraphs.map(({ choose, ...subgraph }) => ({ network: of, ...subgraph, choices: Object.fromEntries(Object.entries(choose ?? {}).map(([name, value]) => [name, typeof value === 'string' ? value : value.join(',')])) }))];
}
