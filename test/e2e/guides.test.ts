import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildExampleWorkspace, runLine } from '../support/example-workspace.js';
import { chooseRuns } from '../support/fuzz.js';

let folder: string;
beforeAll(async () => {
  folder = await buildExampleWorkspace();
  // The guides write a market and a policy of their own.
  await rm(`${folder}/market.yaml`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The commands of a guide's shell blocks, top to bottom. */
function readCommands(guide: string): string[] {
  const blocks = [...readFileSync(`docs/guide/${guide}.md`, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!);
  return blocks.flatMap((block) => block.split('\n')).filter((line) => line.startsWith('plimsoll'));
}

// `npm test` follows the first, continuous integration all.
describe.each(['delegate', 'risk-steward', 'analyst'].slice(0, chooseRuns(3, 1)))('the guide for %s', (guide) => {
  test('works from top to bottom', async () => {
    const commands = readCommands(guide);
    expect(commands.length).toBeGreaterThan(4);
    for (const line of commands) {
      const { exitCode, stderr } = await runLine(line, folder);
      expect({ line, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ line, exitCode: 0, stderr: '' });
    }
  });
});
