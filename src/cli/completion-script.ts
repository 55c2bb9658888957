import type { Config } from '@oclif/core';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

interface CompletionEntry {
  /** With spaces. */
  readonly command: string;
  /** With dashes. */
  readonly flags: readonly string[];
  /** Flag → values to choose from. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** What there is to complete, in the commands' order. */
function listEntries({ commands }: Pick<Config, 'commands'>): CompletionEntry[] {
  return commands
    .filter(({ hidden }) => !hidden)
    .map(({ id, flags }) => ({
      command: id.replaceAll(':', ' '),
      flags: [...Object.keys(flags).map((name) => `--${name}`), '--help'],
      values: Object.fromEntries(Object.values(flags).flatMap((flag) => ('options' in flag && flag.options ? [[`--${flag.name}`, flag.options]] : []))),
    }))
    .sort((a, b) => (a.command < b.command ? -1 : 1));
}

/** The script that a shell reads to complete commands, flags and their values; it runs nothing when a key is pressed. */
export function writeCompletionScript(shell: Shell, config: Pick<Config, 'commands' | 'bin'>): string {
  const entries = listEntries(config);
  return shell === 'fish' ? writeFish(config.bin, entries) : writeBash(config.bin, entries, shell === 'zsh');
}

function writeBash(bin: string, entries: readonly CompletionEntry[], isZsh: boolean): string {
  const words = (list: readonly string[]): string => list.join(' ');
  return [
    ...(isZsh ? ['autoload -U +X compinit && compinit', 'autoload -U +X bashcompinit && bashcompinit'] : []),
    `_${bin}_complete() {`,
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="" word i',
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    '    word="${COMP_WORDS[i]}"',
    '    [[ "$word" == -* ]] && break',
    '    command="${command:+$command }$word"',
    '  done',
    '  case "$command:$previous" in',
    ...entries.flatMap(({ command, values }) => Object.entries(values).map(([flag, options]) => `    "${command}:${flag}") COMPREPLY=($(compgen -W "${words(options)}" -- "$current")); return ;;`)),
    '  esac',
    '  case "$command" in',
    ...listTopics(entries).map(([topic, verbs]) => `    "${topic}") COMPREPLY=($(compgen -W "${words([...verbs, ...(entries.find(({ command }) => command === topic)?.flags ?? [])])}" -- "$current")); return ;;`),
    ...entries.filter(({ command }) => !listTopics(entries).some(([topic]) => topic === command)).map(({ command, flags }) => `    "${command}"*) if [[ "$current" == -* ]]; then COMPREPLY=($(compgen -W "${words(flags)}" -- "$current")); fi; return ;;`),
    '  esac',
    '}',
    `complete -o default -F _${bin}_complete ${bin}`,
    '',
  ].join('\n');
}

/** Beginnings of commands (`''`, `data`, `fit`) → the words that may follow. */
function listTopics(entries: readonly CompletionEntry[]): [string, string[]][] {
  const topics = new Map<string, Set<string>>([['', new Set()]]);
  for (const { command } of entries) {
    const [first, ...rest] = command.split(' ');
    topics.get('')!.add(first!);
    if (rest.length > 0) topics.set(first!, (topics.get(first!) ?? new Set()).add(rest.join(' ')));
  }
  return [...topics].map(([topic, verbs]) => [topic, [...verbs].sort()]);
}

function writeFish(bin: string, entries: readonly CompletionEntry[]): string {
  const quote = (text: string): string => `'${text}'`;
  const topics = new Map(listTopics(entries));
  /** Once the command is typed, and none of its verbs. */
  const seen = (command: string): string => {
    const verbs = topics.get(command);
    const typed = command.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
    return quote([...typed, ...(verbs ? [`not __fish_seen_subcommand_from ${verbs.join(' ')}`] : [])].join('; and '));
  };
  const lines = [...topics].map(([topic, verbs]) => `complete -c ${bin} -f -n ${topic === '' ? quote('__fish_use_subcommand') : seen(topic)} -a ${quote(verbs.join(' '))}`);
  const flags = entries.flatMap(({ command, flags: names, values }) =>
    names.map((flag) => `complete -c ${bin} -n ${seen(command)} -l ${flag.slice(2)}${values[flag] ? ` -x -a ${quote(values[flag].join(' '))}` : ''}`),
  );
  return [...lines, ...flags, ''].join('\n');
}
