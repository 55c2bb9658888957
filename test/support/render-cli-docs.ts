/** The pages of docs/cli, made from what the commands say of themselves. */
import { Config, type Command } from '@oclif/core';
import PlimsollHelp from '../../src/cli/help.js';
import { listFlagVariables } from '../../src/cli/help-pages.js';
import { listHelpTopics } from '../../src/cli/help-topics.js';
import { CHECKOUT } from './run-plimsoll.js';

class PlainHelp extends PlimsollHelp {
  override formatCommand(command: Command.Loadable): string {
    return super.formatCommand(command);
  }
}

const NOTE = '<!-- Made from the commands: PLIMSOLL_UPDATE_DOCS=1 npm test -- test/contract/cli-docs.test.ts -->';

/** File name → content: an index, a page per first word of the commands, and the topics. */
export async function renderCliDocs(): Promise<Map<string, string>> {
  const config = await Config.load(CHECKOUT);
  const help = new PlainHelp(config, { stripAnsi: true, maxWidth: 110 });
  const commands = [...config.commands].sort((a, b) => (a.id < b.id ? -1 : 1));
  const groups = [...new Set(commands.map(({ id }) => id.split(':')[0]!))];
  const pages = new Map<string, string>();
  for (const group of groups) {
    const sections = commands.filter(({ id }) => id.split(':')[0] === group).map((command) => renderCommand(command, help));
    pages.set(`${group}.md`, `# plimsoll ${group}\n\n${NOTE}\n\n${sections.join('\n')}`);
  }
  const topics = listHelpTopics(listFlagVariables(config));
  pages.set('topics.md', `# Topics\n\n${NOTE}\n\n${topics.map(({ name, summary, text }) => `## ${name}\n\n${summary}.\n\n\`\`\`text\n${text()}\n\`\`\`\n`).join('\n')}`);
  const rows = commands.map(({ id, summary }) => `| [\`${id.replaceAll(':', ' ')}\`](${id.split(':')[0]}.md) | ${summary ?? ''} |`);
  pages.set('README.md', `# The command line\n\n${NOTE}\n\n| Command | Does |\n|---|---|\n${rows.join('\n')}\n\nExit codes, environment variables and more: [topics](topics.md).\n`);
  return pages;
}

function renderCommand(command: Command.Loadable, help: PlainHelp): string {
  const title = command.id.replaceAll(':', ' ');
  // The formatter writes the id with spaces into what it is given.
  const text = help.formatCommand({ ...command }).replace(/\n+EXIT CODES[\s\S]*$/, '').trimEnd();
  return `## plimsoll ${title}\n\n${command.summary}.\n\n\`\`\`text\n${text}\n\`\`\`\n`;
}
