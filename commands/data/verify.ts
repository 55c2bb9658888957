import { Args } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { renderDatasetReport } from '../../src/cli/render/data-summary.js';
import { VERIFY_STAGES, verifyDataset, type DatasetReport } from '../../src/pipeline/data.js';

/** The exit code of bad data, for a dataset whose checks fail: the report is printed all the same. */
const BAD_DATA = 3;

export default class DataVerify extends PlimsollCommand {
  static override summary = 'Check that a dataset is what its manifest says';

  static override description =
    'Hashes, schema, keys, references between tables, and health factors recomputed from the per-asset positions. Exit code 3 when a check fails.';

  static override examples = [
    { description: 'Check the bundled dataset', command: '<%= config.bin %> <%= command.id %> aave-v2-steth_2023-06' },
    { description: 'For a script', command: '<%= config.bin %> <%= command.id %> aave-v2-steth_2023-06 --json' },
  ];

  static override args = {
    name: Args.string({ description: 'Name of the dataset.', required: true }),
  };

  async run(): Promise<DatasetReport> {
    const { args } = await this.parse(DataVerify);
    const report = await this.runJob(VERIFY_STAGES, (context) => verifyDataset(args.name, context), { isBrief: true });
    this.show(renderDatasetReport(report, createStdoutColours()));
    if (!report.holds) process.exitCode = BAD_DATA;
    return report;
  }
}
