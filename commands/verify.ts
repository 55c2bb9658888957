import { Args, Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { createStdoutColours } from '../src/cli/colours.js';
import { workersFlag } from '../src/cli/flags.js';
import { RUN_STAGES } from '../src/pipeline/run-stages.js';
import type { RunVerification } from '../src/pipeline/verify.js';

export default class Verify extends PlimsollCommand {
  static override summary = 'Run a run folder again and compare every byte';

  static override description =
    'Holds the files of a run against their hashes, then repeats the run from its own market and policy files and says which file and which figure ' +
    'differs. Exit code 10 when anything does.';

  static override examples = [
    { description: 'Check a run that somebody sent you', command: '<%= config.bin %> <%= command.id %> reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a' },
    { description: 'The files alone, for a script', command: '<%= config.bin %> <%= command.id %> reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a --files-only --json' },
  ];

  static override args = { folder: Args.string({ description: 'Run folder.', required: true }) };

  static override flags = {
    workers: workersFlag,
    'files-only': Flags.boolean({ summary: 'Only hold the files against their hashes; run nothing.' }),
  };

  async run(): Promise<RunVerification> {
    const { args, flags } = await this.parse(Verify);
    const { renderVerification } = await import('../src/cli/render/run-folder.js');
    const { verifyRun } = await import('../src/pipeline/verify.js');
    const outcome = await this.runJob(RUN_STAGES, (context) => verifyRun({ folder: args.folder, workers: flags.workers, filesOnly: flags['files-only'] }, context));
    this.show(renderVerification(outcome, this.columns, createStdoutColours()));
    if (!outcome.holds) this.failGate();
    return outcome;
  }
}
