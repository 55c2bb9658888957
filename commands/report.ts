import { Args, Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { renderReportFiles } from '../src/cli/render/run-folder.js';
import { REPORT_STAGES, rebuildReport, type ReportReply } from '../src/pipeline/report.js';

export default class Report extends PlimsollCommand {
  static override summary = 'Write the report of a run anew, from its outcome alone';

  static override description = 'Needs neither network nor simulation: report.html and report.md come from result.json, which must be as the run wrote it.';

  static override examples = [
    { description: 'Into the run folder', command: '<%= config.bin %> <%= command.id %> reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a' },
    { description: 'Elsewhere', command: '<%= config.bin %> <%= command.id %> reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a --out for-the-forum' },
  ];

  static override args = { folder: Args.string({ description: 'Run folder.', required: true }) };

  static override flags = { out: Flags.string({ summary: 'Folder for the report; the run folder when left out.', helpValue: 'DIR' }) };

  async run(): Promise<ReportReply> {
    const { args, flags } = await this.parse(Report);
    const reply = await this.runJob(REPORT_STAGES, (context) => rebuildReport({ folder: args.folder, out: flags.out }, context));
    this.show(renderReportFiles(reply, process.cwd()));
    return reply;
  }
}
