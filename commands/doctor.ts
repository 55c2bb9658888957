import { Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { createStdoutColours } from '../src/cli/colours.js';
import { readMachine } from '../src/cli/machine.js';
import type { DoctorReply } from '../src/pipeline/doctor.js';

export default class Doctor extends PlimsollCommand {
  static override summary = 'Check machine, folders, data, endpoints and keys, and say what to fix';

  static override description =
    'Node, memory, folders that can be written, the database, the bundled data; with --endpoint or --market whether the subgraphs answer, fit their source, and are at the head. ' +
    'No key is shown. Exit code 10 when a check is broken.';

  static override examples = [
    { description: 'Look at this machine and folder', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'Ask a subgraph too, before pulling it', command: '<%= config.bin %> <%= command.id %> --endpoint https://host/subgraphs/name/a/b --source messari-lending' },
    { description: 'Every subgraph of a market file, for a script', command: '<%= config.bin %> <%= command.id %> --market market.yaml --json' },
  ];

  static override flags = {
    endpoint: Flags.string({ summary: 'Subgraph to ask: a query URL or an id.', helpValue: 'URL|ID' }),
    source: Flags.string({ summary: 'Schema that it should have; `data sources` lists them.', helpValue: 'SOURCE|FILE.yaml', dependsOn: ['endpoint'] }),
    network: Flags.string({ summary: 'Network of the protocol.', helpValue: 'NETWORK', dependsOn: ['endpoint'] }),
    market: Flags.string({ summary: 'Market file whose subgraphs are asked.', helpValue: 'FILE', env: 'PLIMSOLL_MARKET' }),
  };

  async run(): Promise<DoctorReply> {
    const { flags } = await this.parse(Doctor);
    const { renderDoctor } = await import('../src/cli/render/doctor-summary.js');
    const { DOCTOR_STAGES, examine } = await import('../src/pipeline/doctor.js');
    const reply = await this.runJob(DOCTOR_STAGES, (context) => examine(flags, context, readMachine()), { isBrief: true });
    this.show(renderDoctor(reply, createStdoutColours()));
    if (!reply.holds) this.failGate();
    return reply;
  }
}
