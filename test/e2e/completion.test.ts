import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SHELLS, type Shell } from '../../src/cli/completion-script.js';
import { runPlimsoll } from '../support/run-plimsoll.js';

const home = mkdtempSync(join(tmpdir(), 'plimsoll-completion-'));
const pathOf = (shell: Shell): string => join(home, `script.${shell}`);
beforeAll(async () => {
  for (const shell of SHELLS) writeFileSync(pathOf(shell), (await runPlimsoll(['completion', shell], home)).stdout);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs a line in a shell that reads no settings of this machine's user. */
function runShell(command: string, ...args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, HOME: home, ZDOTDIR: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, TERM: 'dumb' } });
  return stdout + stderr;
}

/** The tests of a shell, where it is on this machine; `.ci/run` installs all. */
function describeIn(shell: Shell): typeof describe | typeof describe.skip {
  if (spawnSync(shell, ['--version']).status === 0) return describe;
  process.stderr.write(`completion.test: there is no ${shell} here, so its completion is not tried\n`);
  return describe.skip;
}

const CASES = [
  ['plimsoll ba', ['backtest', 'baseline']],
  ['plimsoll data p', ['pull']],
  ['plimsoll run --po', ['--policy']],
  ['plimsoll backtest losses --refit', ['--refit-windows']],
  ['plimsoll fit volatility --dist s', ['skewt']],
] as const;

describeIn('bash')('bash', () => {
  test.each(CASES)('completes %s', (line, offered) => {
    const words = line.split(' ').map((word) => `'${word}'`);
    const script = `source ${pathOf('bash')}; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _plimsoll_complete; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(runShell('bash', '-c', script).trim().split('\n')).toEqual(offered);
  });
});

describeIn('fish')('fish', () => {
  test.each([...CASES, ['plimsoll data pull ', []], ['plimsoll backtest coverage --pol', []]] as const)('completes %s', (line, offered) => {
    const words = runShell('fish', '-N', '-c', `mkdir -p ${home}/empty; cd ${home}/empty; source ${pathOf('fish')}; complete -C '${line}'`).trim().split('\n');
    expect(words.filter((word) => word !== '')).toEqual(offered);
  });
});

/** Types lines and a tab into an interactive zsh, and prints what its screen then shows, up to the awaited text. */
const ZSH_DRIVER = String.raw`
zmodload zsh/zpty
zpty -b shell zsh -f -i
await() {
  local text="" part
  repeat 200; do
    if zpty -r -t shell part; then text+="$part"; [[ "$text" == *$~1* ]] && break; else sleep 0.05; fi
  done
  print -r -- "$text"
}
zpty -w shell "source $1; bindkey '^I' complete-word; print sour''ced"
await sourced >/dev/null
for line wanted in "\${@:2}"; do
  zpty -w -n shell "$line"$'\t'
  print -r -- "$line => $(await $wanted)"
  zpty -w -n shell $'\C-u'
done
zpty -d shell
`.replaceAll('\\$', '$');

describeIn('zsh')('zsh', () => {
  test('completes what is typed, at a prompt', () => {
    const typed = CASES.flatMap(([line, offered]) => [line, offered.length > 1 ? offered.join('*') : `${line.slice(0, line.lastIndexOf(' '))} ${offered[0]} `]);
    const shown = runShell('zsh', '-f', '-c', ZSH_DRIVER, 'zsh', pathOf('zsh'), ...typed).replaceAll('\r', '');
    const parts = shown.split(' => ').slice(1);
    expect(parts.length).toBe(CASES.length);
    CASES.forEach(([line, offered], place) => {
      for (const word of offered) expect({ line, shown: parts[place] }).toEqual({ line, shown: expect.stringContaining(word) });
    });
  });
});
