import { Args } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { listFlagVariables, showHelp } from '../src/cli/help-pages.js';
import { listHelpTopics } from '../src/cli/help-topics.js';
import { renderHelpTopic, renderHelpTopics } from '../src/cli/render/help-topics.js';

export default class HelpCommand extends PlimsollCommand {
  static override summary = 'Show help of a command, or a topic';

  static override description = '`help topics` lists what belongs to no single command: exit codes, environment variables, datasets, reproducibility, output, interrupting.';

  static override examples = [
    { description: 'Topics beside the commands', command: '<%= config.bin %> <%= command.id %> topics' },
    { description: 'One of them', command: '<%= config.bin %> <%= command.id %> topics exit-codes' },
    { description: 'Of a command, as --help there', command: '<%= config.bin %> <%= command.id %> data pull' },
  ];

  static override strict = false;

  static override args = { subject: Args.string({ description: 'Command, or `topics` and the name of one.' }) };

  async run(): Promise<object> {
    const { argv } = await this.parse(HelpCommand);
    const [first, name] = argv as string[];
    if (first !== 'topics') return showHelp(argv as string[], this.config);
    const topics = listHelpTopics(listFlagVariables(this.config));
    this.log(name === undefined ? renderHelpTopics(topics) : renderHelpTopic(topics, name));
    return { topics: topics.filter((topic) => name === undefined || topic.name === name).map((topic) => ({ ...topic, text: topic.text() })) };
  }
}
