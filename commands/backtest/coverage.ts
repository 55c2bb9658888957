import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { datasetFlag, seedFlag } from '../../src/cli/flags.js';
import type { CoverageReply } from '../../src/pipeline/coverage.js';

export default class BacktestCoverage extends PlimsollCommand {
  static override summary = 'Test value-at-risk and expected shortfall against the losses that came';

  static override description =
    'Seven models forecast the distribution of the next return, step by step, each from what was known before. One is chosen on an earlier span; all are tested on a later one: Kupiec, Christoffersen, the Basel traffic light and expected shortfall.';

  static override examples = [
    { description: 'One day ahead, ETH in USD, tested on 2019 to 2023', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'Bitcoin over 12 hours at three levels, with the tables', command: '<%= config.bin %> <%= command.id %> --dataset aave-v2-steth_2023-06 --series BTC/USD --horizon-hours 12 --levels 0.9,0.95,0.99 --out coverage --json' },
  ];

  static override flags = {
    dataset: datasetFlag,
    series: Flags.string({ summary: 'Series of prices; ETH/USD when left out.', helpValue: 'ETH/USD' }),
    'horizon-hours': Flags.integer({ summary: 'Length of a step; 24 when left out.', helpValue: 'N', min: 1, max: 720 }),
    levels: Flags.string({ summary: 'Levels of value-at-risk; 0.95,0.99 when left out.', helpValue: 'LIST' }),
    choose: Flags.string({ summary: 'Day from which models are chosen between; 365 steps after the start when left out.', helpValue: 'YYYY-MM-DD' }),
    split: Flags.string({ summary: 'Day from which forecasts are tested; 730 steps after the start when left out, 2019-01-01 of the bundled series.', helpValue: 'YYYY-MM-DD' }),
    'refit-steps': Flags.integer({ summary: 'Steps after which models are fitted anew; 30 when left out.', helpValue: 'N', min: 1 }),
    seed: seedFlag,
    out: Flags.string({ summary: 'Folder to write the tables into, as CSV files.', helpValue: 'FOLDER' }),
  };

  async run(): Promise<CoverageReply> {
    const { flags } = await this.parse(BacktestCoverage);
    const { renderCoverage } = await import('../../src/cli/render/coverage-summary.js');
    const { COVERAGE_STAGES, coveragePipeline } = await import('../../src/pipeline/coverage.js');
    const reply = await this.runJob(COVERAGE_STAGES, (context) => coveragePipeline(flags, context));
    this.show(renderCoverage(reply, process.cwd(), this.columns, createStdoutColours()));
    return reply;
  }
}
