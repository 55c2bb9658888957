import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { datasetFlag, marketFlag, pathsFlag, policyFlag, seedFlag } from '../../src/cli/flags.js';
import type { LossesReply } from '../../src/pipeline/book-losses.js';

export default class BacktestLosses extends PlimsollCommand {
  static override summary = 'Test forecasts of liquidated and bad debt against replayed history';

  static override description =
    'Forecasts the distribution of the book’s losses week by week, each from the prices known before it, sends the same book through the prices that came, and tests value-at-risk and expected shortfall of both kinds of loss.';

  static override examples = [
    { description: 'The bundled book through 2020 to 2023', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'With more paths, and the tables', command: '<%= config.bin %> <%= command.id %> --paths 2000 --out losses --json' },
  ];

  static override flags = {
    dataset: datasetFlag,
    market: marketFlag,
    policy: policyFlag,
    seed: seedFlag,
    paths: pathsFlag,
    'refit-windows': Flags.integer({ summary: 'Windows after which the price model is fitted anew; 26 when left out.', helpValue: 'N', min: 1 }),
    out: Flags.string({ summary: 'Folder to write the tables into, as CSV files.', helpValue: 'FOLDER' }),
  };

  async run(): Promise<LossesReply> {
    const { flags } = await this.parse(BacktestLosses);
    const { renderLosses } = await import('../../src/cli/render/backtest-summary.js');
    const { LOSSES_STAGES, lossesPipeline } = await import('../../src/pipeline/book-losses.js');
    const reply = await this.runJob(LOSSES_STAGES, (context) => lossesPipeline(flags, context));
    this.show(renderLosses(reply, process.cwd(), this.columns, createStdoutColours()));
    return reply;
  }
}
