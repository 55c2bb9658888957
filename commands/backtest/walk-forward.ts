import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { datasetFlag, marketFlag, pathsFlag, policyFlag, seedFlag, workersFlag } from '../../src/cli/flags.js';
import type { WalkForwardReply } from '../../src/pipeline/walk-forward.js';

export default class BacktestWalkForward extends PlimsollCommand {
  static override summary = 'Choose parameters on the past, hold them on what came, and price stale ones';

  static override description =
    'At every step the search runs on models fitted to the prices known by then; its choice, the first choice and today’s values are held through the weeks that followed. Says what keeping the first choice cost.';

  static override examples = [
    { description: 'Half-yearly choices on the bundled book', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'Quarterly, with more paths and the table', command: '<%= config.bin %> <%= command.id %> --hold-weeks 13 --paths 1024 --out walk --json' },
  ];

  static override flags = {
    dataset: datasetFlag,
    market: marketFlag,
    policy: policyFlag,
    seed: seedFlag,
    paths: pathsFlag,
    workers: workersFlag,
    'hold-weeks': Flags.integer({ summary: 'Weeks that each choice is held; 26 when left out.', helpValue: 'N', min: 1 }),
    out: Flags.string({ summary: 'Folder to write the table into, as CSV.', helpValue: 'FOLDER' }),
  };

  async run(): Promise<WalkForwardReply> {
    const { flags } = await this.parse(BacktestWalkForward);
    const { renderWalkForward } = await import('../../src/cli/render/backtest-summary.js');
    const { WALK_FORWARD_STAGES, walkForwardPipeline } = await import('../../src/pipeline/walk-forward.js');
    const reply = await this.runJob(WALK_FORWARD_STAGES, (context) => walkForwardPipeline(flags, context));
    this.show(renderWalkForward(reply, process.cwd(), this.columns, createStdoutColours()));
    return reply;
  }
}
