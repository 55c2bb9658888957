import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { fitFlags } from '../../src/cli/fit-flags.js';
import { renderVolatilityFit } from '../../src/cli/render/fit-volatility.js';
import { fitVolatilityPipeline, type VolatilityFitReply } from '../../src/pipeline/fit/fit-volatility.js';

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
      description: 'A series of the bundled dataset, for a script',
      command: '<%= config.bin %> <%= command.id %> --dataset aave-v2-steth_2023-06 --series ETH/USD --json',
    },
  ];

  static override flags = {
    ...fitFlags,
    model: Flags.string({ summary: 'Variance recursion; `garch` when left out.', options: ['garch', 'ewma'] }),
  };

  async run(): Promise<VolatilityFitReply> {
    const { flags } = await this.parse(FitVolatility);
    const kept = await fitVolatilityPipeline(flags, {
      packageFolder: this.config.root,
      workingFolder: process.cwd(),
      version: this.config.version,
    });
    this.log(renderVolatilityFit(kept, process.cwd(), createStdoutColours()));
    return { ...kept.result, file: kept.file, reused: kept.reused };
  }
}
