import { Args } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { SHELLS, writeCompletionScript, type Shell } from '../src/cli/completion-script.js';

export default class Completion extends PlimsollCommand {
  static override summary = 'Print what makes a shell complete commands, flags and values';

  static override description = `The script is complete in itself: pressing a key starts nothing. To have it in every session:
- bash: put the first example into ~/.bashrc
- zsh: put the second into ~/.zshrc
- fish: plimsoll completion fish > ~/.config/fish/completions/plimsoll.fish`;

  static override examples = [
    { description: 'In bash, for this session', command: 'source <(<%= config.bin %> <%= command.id %> bash)' },
    { description: 'In zsh', command: 'source <(<%= config.bin %> <%= command.id %> zsh)' },
    { description: 'In fish', command: '<%= config.bin %> <%= command.id %> fish | source' },
  ];

  static override args = { shell: Args.string({ description: 'Shell to write for.', options: [...SHELLS], required: true }) };

  async run(): Promise<{ shell: string; script: string }> {
    const { args } = await this.parse(Completion);
    const script = writeCompletionScript(args.shell as Shell, this.config);
    this.log(script);
    return { shell: args.shell, script };
  }
}
