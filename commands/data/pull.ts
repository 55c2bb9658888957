import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import type { PullReply } from '../../src/pipeline/pull.js';

export default class DataPull extends PlimsollCommand {
  static override summary = 'Pull a subgraph into a dataset';

  static override description =
    'Every page is taken from one pinned block; a pull that breaks off continues with --resume and ends in the same bytes. An API key is read from PLIMSOLL_SUBGRAPH_KEY or THEGRAPH_API_KEY and sent in the Bearer header only.';

  static override examples = [
    { description: 'Positions, prices and liquidations of Aave v3 from The Graph Network', command: '<%= config.bin %> <%= command.id %> --source messari-lending --endpoint JCNWRypm7FYwV8fx5HhzZPSFaMxgkPuw4TnR3Gpi81zk --name aave-v3_now' },
    { description: 'As it was on a day', command: '<%= config.bin %> <%= command.id %> --source messari-lending --endpoint https://host/subgraphs/name/a/b --name b_2024-08-05 --at 2024-08-05' },
    { description: 'What is new since then, as b_2024-08-05.v2', command: '<%= config.bin %> <%= command.id %> --source messari-lending --endpoint https://host/subgraphs/name/a/b --name b_2024-08-05 --since latest' },
    { description: 'Continue a pull that broke off', command: '<%= config.bin %> <%= command.id %> --source messari-lending --endpoint https://host/subgraphs/name/a/b --name b_2024-08-05 --at 2024-08-05 --resume' },
  ];

  static override flags = {
    source: Flags.string({ summary: 'Schema of the subgraph; `data sources` lists them. Or a mapping file of your own.', helpValue: 'SOURCE|FILE.yaml', required: true }),
    endpoint: Flags.string({ summary: 'Query URL, or subgraph or deployment id of The Graph Network.', helpValue: 'URL|ID', required: true }),
    name: Flags.string({ summary: 'Name of the new dataset, in data/local/.', helpValue: 'NAME', required: true }),
    network: Flags.string({ summary: 'Network of the protocol, e.g. ethereum, arbitrum, base; ethereum when left out.', helpValue: 'NETWORK' }),
    block: Flags.integer({ summary: 'Block that everything is taken from.', helpValue: 'N', min: 0 }),
    at: Flags.string({ summary: 'Take everything from the last block at or before this time (UTC).', helpValue: 'DATE' }),
    since: Flags.string({ summary: 'First time of events, liquidations and prices; 180 days before the end when left out. `latest` adds to the dataset of that name, as its next version.', helpValue: 'DATE|latest' }),
    until: Flags.string({ summary: 'Last time of events, liquidations and prices; the pinned block when left out.', helpValue: 'DATE' }),
    tables: Flags.string({ summary: 'What to pull: positions,prices,liquidations,depth,events; the first three when left out.', helpValue: 'LIST' }),
    choose: Flags.string({ summary: 'A choice of the source, e.g. pools=0x…; may be repeated.', helpValue: 'NAME=VALUE', multiple: true }),
    'in-flight': Flags.integer({ summary: 'Most requests under way at once; 16 when left out.', helpValue: 'N', min: 1, max: 256 }),
    confirmations: Flags.integer({ summary: 'Blocks kept below the head; 64 when left out.', helpValue: 'N', min: 0 }),
    'time-limit': Flags.integer({ summary: 'Seconds to wait for one reply; 60 when left out.', helpValue: 'SECONDS', min: 1 }),
    resume: Flags.boolean({ summary: 'Continue the unfinished pull of this name.' }),
    'allow-indexing-errors': Flags.boolean({ summary: 'Take data from a subgraph that has failed, with a warning.' }),
  };

  async run(): Promise<PullReply> {
    const { flags } = await this.parse(DataPull);
    const { renderPull } = await import('../../src/cli/render/pull-summary.js');
    const { PULL_STAGES, pullPipeline } = await import('../../src/pipeline/pull.js');
    const nowMs = (): number => performance.now();
    const reply = await this.runJob(PULL_STAGES, (context) => pullPipeline(flags, { ...context, nowMs }), { remedy: 'Go on with --resume: the pages are kept.' });
    this.show(renderPull(reply, this.columns, createStdoutColours()));
    return reply;
  }
}
