import { Args, Flags } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { renderImport } from '../../src/cli/render/pull-summary.js';
import { IMPORT_STAGES, importPipeline, type ImportReply } from '../../src/pipeline/import.js';

export default class DataImport extends PlimsollCommand {
  static override summary = 'Make a dataset of CSV files';

  static override description =
    'One file per table, with the columns that docs/guide/tables.md lists, named in the header; plain or gzip. Hashes, keys, references and figures are checked as for pulled data, and errors name file and line.';

  static override examples = [
    { description: 'A series of prices', command: '<%= config.bin %> <%= command.id %> prices=prices.csv --name my-prices --licence "own records"' },
    { description: 'A lending book', command: '<%= config.bin %> <%= command.id %> assets=a.csv reserves=r.csv lending_positions=p.csv prices=prices.csv --name book --licence CC0-1.0 --at 2024-08-05' },
  ];

  static override strict = false;

  static override args = {
    file: Args.string({ description: 'Table and its file, as TABLE=FILE; one or more.', required: true }),
  };

  static override flags = {
    name: Flags.string({ summary: 'Name of the new dataset, in data/local/.', helpValue: 'NAME', required: true }),
    licence: Flags.string({ summary: 'Licence of the data, or who may use it.', helpValue: 'TEXT', required: true }),
    description: Flags.string({ summary: 'What the data is; the names of the files when left out.', helpValue: 'TEXT' }),
    at: Flags.string({ summary: 'Time of the snapshot (UTC); the last time in any table when left out.', helpValue: 'DATE' }),
  };

  async run(): Promise<ImportReply> {
    const { argv, flags } = await this.parse(DataImport);
    const reply = await this.runJob(IMPORT_STAGES, (context) => importPipeline({ ...flags, files: argv as string[] }, context));
    this.show(renderImport(reply, this.columns, createStdoutColours()));
    return reply;
  }
}
