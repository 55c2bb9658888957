import { Args } from '@oclif/core';
import { PlimsollCommand } from '../../src/cli/base-command.js';
import { createStdoutColours } from '../../src/cli/colours.js';
import { datasetFlag } from '../../src/cli/flags.js';
import { renderQueryResult } from '../../src/cli/render/query-result.js';
import { DEFAULT_DATASET } from '../../src/pipeline/inputs.js';
import { QUERY_STAGES, queryDataset, type QueryReply } from '../../src/pipeline/query.js';

export default class DataQuery extends PlimsollCommand {
  static override summary = 'Ask a question in SQL about the tables of a dataset';

  static override description = 'DuckDB SQL over the tables by their names; read only, in memory, cut off from files and network. Without --dataset: the bundled lending book.';

  static override examples = [
    { description: 'What is supplied and owed, by asset', command: "<%= config.bin %> <%= command.id %> \"SELECT side, asset, count(*) AS accounts FROM lending_positions GROUP BY ALL ORDER BY accounts DESC\"" },
    { description: 'Open interest by market, for a script', command: "<%= config.bin %> <%= command.id %> \"SELECT market, sum(abs(size_raw)) / 1e18 AS base FROM perp_positions GROUP BY market\" --dataset hyperliquid_2023 --json" },
  ];

  static override args = { sql: Args.string({ description: 'Question in SQL.', required: true }) };

  static override flags = { dataset: datasetFlag };

  async run(): Promise<QueryReply> {
    const { args, flags } = await this.parse(DataQuery);
    const reply = await this.runJob(QUERY_STAGES, (context) => queryDataset(args.sql, flags.dataset ?? DEFAULT_DATASET, context), { isBrief: true });
    this.show(renderQueryResult(reply, process.stdout.columns || Infinity, createStdoutColours()));
    return reply;
  }
}
