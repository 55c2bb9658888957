import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { fitFlags } from '../../src/cli/fit-flags.js';
import type { VolatilityFitReply } from '../../src/pipeline/fit/fit-volatility.js';

export default class FitVolatility extends PlimsollCommand {
  static override summary = 'Fit a volatility model to a price or return series';

  static override description =
    'Estimates with both kinds of standard error, information criteria, forecasts and diagnostics. The fit is kept under data/local/fits ' +
    'and taken from there when data and options are the same.';

  static override examples = [
    {
      description: 'Percent returns from a file of your own',
      command: '<%= config.bin %> <%= command.id %> --input returns.csv --column return_pct',
    },
    {
      description: 'Asymmetric variance with fat, skewed tails on hourly prices',
      command: '<%= config.bin %> <%= command.id %> --input prices.csv.gz --column close --kind price --model gjr --dist skewt',
    },
    {
      description: 'A series of the bundled dataset, for a script',
      command: '<%= config.bin %> <%= command.id %> --dataset aave-v2-steth_2023-06 --series ETH/USD --json',
    },
  ];

  static override flags = {
    ...fitFlags,
    model: Flags.string({
      summary: 'Variance recursion; `garch` when left out. `auto` takes the best by QLIKE on the last fifth of the sample.',
      options: ['garch', 'gjr', 'egarch', 'ewma', 'har', 'auto'],
    }),
    dist: Flags.string({ summary: 'Distribution of the innovations; `normal` when left out.', options: ['normal', 't', 'skewt'] }),
    horizon: Flags.integer({ summary: 'Steps to forecast; 24 when left out.', helpValue: 'N', min: 1, max: 10_000 }),
    'steps-per-day': Flags.integer({ summary: 'Returns that make a day, for `har`; from the dataset, or 1, when left out.', helpValue: 'N', min: 1 }),
  };

  async run(): Promise<VolatilityFitReply> {
    const { flags } = await this.parse(FitVolatility);
    const { renderVolatilityFit } = await import('../../src/cli/render/fit-volatility.js');
    const { fitVolatilityPipeline } = await import('../../src/pipeline/fit/fit-volatility.js');
    const { listFitStages } = await import('../../src/pipeline/fit/keep-fit.js');
    const kept = await this.runJob(listFitStages('volatility', flags), (context) => fitVolatilityPipeline({ ...flags, stepsPerDay: flags['steps-per-day'] }, context));
    this.show(renderVolatilityFit(kept, process.cwd(), this.columns, createStdoutColours()));
    return { ...kept.result, file: kept.file, reused: kept.reused, plotFiles: kept.plotFiles };
  }
}
