import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { datasetFlag } from '../src/cli/flags.js';
import { renderExport } from '../src/cli/render/run-folder.js';
import { EXPORT_STAGES, exportPipeline, type ExportReply } from '../src/pipeline/export.js';

export default class Export extends PlimsollCommand {
  static override summary = 'Write a table of a dataset or of a run as CSV, Parquet or JSON';

  static override description = 'The source is held against its hash first. What the columns mean stands in docs/guide/tables.md.';

  static override examples = [
    { description: 'The positions of the bundled dataset', command: '<%= config.bin %> <%= command.id %> --dataset aave-v2-steth_2023-06 --table lending_positions --out positions.csv' },
    { description: 'Every simulated path of a run', command: '<%= config.bin %> <%= command.id %> --run reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a --table paths --out paths.parquet' },
  ];

  static override flags = {
    dataset: datasetFlag,
    run: Flags.string({ summary: 'Run folder to take the table from.', helpValue: 'FOLDER' }),
    table: Flags.string({ summary: 'Table to write.', helpValue: 'NAME' }),
    out: Flags.string({ summary: 'File to write; the table and its format in the folder you are in when left out.', helpValue: 'FILE' }),
    format: Flags.string({ summary: "Format; by the file's ending, or csv, when left out.", options: ['csv', 'parquet', 'json'] }),
  };

  async run(): Promise<ExportReply> {
    const { flags } = await this.parse(Export);
    const reply = await this.runJob(EXPORT_STAGES, (context) => exportPipeline(flags, context), { isBrief: true });
    this.show(renderExport(reply, process.cwd()));
    return reply;
  }
}
