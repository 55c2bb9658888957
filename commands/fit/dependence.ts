import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { fitFlags } from '../../src/cli/fit-flags.js';
import type { DependenceFitReply } from '../../src/pipeline/fit/fit-dependence.js';

export default class FitDependence extends PlimsollCommand {
  static override summary = 'Fit how price series move together: shrunk correlation, changing correlation and joint crashes';

  static override description =
    'GARCH(1,1) takes the volatility out of every series first; then Ledoit–Wolf shrinkage, DCC(1,1) and a t copula on the residuals of ' +
    'the hours that all series have.';

  static override examples = [
    {
      description: 'Two series of the bundled dataset',
      command: '<%= config.bin %> <%= command.id %> --dataset aave-v2-steth_2023-06 --series ETH/USD --series BTC/USD',
    },
    {
      description: 'Percent returns side by side in a file of your own',
      command: '<%= config.bin %> <%= command.id %> --input returns.csv --column eth --column btc --json',
    },
  ];

  static override flags = {
    input: fitFlags.input,
    column: Flags.string({ summary: 'Column of percent returns; twice or more.', helpValue: 'NAME', multiple: true }),
    dataset: fitFlags.dataset,
    series: Flags.string({ summary: 'Price series of the dataset; twice or more.', helpValue: 'ETH/USD', multiple: true }),
    save: fitFlags.save,
    plots: fitFlags.plots,
    refit: fitFlags.refit,
  };

  async run(): Promise<DependenceFitReply> {
    const { flags } = await this.parse(FitDependence);
    const { renderDependenceFit } = await import('../../src/cli/render/fit-dependence.js');
    const { fitDependencePipeline } = await import('../../src/pipeline/fit/fit-dependence.js');
    const { listFitStages } = await import('../../src/pipeline/fit/keep-fit.js');
    const kept = await this.runJob(listFitStages('dependence', flags), (context) => fitDependencePipeline(flags, context));
    this.show(renderDependenceFit(kept, process.cwd(), this.columns, createStdoutColours()));
    return { ...kept.result, file: kept.file, reused: kept.reused, plotFiles: kept.plotFiles };
  }
}
