import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { createStdoutColours } from '../src/cli/colours.js';
import { datasetFlag, marketFlag, outFlag, pathsFlag, policyFlag, quickFlag, seedFlag, workersFlag } from '../src/cli/flags.js';
import { RUN_STAGES } from '../src/pipeline/run-stages.js';
import type { MarketRunOutcome } from '../src/pipeline/run-market.js';

export default class Run extends PlimsollCommand {
  static override summary = 'Turn a book of positions into a recommendation, a report and a proposal draft';

  static override description =
    'Fits volatility and depth, simulates liquidations, searches LTV, liquidation threshold and bonus of one reserve, or the margin tiers of ' +
    'perpetual futures, under a policy, replays history, and writes report and proposal into a run folder. The same inputs and seed give the same result.json.';

  static override examples = [
    { description: 'The whole job on the bundled book of Aave v2 accounts', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'Margin tiers on the bundled book of perpetual futures', command: '<%= config.bin %> <%= command.id %> --dataset hyperliquid_2023' },
    {
      description: 'For a script: the recommendation as JSON, with a policy of your own',
      command: '<%= config.bin %> <%= command.id %> --policy my-policy.yaml --seed 7 --json',
    },
  ];

  static override flags = {
    dataset: datasetFlag,
    market: marketFlag,
    policy: policyFlag,
    seed: seedFlag,
    paths: pathsFlag,
    workers: workersFlag,
    out: outFlag,
    quick: quickFlag,
    date: Flags.string({ summary: 'Date written into the proposal draft; today when left out.', helpValue: 'YYYY-MM-DD', env: 'PLIMSOLL_DATE' }),
  };

  async run(): Promise<MarketRunOutcome['result']> {
    const { flags } = await this.parse(Run);
    const { renderRunSummary } = await import('../src/cli/render/run-summary.js');
    const { renderPerpRunSummary } = await import('../src/cli/render/perp-run-summary.js');
    const { runMarket } = await import('../src/pipeline/run-market.js');
    const outcome = await this.runJob(RUN_STAGES, (context) => runMarket(flags, context));
    const { folder } = outcome;
    if (outcome.kind === 'perps') {
      this.show(renderPerpRunSummary(outcome, process.cwd(), this.columns, createStdoutColours()));
      return { ...outcome.result, folder };
    }
    this.show(renderRunSummary(outcome, process.cwd(), this.columns, createStdoutColours()));
    return { ...outcome.result, folder };
  }
}
