import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { canAsk, createAsk } from '../src/cli/prompts.js';
import { renderInit } from '../src/cli/render/init-summary.js';
import { initPipeline, type InitReply } from '../src/pipeline/init.js';

export default class Init extends PlimsollCommand {
  static override summary = 'Write a market and a policy file by answering questions';

  static override description =
    'Asks for venue, network, assets, data and appetite, says what each answer means, and writes two YAML files with comments, both or neither. Every question has a flag; ' +
    'without a terminal all must be given, or --yes takes the usual answers.';

  static override examples = [
    { description: 'Answer the questions', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'The bundled market with a careful policy, without a question', command: '<%= config.bin %> <%= command.id %> --dataset aave-v2-steth_2023-06 --appetite conservative --yes' },
    {
      description: 'A market that its first run pulls from subgraphs',
      command:
        '<%= config.bin %> <%= command.id %> --endpoint Cd2gEDVeqnjBn1hSeqFMitw8Q1iiyV9FYUZkLNRcL87g --depth-endpoint 5zvR82QoaXYFyDEKLZ9t6v9adgnptxYpKpSbxtgVENFV ' +
        '--pools 0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640 --assets WETH,wstETH,USDC --since 2025-11-01 --yes',
    },
  ];

  static override flags = {
    data: Flags.string({ summary: '`dataset` that is here, or `pull` from a subgraph.', options: ['dataset', 'pull'] }),
    dataset: Flags.string({ summary: 'Dataset to study; with a pull, the name of the new one.', helpValue: 'NAME' }),
    venue: Flags.string({ summary: 'Venue whose rules hold, where no market file beside the dataset says it.', options: ['aave-v2', 'aave-v3'] }),
    network: Flags.string({ summary: 'Network of the market.', helpValue: 'NETWORK' }),
    asset: Flags.string({ summary: 'Reserve whose parameters are searched.', helpValue: 'SYMBOL' }),
    'lending-market': Flags.string({ summary: 'Lending market, where the dataset holds several.', helpValue: 'NAME' }),
    endpoint: Flags.string({ summary: 'Subgraph of the positions: a query URL or an id.', helpValue: 'URL|ID' }),
    assets: Flags.string({ summary: 'Assets that are held or owed in a market to be pulled, with commas between.', helpValue: 'LIST' }),
    since: Flags.string({ summary: 'First day of the prices of a market to be pulled.', helpValue: 'YYYY-MM-DD' }),
    'depth-endpoint': Flags.string({ summary: 'Subgraph of the Uniswap v3 pools where liquidators sell.', helpValue: 'URL|ID' }),
    pools: Flags.string({ summary: 'Addresses of those pools, with commas between.', helpValue: 'LIST' }),
    'horizon-days': Flags.string({ summary: 'Days ahead that losses are counted over.', helpValue: 'DAYS' }),
    appetite: Flags.string({ summary: 'Constraints to start from.', options: ['conservative', 'moderate', 'aggressive'] }),
    'market-file': Flags.string({ summary: 'Where the market goes; `market.yaml` when left out.', helpValue: 'FILE' }),
    'policy-file': Flags.string({ summary: 'Where the policy goes; `policy.yaml` when left out.', helpValue: 'FILE' }),
    yes: Flags.boolean({ char: 'y', summary: 'Take the usual answer wherever there is one.' }),
    force: Flags.boolean({ summary: 'Replace the files if they are there.' }),
  };

  async run(): Promise<InitReply> {
    const { flags } = await this.parse(Init);
    const { 'market-file': marketFile, 'policy-file': policyFile, yes, force, json: _json, quiet: _quiet, ...answers } = flags as typeof flags & { json?: boolean };
    const options = { answers: answers as Record<string, string | undefined>, marketFile, policyFile, takesStandards: yes ?? false, replaces: force ?? false };
    const reply = await initPipeline(options, { packageFolder: this.config.root, workingFolder: process.cwd() }, canAsk(this.jsonEnabled()) ? createAsk() : null);
    this.show(renderInit(reply, process.cwd()));
    return reply;
  }
}
