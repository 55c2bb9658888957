import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { datasetFlag, marketFlag, policyFlag, seedFlag, workersFlag } from '../../src/cli/flags.js';
import type { BacktestReply } from '../../src/pipeline/backtest.js';

export default class Backtest extends PlimsollCommand {
  static override summary = 'Hold every model against history and say what held';

  static override description =
    'Value-at-risk of prices rolled over years, the losses of the book forecast week by week and replayed, and liquidations of recorded accounts forecast one by one: each claim with whether it held.';

  static override examples = [
    { description: 'All of it on the bundled book', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'For a script: the claims that did not hold', command: "<%= config.bin %> <%= command.id %> --json | jq '.verdicts[] | select(.holds == false)'" },
  ];

  static override flags = { dataset: datasetFlag, market: marketFlag, policy: policyFlag, seed: seedFlag, workers: workersFlag };

  async run(): Promise<BacktestReply> {
    const { flags } = await this.parse(Backtest);
    const { renderBacktest } = await import('../../src/cli/render/backtest-summary.js');
    const { BACKTEST_STAGES, backtestPipeline } = await import('../../src/pipeline/backtest.js');
    const reply = await this.runJob(BACKTEST_STAGES, (context) => backtestPipeline(flags, context));
    this.show(renderBacktest(reply, this.columns, createStdoutColours()));
    return reply;
  }
}
