import { availableParallelism, freemem } from 'node:os';
import type { Machine } from '../pipeline/doctor.js';

/** What this process sees of the machine. */
export function readMachine(): Machine {
  const left = (process as { availableMemory?: () => number }).availableMemory?.() ?? freemem();
  return { nodeVersion: process.versions.node, platform: `${process.platform}-${process.arch}`, availableMemoryBytes: left, processors: availableParallelism() };
}
