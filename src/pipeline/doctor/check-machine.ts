import { good, type Finding } from './finding.js';

const NODE_MINIMUM = [20, 19] as const;
/** A full run of the bundled book of 1,030 accounts peaks at 0.6 GB with two workers; larger books and other programs need room beside it. */
const MEMORY_GB_BROKEN = 0.5;
const MEMORY_GB_POOR = 1.5;

/** What the machine is, as the process sees it. */
export interface Machine {
  /** e.g. `20.19.0` */
  readonly nodeVersion: string;
  readonly platform: string;
  /** What this process may still take: free memory, or what is left of a container's limit. */
  readonly availableMemoryBytes: number;
  readonly processors: number;
}

/** Node's version, memory and processors. */
export function checkMachine({ nodeVersion, platform, availableMemoryBytes, processors }: Machine): Finding[] {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const isNew = major > NODE_MINIMUM[0] || (major === NODE_MINIMUM[0] && minor >= NODE_MINIMUM[1]);
  const node: Finding = isNew
    ? good('Node', `${nodeVersion} on ${platform}`)
    : { check: 'Node', state: 'broken', detail: `${nodeVersion} on ${platform}`, remedy: `Install Node ${NODE_MINIMUM.join('.')} or newer, for example with nvm: \`nvm install --lts\`.` };
  const gigabytes = availableMemoryBytes / 2 ** 30;
  const detail = `${gigabytes.toFixed(1)} GB to be had`;
  const state = gigabytes < MEMORY_GB_BROKEN ? 'broken' : gigabytes < MEMORY_GB_POOR ? 'poor' : 'good';
  const remedy = 'Close other programs or raise the container’s limit; `--workers 1` and fewer `--paths` need less.';
  const memory: Finding = state === 'good' ? good('Memory', detail) : { check: 'Memory', state, detail, remedy };
  return [node, memory, good('Processors', `${processors}, so ${processors} worker${processors === 1 ? '' : 's'} when --workers is left out`)];
}
