import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const VIOLATIONS = 'test/support/violations';
/** One small tree per rule, or several as `<rule>@<variant>`. */
const TREES = readdirSync(path.join(ROOT, VIOLATIONS)).sort();
const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

async function findViolations(...folders: string[]): Promise<Violation[]> {
  const argv = ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  // With JSON output the exit code is the number of violations, which is what the caller counts.
  const run = promisify(execFile)(process.execPath, argv, { cwd: ROOT, maxBuffer: 1 << 28 });
  const { stdout } = await run.catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

describe('layers', () => {
  let found: Violation[];

  beforeAll(async () => {
    found = await findViolations(VIOLATIONS);
  });

  test.each(TREES)('%s: the deliberate violation is found by its rule and by no other', (tree) => {
    const here = found.filter(({ from }) => from.startsWith(`${VIOLATIONS}/${tree}/`));
    expect(here.map(({ rule }) => rule.name)).toEqual([tree.split('@')[0]]);
  });

  test('every rule has a deliberate violation', () => {
    const violated = new Set(TREES.map((tree) => tree.split('@')[0]));
    expect(violated).toEqual(new Set(forbidden.map(({ name }) => name)));
  });

  test('the program keeps every rule', async () => {
    const violations = await findViolations('src', 'commands', 'bin');
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });
});
