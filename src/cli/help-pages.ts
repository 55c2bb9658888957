import { loadHelpClass, type Config } from '@oclif/core';

/** Shows the help of a command, a topic of commands, or the whole. */
export async function showHelp(subject: readonly string[], config: Config): Promise<{ readonly subject: string }> {
  const HelpClass = await loadHelpClass(config);
  await new HelpClass(config, config.pjson.oclif.helpOptions ?? config.pjson.helpOptions).showHelp([...subject]);
  return { subject: subject.join(' ') };
}

/** Environment variables that flags are read from, with what the flag says of itself. */
export function listFlagVariables({ commands }: Pick<Config, 'commands'>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { flags } of commands) {
    for (const { name, env, summary } of Object.values(flags)) if (env !== undefined && !found.has(env)) found.set(env, `--${name}: ${summary ?? ''}`);
  }
  return found;
}
