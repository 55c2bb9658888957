import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { renderDatasetListing } from '../../src/cli/render/data-summary.js';
import { listDatasets, type DatasetListing } from '../../src/pipeline/data.js';

export default class DataList extends PlimsollCommand {
  static override summary = 'List the datasets that a run can use';

  static override description = 'Looks in data/local/ and data/ of the working folder and among the bundled datasets.';

  static override examples = [
    { description: 'What is there', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'For a script', command: '<%= config.bin %> <%= command.id %> --json' },
  ];

  async run(): Promise<DatasetListing> {
    await this.parse(DataList);
    const listing = await listDatasets({ packageFolder: this.config.root, workingFolder: process.cwd() });
    this.show(renderDatasetListing(listing, createStdoutColours()));
    return listing;
  }
}
