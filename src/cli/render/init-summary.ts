import { relative } from 'node:path';
import type { InitReply } from '../../pipeline/init.js';

/** Where the two files are and what runs them. */
export function renderInit({ marketFile, policyFile, next }: InitReply, workingFolder: string): string {
  return `Market  ${relative(workingFolder, marketFile)}\nPolicy  ${relative(workingFolder, policyFile)}\n\nNext: ${next}`;
}
