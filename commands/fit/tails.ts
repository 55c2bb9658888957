import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { fitFlags } from '../../src/cli/fit-flags.js';
import type { TailFitReply } from '../../src/pipeline/fit/fit-tails.js';

export default class FitTails extends PlimsollCommand {
  static override summary = 'Fit the tail of a price or return series beyond a threshold';

  static override description =
    'Generalised Pareto law of what exceeds the threshold, with both kinds of standard error, value-at-risk and expected shortfall ' +
    'with profile intervals, and the table behind the mean-excess and stability plots. Kept and reused like every fit.';

  static override examples = [
    {
      description: 'Falls of a series of the bundled dataset, threshold chosen and explained',
      command: '<%= config.bin %> <%= command.id %> --dataset aave-v2-steth_2023-06 --series ETH/USD',
    },
    {
      description: 'Losses of your own that are positive, beyond 10',
      command: '<%= config.bin %> <%= command.id %> --input losses.csv --column loss --tail upper --threshold 10 --json',
    },
  ];

  static override flags = {
    ...fitFlags,
    tail: Flags.string({ summary: 'Which end: `lower` fits falls as positive losses; `lower` when left out.', options: ['lower', 'upper'] }),
    threshold: Flags.custom<number>({ parse: async (text) => Number(text) })({
      summary: 'Loss from which on the tail is fitted, in scaled returns; chosen and explained when left out.',
      helpValue: 'U',
    }),
  };

  async run(): Promise<TailFitReply> {
    const { flags } = await this.parse(FitTails);
    const { renderTailFit } = await import('../../src/cli/render/fit-tails.js');
    const { fitTailsPipeline } = await import('../../src/pipeline/fit/fit-tails.js');
    const { listFitStages } = await import('../../src/pipeline/fit/keep-fit.js');
    const kept = await this.runJob(listFitStages('tails', flags), (context) => fitTailsPipeline(flags, context));
    this.show(renderTailFit(kept, process.cwd(), this.columns, createStdoutColours()));
    return { ...kept.result, file: kept.file, reused: kept.reused, plotFiles: kept.plotFiles };
  }
}
