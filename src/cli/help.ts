import { CommandHelp, Help, type HelpSectionRenderer } from '@oclif/core';
import { listExitCodes } from './exit-codes.js';

/** oclif's help of one command, with the exit codes at the end. */
class PlimsollCommandHelp extends CommandHelp {
  protected override sections(): { header: string; generate: HelpSectionRenderer }[] {
    return [...super.sections(), { header: 'EXIT CODES', generate: () => ({ header: 'EXIT CODES', body: listExitCodes() }) }];
  }
}

/** Named as `oclif.helpClass` in package.json, which wants a default export. */
export default class PlimsollHelp extends Help {
  protected override CommandHelpClass = PlimsollCommandHelp;

  protected override async showRootHelp(): Promise<void> {
    await super.showRootHelp();
    this.log('`plimsoll help topics` lists what belongs to no single command: exit codes, environment variables, datasets, reproducibility.');
  }
}
