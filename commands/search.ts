import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { createStdoutColours } from '../src/cli/colours.js';
import { fitFlags } from '../src/cli/fit-flags.js';
import { datasetFlag, marketFlag, pathsFlag, policyFlag, quickFlag, seedFlag, workersFlag } from '../src/cli/flags.js';
import type { PerpSearchReply } from '../src/pipeline/perps/search-perps.js';
import type { SearchReply } from '../src/pipeline/search.js';

export default class Search extends PlimsollCommand {
  static override summary = 'Search parameters under a policy: frontier, recommendation and its reasons, resumable';

  static override description =
    'What `run` does before replay, report and proposal. Every simulated path is kept in a state file; after a kill, --resume goes on from there and ends with the same answer. ' +
    'A state of other inputs is refused.';

  static override examples = [
    { description: 'The frontier of the bundled book, with its picture', command: '<%= config.bin %> <%= command.id %> --plots frontier' },
    { description: 'Margin tiers of the bundled book of perpetual futures', command: '<%= config.bin %> <%= command.id %> --dataset hyperliquid_2023' },
    { description: 'Go on where it was stopped, for a script', command: '<%= config.bin %> <%= command.id %> --resume --json' },
  ];

  static override flags = {
    dataset: datasetFlag,
    market: marketFlag,
    policy: policyFlag,
    seed: seedFlag,
    paths: pathsFlag,
    workers: workersFlag,
    quick: quickFlag,
    resume: Flags.boolean({ summary: 'Go on from the state file that a search of the same inputs left.' }),
    state: Flags.string({ summary: 'State file; reports/searches/<run-id>.jsonl when left out.', helpValue: 'FILE' }),
    plots: fitFlags.plots,
  };

  async run(): Promise<SearchReply | PerpSearchReply> {
    const { flags } = await this.parse(Search);
    const { renderPerpSearchSummary } = await import('../src/cli/render/perp-search-summary.js');
    const { renderSearchSummary } = await import('../src/cli/render/search-summary.js');
    const { searchMarket } = await import('../src/pipeline/search-market.js');
    const { SEARCH_STAGES } = await import('../src/pipeline/search.js');
    const reply = await this.runJob(SEARCH_STAGES, (context) => searchMarket(flags, context), { remedy: 'Go on with --resume: what was simulated is kept.' });
    const surroundings = [process.cwd(), this.columns, createStdoutColours()] as const;
    this.show('kind' in reply ? renderPerpSearchSummary(reply, ...surroundings) : renderSearchSummary(reply, ...surroundings));
    return reply;
  }
}
