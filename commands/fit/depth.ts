import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { fitFlags } from '../../src/cli/fit-flags.js';
import type { DepthFitReply } from '../../src/pipeline/fit/fit-depth.js';

export default class FitDepth extends PlimsollCommand {
  static override summary = 'Fit price impact laws to swap quotes and rank them by their error on quotes held out';

  static override description =
    'Power law (least squares and Theil–Sen), log-quadratic, square root and monotone steps; impact at the sizes you name, flagged ' +
    'where it lies beyond the largest quote.';

  static override examples = [
    {
      description: 'Quotes with a size and an impact per line',
      command: '<%= config.bin %> <%= command.id %> --input quotes.csv --size-column size --impact-column impact',
    },
    {
      description: 'Impact of selling 5,000 and 50,000, for a script',
      command: '<%= config.bin %> <%= command.id %> --input quotes.csv --at 5000 --at 50000 --json',
    },
  ];

  static override flags = {
    input: Flags.string({ summary: 'CSV file of quotes, plain or gzip.', helpValue: 'FILE', required: true }),
    'size-column': Flags.string({ summary: 'Column of the amount sold; `size` when left out.', helpValue: 'NAME' }),
    'impact-column': Flags.string({ summary: 'Column of the average impact as a ratio; `impact` when left out.', helpValue: 'NAME' }),
    'minimum-impact': Flags.custom<number>({ parse: async (text) => Number(text) })({
      summary: 'Quotes at or below this impact are noise of the price and left out; 0.005 when left out.',
      helpValue: 'RATIO',
    }),
    at: Flags.string({ summary: 'Size to tell the impact of; may be given several times.', helpValue: 'SIZE', multiple: true }),
    save: fitFlags.save,
    plots: fitFlags.plots,
    refit: fitFlags.refit,
  };

  async run(): Promise<DepthFitReply> {
    const { flags } = await this.parse(FitDepth);
    const { renderDepthFit } = await import('../../src/cli/render/fit-depth.js');
    const { fitDepthPipeline } = await import('../../src/pipeline/fit/fit-depth.js');
    const { listFitStages } = await import('../../src/pipeline/fit/keep-fit.js');
    const options = { sizeColumn: flags['size-column'], impactColumn: flags['impact-column'], minimumImpactRatio: flags['minimum-impact'], sizes: flags.at };
    const kept = await this.runJob(listFitStages('depth', flags), (context) => fitDepthPipeline({ ...flags, ...options }, context));
    this.show(renderDepthFit(kept, process.cwd(), this.columns, createStdoutColours()));
    return { ...kept.result, file: kept.file, reused: kept.reused, plotFiles: kept.plotFiles };
  }
}
