import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { createStdoutColours } from '../src/cli/colours.js';
import { fitFlags } from '../src/cli/fit-flags.js';
import { datasetFlag, marketFlag, pathsFlag, policyFlag, seedFlag, workersFlag } from '../src/cli/flags.js';
import type { MarketSimulation } from '../src/pipeline/simulate-market.js';

export default class Simulate extends PlimsollCommand {
  static override summary = 'Simulate one parameter set: losses, and the worst cascade hour by hour';

  static override description =
    "Draws price paths from the fitted models, or takes one given stress, and lets liquidators work through the book. Parameters left out are those in force. The policy's borrower response applies.";

  static override examples = [
    { description: 'The parameters in force on the bundled book', command: '<%= config.bin %> <%= command.id %> --paths 512' },
    { description: 'A higher threshold in the crash of March 2020, for a script', command: '<%= config.bin %> <%= command.id %> --lt-bps 8500 --stress eth-march-2020 --json' },
    { description: 'Margin tiers on the bundled book of perpetual futures', command: '<%= config.bin %> <%= command.id %> --dataset hyperliquid_2023 --tiers 0:40,20000:20' },
  ];

  static override flags = {
    dataset: datasetFlag,
    market: marketFlag,
    policy: policyFlag,
    seed: seedFlag,
    paths: pathsFlag,
    workers: workersFlag,
    'ltv-bps': Flags.integer({ summary: 'Loan-to-value in basis points.', helpValue: 'BPS', min: 0 }),
    'lt-bps': Flags.integer({ summary: 'Liquidation threshold in basis points.', helpValue: 'BPS', min: 0 }),
    'bonus-bps': Flags.integer({ summary: 'Liquidation bonus in basis points over 100 %.', helpValue: 'BPS', min: 0 }),
    tiers: Flags.string({ summary: 'Margin tiers of a perps market: floor in USD and leverage, lowest first.', helpValue: 'FLOOR:LEVERAGE,…' }),
    engine: Flags.string({ summary: '`fast`, or the obvious `reference` that it is held against; `fast` when left out.', options: ['fast', 'reference'] }),
    stress: Flags.string({
      summary: 'A given path instead of drawn ones: a historical fall by name, or a file.',
      description: 'Names: btc-march-2020, eth-march-2020, eth-may-2021, ftt-november-2022, sol-november-2022, crv-august-2023. A file holds `name` and `moves: {FACTOR: [[hour, price ratio], …]}`.',
      helpValue: 'NAME|FILE',
    }),
    tilt: Flags.string({
      summary: 'Draw more of what is rare: shifts a factor’s normal in every step, and weighs the paths back.',
      description: 'In standard deviations per step, e.g. `--tilt ETH/USD=-0.1`. Every figure keeps its meaning; the tail gets more paths, the centre fewer.',
      helpValue: 'FACTOR=SHIFT',
      multiple: true,
    }),
    plots: fitFlags.plots,
  };

  async run(): Promise<MarketSimulation['reply']> {
    const { flags } = await this.parse(Simulate);
    const { renderPerpSimulation } = await import('../src/cli/render/perp-simulate-summary.js');
    const { renderSimulation } = await import('../src/cli/render/simulate-summary.js');
    const { SIMULATE_STAGES } = await import('../src/pipeline/simulate.js');
    const { simulateMarket } = await import('../src/pipeline/simulate-market.js');
    const options = { ...flags, ltvBps: flags['ltv-bps'], liquidationThresholdBps: flags['lt-bps'], liquidationBonusBps: flags['bonus-bps'] };
    const { kind, reply, plots } = await this.runJob(SIMULATE_STAGES, (context) => simulateMarket(options, context));
    const text = kind === 'perps' ? renderPerpSimulation(reply, plots, process.cwd(), this.columns, createStdoutColours()) : renderSimulation(reply, plots, process.cwd(), this.columns, createStdoutColours());
    this.show(text);
    return reply;
  }
}
