import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { numberFlag } from '../../src/cli/number-flag.js';
import { renderBaseline } from '../../src/cli/render/baseline-summary.js';
import { runSmartLtv, type BaselineReply } from '../../src/pipeline/baseline.js';

export default class BaselineSmartLtv extends PlimsollCommand {
  static override summary = 'Compute what the SmartLTV formula recommends';

  static override description = 'exp(−c · sigma / √(liquidity / debt)) − beta, from flags alone: to hold beside a recommendation of the cascade model.';

  static override examples = [
    { description: 'The published example: 82.44 %', command: '<%= config.bin %> <%= command.id %> --sigma 0.1 --liquidity 1000000 --debt 200000 --beta 0.05 --c 3' },
    { description: 'Half the liquidity, for a script', command: '<%= config.bin %> <%= command.id %> --sigma 0.1 --liquidity 500000 --debt 200000 --json' },
  ];

  static override flags = {
    sigma: numberFlag({ summary: 'Volatility while a liquidation is worked off, as a ratio.', required: true }),
    liquidity: numberFlag({ summary: 'Amount in USD that can be sold within the accepted slippage.', required: true }),
    debt: numberFlag({ summary: 'Debt in USD, or the debt cap.', required: true }),
    beta: numberFlag({ summary: 'Liquidation bonus as a ratio; 0.05 when left out.' }),
    c: numberFlag({ summary: 'Volatilities that a fall may be; 3 when left out.' }),
  };

  async run(): Promise<BaselineReply> {
    const { flags } = await this.parse(BaselineSmartLtv);
    const { sigma, liquidity: liquidityUsd, debt: debtUsd, beta, c } = flags;
    const reply = runSmartLtv({ sigma, liquidityUsd, debtUsd, beta, c });
    this.show(renderBaseline(reply, this.columns, createStdoutColours()));
    return reply;
  }
}
