import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { datasetFlag, marketFlag, policyFlag } from '../../src/cli/flags.js';
import type { LiquidationsReply } from '../../src/pipeline/liquidations.js';

export default class BacktestLiquidations extends PlimsollCommand {
  static override summary = 'Compare simulated liquidation calls with recorded ones';

  static override description =
    'Sends the book through the weeks of 11,229 recorded calls on Aave v2 and compares the distributions: size per call, calls per account and day, further calls on one debt, penalty by collateral, and which days were bad. Says where they agree and where not. There is no randomness.';

  static override examples = [
    { description: 'The bundled book against December 2020 to April 2022', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'For a script, with every simulated call', command: '<%= config.bin %> <%= command.id %> --out calls --json' },
  ];

  static override flags = {
    dataset: datasetFlag,
    market: marketFlag,
    policy: policyFlag,
    recorded: Flags.string({ summary: 'Dataset of recorded calls; the bundled one when left out.', helpValue: 'NAME' }),
    out: Flags.string({ summary: 'Folder to write the tables into, as CSV files.', helpValue: 'FOLDER' }),
  };

  async run(): Promise<LiquidationsReply> {
    const { flags } = await this.parse(BacktestLiquidations);
    const { renderLiquidations } = await import('../../src/cli/render/backtest-summary.js');
    const { LIQUIDATIONS_STAGES, liquidationsPipeline } = await import('../../src/pipeline/liquidations.js');
    const reply = await this.runJob(LIQUIDATIONS_STAGES, (context) => liquidationsPipeline(flags, context));
    this.show(renderLiquidations(reply, process.cwd(), this.columns, createStdoutColours()));
    return reply;
  }
}
