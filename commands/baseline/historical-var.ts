import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { fitFlags } from '../../src/cli/fit-flags.js';
import { numberFlag } from '../../src/cli/number-flag.js';
import type { BaselineReply } from '../../src/pipeline/baseline.js';

export default class BaselineHistoricalVar extends PlimsollCommand {
  static override summary = 'Compute the liquidation threshold that a haircut by historical value-at-risk leaves';

  static override description =
    '(1 − fall) / (1 + bonus), where the fall is the one that the level of all past horizons stayed within. Prices by default; --kind return takes log returns.';

  static override examples = [
    { description: 'One day of ETH at 99 %', command: '<%= config.bin %> <%= command.id %> --dataset aave-v2-steth_2023-06 --series ETH/USD' },
    { description: 'A week at 99.9 % from prices of your own', command: '<%= config.bin %> <%= command.id %> --input prices.csv --column close --horizon 168 --level 0.999 --json' },
  ];

  static override flags = {
    input: fitFlags.input,
    column: fitFlags.column,
    kind: Flags.string({ summary: 'What the column holds; `price` when left out.', options: ['price', 'return'] }),
    dataset: fitFlags.dataset,
    series: fitFlags.series,
    horizon: Flags.integer({ summary: 'Steps of the series that a fall may take; 24 when left out.', helpValue: 'N', min: 1 }),
    level: numberFlag({ summary: 'Share of past horizons that the haircut covers; 0.99 when left out.' }),
    bonus: numberFlag({ summary: 'Liquidation bonus as a ratio; 0.05 when left out.' }),
  };

  async run(): Promise<BaselineReply> {
    const { flags } = await this.parse(BaselineHistoricalVar);
    const { renderBaseline } = await import('../../src/cli/render/baseline-summary.js');
    const { BASELINE_STAGES, runHistoricalVar } = await import('../../src/pipeline/baseline.js');
    const reply = await this.runJob(BASELINE_STAGES, (context) => runHistoricalVar({ ...flags, horizonSteps: flags.horizon }, context), { isBrief: true });
    this.show(renderBaseline(reply, this.columns, createStdoutColours()));
    return reply;
  }
}
