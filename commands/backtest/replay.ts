import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { datasetFlag, marketFlag, policyFlag } from '../../src/cli/flags.js';
import type { ReplayReply } from '../../src/pipeline/replay.js';

export default class BacktestReplay extends PlimsollCommand {
  static override summary = 'Send the book through historical windows, parameter sets side by side';

  static override description =
    'Today’s values, proposed ones (a run’s recommendation or your own) and what simpler rules would set, each through the market file’s windows or through yours. There is no randomness.';

  static override examples = [
    { description: 'A run’s recommendation beside today’s values and the baselines', command: '<%= config.bin %> <%= command.id %> --run reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a' },
    { description: 'Values and a window of your own', command: '<%= config.bin %> <%= command.id %> --lt-bps 8500 --window "June 2022=2022-06-10..2022-06-19" --json' },
  ];

  static override flags = {
    dataset: datasetFlag,
    market: marketFlag,
    policy: policyFlag,
    run: Flags.string({ summary: 'Run folder whose recommendation is the proposed set.', helpValue: 'FOLDER', exclusive: ['dataset', 'market', 'policy'] }),
    'ltv-bps': Flags.integer({ summary: 'Proposed loan-to-value in basis points.', helpValue: 'BPS', min: 0 }),
    'lt-bps': Flags.integer({ summary: 'Proposed liquidation threshold in basis points.', helpValue: 'BPS', min: 0 }),
    'bonus-bps': Flags.integer({ summary: 'Proposed liquidation bonus in basis points over 100 %.', helpValue: 'BPS', min: 0 }),
    window: Flags.string({ summary: 'Days in UTC, FROM..TO or NAME=FROM..TO; may be repeated. The market file’s windows when left out.', helpValue: 'WINDOW', multiple: true }),
    out: Flags.string({ summary: 'Folder to write the table into, as CSV.', helpValue: 'FOLDER' }),
  };

  async run(): Promise<ReplayReply> {
    const { flags } = await this.parse(BacktestReplay);
    const { renderReplay } = await import('../../src/cli/render/backtest-summary.js');
    const { REPLAY_STAGES, replayPipeline } = await import('../../src/pipeline/replay.js');
    const proposed = { ltvBps: flags['ltv-bps'], liquidationThresholdBps: flags['lt-bps'], liquidationBonusBps: flags['bonus-bps'] };
    const { dataset, market, policy, run, out } = flags;
    const reply = await this.runJob(REPLAY_STAGES, (context) => replayPipeline({ dataset, market, policy, run, out, proposed, windows: flags.window }, context));
    this.show(renderReplay(reply, process.cwd(), this.columns, createStdoutColours()));
    return reply;
  }
}
