/** A guide read as something to follow: the files that it shows and the commands that it gives, in its order. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKOUT } from './run-plimsoll.js';

/** Guides whose commands ask the registry, so that `install.test.ts` follows them. */
export const INSTALLING_GUIDES = ['install', 'library'];

export interface Guide {
  /** Name, as the comment in its first line says → text. */
  readonly files: ReadonlyMap<string, string>;
  /** Each block of shell as it stands. */
  readonly blocks: readonly string[];
}

/** Reads a page of the checkout. @param page path from the checkout's root */
export function readGuide(page: string): Guide {
  const text = readFileSync(join(CHECKOUT, page), 'utf8');
  const fenced = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, block]) => ({ language: language!, block: block! }));
  const named = fenced.flatMap(({ language, block }) => {
    const name = language === 'yaml' ? /^# (\S+\.yaml)\n/.exec(block)?.[1] : undefined;
    return name === undefined ? [] : [[name, block] as const];
  });
  return { files: new Map(named), blocks: fenced.filter(({ language }) => language === 'sh').map(({ block }) => block) };
}

/** Writes the files that the guide shows, as its reader would. */
export async function writeGuideFiles(guide: Guide, folder: string, adapt: (text: string) => string): Promise<void> {
  for (const [name, text] of guide.files) await writeFile(join(folder, name), adapt(text));
}

/** The block as a script that stops at the first command that fails and names it on stderr. */
export function stopAtFailure(block: string): string {
  return `set -eE -o pipefail; trap 'echo "failed: $BASH_COMMAND" >&2' ERR\n${block}`;
}

/** Commands of Plimsoll in a text of shell, joined over continued lines, without what is piped on. */
export function listCommands(shell: string): string[] {
  const lines = shell.replaceAll(/\\\n\s*/g, '').split('\n');
  return lines.flatMap((line) => /^\s*(?:npx )?(plimsoll (?:[^|#"]|"[^"]*")*)/.exec(line)?.[1] ?? []).map((command) => command.trim());
}
