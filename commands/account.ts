import { Args, Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { createStdoutColours } from '../src/cli/colours.js';
import { datasetFlag } from '../src/cli/flags.js';
import type { AccountReply } from '../src/pipeline/account.js';

export default class Account extends PlimsollCommand {
  static override summary = 'Say how one account stands: health, liquidation prices, what a liquidator could take';

  static override description =
    "Runs the venue's own arithmetic on one account of a lending or perps venue, from a file or a dataset. --price asks the question at another " +
    'price, --parameters under a proposal. With --json every number is text, so that no digit is lost on the way.';

  static override examples = [
    { description: 'An account from a file, at another price of WETH', command: '<%= config.bin %> <%= command.id %> whale.yaml --price WETH=1500' },
    {
      description: 'An account of a dataset under a proposal, for a script',
      command: '<%= config.bin %> <%= command.id %> --dataset aave-v2-steth_2023-06 --account acct_00a44b5155246388 --parameters proposal.yaml --json',
    },
  ];

  static override args = {
    file: Args.string({ description: 'Account file, YAML or JSON: venue, market, positions, prices.' }),
  };

  static override flags = {
    dataset: datasetFlag,
    account: Flags.string({ summary: 'Account to take from the dataset.', helpValue: 'ADDRESS', dependsOn: ['dataset'], env: 'PLIMSOLL_ACCOUNT' }),
    venue: Flags.string({ summary: "Venue whose rules to apply to the dataset's account, instead of its own.", helpValue: 'NAME', dependsOn: ['dataset'] }),
    price: Flags.string({ summary: 'Oracle price of an asset to assume; repeatable.', helpValue: 'ASSET=PRICE', multiple: true }),
    parameters: Flags.string({ summary: 'Parameters to try: a file with part of the market section.', helpValue: 'FILE', env: 'PLIMSOLL_PARAMETERS' }),
  };

  async run(): Promise<AccountReply> {
    const { args, flags } = await this.parse(Account);
    const { renderAccountSummary } = await import('../src/cli/render/account-summary.js');
    const { ACCOUNT_STAGES, inspectAccount } = await import('../src/pipeline/account.js');
    const { dataset, account, venue, price: prices, parameters } = flags;
    const reply = await this.runJob(ACCOUNT_STAGES, (context) => inspectAccount({ file: args.file, dataset, account, venue, prices, parameters }, context), { isBrief: true });
    this.show(renderAccountSummary(reply, this.columns, createStdoutColours()));
    return reply;
  }
}
