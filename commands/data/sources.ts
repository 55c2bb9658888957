import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { renderSources } from '../../src/cli/render/sources.js';
import { listSources, type SourceListing } from '../../src/pipeline/sources.js';

export default class DataSources extends PlimsollCommand {
  static override summary = 'List the subgraph schemas that can be pulled, and what each gives';

  static override description = 'Open positions now or at a past block, events, prices, liquidations, depth; and what `data pull --choose` can set.';

  static override examples = [
    { description: 'As a table', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'For a script', command: '<%= config.bin %> <%= command.id %> --json' },
  ];

  async run(): Promise<SourceListing> {
    await this.parse(DataSources);
    const listing = listSources();
    this.show(renderSources(listing, this.columns, createStdoutColours()));
    return listing;
  }
}
