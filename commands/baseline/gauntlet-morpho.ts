import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { numberFlag } from '../../src/cli/number-flag.js';
import { renderBaseline } from '../../src/cli/render/baseline-summary.js';
import { runGauntletMorpho, type BaselineReply } from '../../src/pipeline/baseline.js';

export default class BaselineGauntletMorpho extends PlimsollCommand {
  static override summary = 'Find the LLTV that the Gauntlet × Morpho rule recommends';

  static override description =
    'The largest LLTV from 0.01 to 0.99 that leaves no bad debt of one whale position at its LLTV, when the price falls by 0.5 % per step down to the ' +
    'drawdown and liquidators repay so much per step.';

  static override examples = [
    {
      description: 'The published example: 0.93, and 284,536.96 USD of bad debt at 0.94',
      command: '<%= config.bin %> <%= command.id %> --collateral-usd 360383272.29 --repay-usd 20904419.67 --max-drawdown 0.4',
    },
    { description: 'For a script', command: '<%= config.bin %> <%= command.id %> --collateral-usd 200000000 --repay-usd 10000000 --max-drawdown 0.4 --json' },
  ];

  static override flags = {
    'collateral-usd': numberFlag({ summary: 'Collateral of the whale position in USD.', required: true }),
    'repay-usd': numberFlag({ summary: 'Debt in USD that liquidators repay per step.', required: true }),
    'max-drawdown': numberFlag({ summary: 'How far the price falls, as a ratio.', required: true }),
  };

  async run(): Promise<BaselineReply> {
    const { flags } = await this.parse(BaselineGauntletMorpho);
    const reply = runGauntletMorpho({ collateralUsd: flags['collateral-usd'], repayUsd: flags['repay-usd'], maxDrawdownRatio: flags['max-drawdown'] });
    this.show(renderBaseline(reply, this.columns, createStdoutColours()));
    return reply;
  }
}
