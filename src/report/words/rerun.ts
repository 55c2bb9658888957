/** How to repeat a run: the command, and the hashes that say it is the same run. */
import type { RunResult } from '../../core/run-result.js';

/** Quotes a word for a POSIX shell; plain words stay as they are. */
function quoteForShell(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** What fixes a run, of either kind. */
export type RunIdentity = Pick<RunResult, 'runId' | 'tool' | 'market' | 'policy' | 'seed' | 'paths' | 'schemaVersion'> & { readonly dataset: Pick<RunResult['dataset'], 'name' | 'sha256'> };

/** The command that repeats the run from inside its folder, where `market.yaml` and `policy.yaml` are copies of its inputs. */
export function formatRerunCommand(result: RunIdentity): string {
  return [
    'npx plimsoll run',
    `--dataset ${quoteForShell(result.dataset.name)}`,
    '--market market.yaml',
    '--policy policy.yaml',
    `--seed ${result.seed}`,
    `--paths ${result.paths.total}`,
  ].join(' ');
}

/** The inputs that fix the result, as name and value. */
export function listRunIdentity(result: RunIdentity): (readonly [string, string])[] {
  return [
    ['Run', result.runId],
    ['Tool', `${result.tool.name} ${result.tool.version}`],
    ['Dataset', result.dataset.name],
    ['Dataset sha256', result.dataset.sha256],
    ['Market file', result.market.name],
    ['Market sha256', result.market.sha256],
    ['Policy file', result.policy.name],
    ['Policy sha256', result.policy.sha256],
    ['Seed', String(result.seed)],
    ['Result schema version', String(result.schemaVersion)],
  ];
}
