import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { createStdoutColours } from '../src/cli/colours.js';
import { fitFlags } from '../src/cli/fit-flags.js';
import { datasetFlag, marketFlag, pathsFlag, policyFlag, quickFlag, seedFlag, workersFlag } from '../src/cli/flags.js';
import { renderSearchSummary } from '../src/cli/render/search-summary.js';
import { createStageProgress } from '../src/cli/run-progress.js';
import { SEARCH_STAGES, searchPipeline, type SearchReply } from '../src/pipeline/search.js';

export default class Search extends PlimsollCommand {
  static override summary = 'Search parameters under a policy: frontier, recommendation and its reasons, resumable';

  static override description =
    'What `run` does before replay, report and proposal. Every simulated path is kept in a state file; after a kill, --resume goes on from there and ends with the same answer. ' +
    'A state of other inputs is refused.';

  static override examples = [
    { description: 'The frontier of the bundled book, with its picture', command: '<%= config.bin %> <%= command.id %> --plots frontier' },
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

  async run(): Promise<SearchReply> {
    const { flags } = await this.parse(Search);
    const progress = createStageProgress(SEARCH_STAGES, this.isSilent);
    const context = this.surround(progress);
    const reply = await progress.watch(this.runInterruptibly((signal) => searchPipeline(flags, { ...context, signal })));
    this.log(renderSearchSummary(reply, process.cwd(), this.columns, createStdoutColours()));
    return reply;
  }
}
