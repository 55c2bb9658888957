import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { datasetFlag, pathsFlag, seedFlag } from '../../src/cli/flags.js';
import type { ForecastReply } from '../../src/pipeline/forecast.js';

export default class BacktestForecast extends PlimsollCommand {
  static override summary = 'Hold forecasts of real liquidations against what happened';

  static override description =
    'Rebuilds every vault day by day from its events, forecasts the next day and the next week from what was known then, and scores the forecasts: Brier skill against climatology and constant volatility, calibration, warnings, predicted and actual amounts.';

  static override examples = [
    { description: 'Eighteen months of Maker ETH-B vaults', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'Another split, with the tables', command: '<%= config.bin %> <%= command.id %> --split 2021-08-01 --out forecast --json' },
  ];

  static override flags = {
    dataset: datasetFlag,
    split: Flags.string({ summary: 'Day from which forecasts are tested, earlier ones being fitted on; 2021-05-01 when left out.', helpValue: 'YYYY-MM-DD' }),
    seed: seedFlag,
    paths: pathsFlag,
    out: Flags.string({ summary: 'Folder to write the tables into, as CSV files.', helpValue: 'FOLDER' }),
  };

  async run(): Promise<ForecastReply> {
    const { flags } = await this.parse(BacktestForecast);
    const { renderForecast } = await import('../../src/cli/render/forecast-summary.js');
    const { FORECAST_STAGES, forecastPipeline } = await import('../../src/pipeline/forecast.js');
    const reply = await this.runJob(FORECAST_STAGES, (context) => forecastPipeline(flags, context));
    this.show(renderForecast(reply, process.cwd(), this.columns, createStdoutColours()));
    return reply;
  }
}
