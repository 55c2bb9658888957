import { Args, Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { createStdoutColours } from '../src/cli/colours.js';
import { renderProposeSummary } from '../src/cli/render/propose-summary.js';
import { proposePipeline, type ProposeReply } from '../src/pipeline/propose.js';

export default class Propose extends PlimsollCommand {
  static override summary = 'Write the drafts and payloads of a run anew, and check what a signer would want to hold';

  static override description =
    'From the outcome of a run alone: the forum draft, the calls with what their bytes say, a Safe batch with its checksum, an OpenZeppelin Governor bundle ' +
    'with its proposal id, unsigned Snapshot data, the updates that a risk steward may make, or the folder of an Aave improvement proposal with its payload. Addresses come from your own address book.';

  static override examples = [
    { description: 'The forum draft under your name', command: '<%= config.bin %> <%= command.id %> reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a --author alice' },
    {
      description: 'A Safe batch and the calls, ending with exit code 10 when somebody would be hit',
      command: '<%= config.bin %> <%= command.id %> reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a --format safe --format calls --addresses book.yaml --fail-on nobody-hit',
    },
  ];

  static override args = { folder: Args.string({ description: 'Run folder.', required: true }) };

  static override flags = {
    format: Flags.string({ summary: 'Form to write; repeatable. `arfc` when left out.', options: ['arfc', 'calls', 'safe', 'governor', 'snapshot', 'steward', 'aip', 'aip-calls'], multiple: true }),
    addresses: Flags.string({ summary: 'Address book: network, chainId, source, date, contracts, assets.', helpValue: 'FILE', env: 'PLIMSOLL_ADDRESSES' }),
    venue: Flags.string({ summary: "Venue whose contracts the payload is for; the run's when left out.", options: ['aave-v2', 'aave-v3'] }),
    engine: Flags.string({ summary: 'Aave version that a steward update or an AIP is for; `v3.6` when left out.', options: ['v3.6', 'v3.7'] }),
    author: Flags.string({ summary: "Name in the draft's header.", helpValue: 'NAME', env: 'PLIMSOLL_AUTHOR' }),
    date: Flags.string({ summary: 'Day of the proposal; today when left out.', helpValue: 'YYYY-MM-DD', env: 'PLIMSOLL_DATE' }),
    space: Flags.string({ summary: 'Snapshot space.', helpValue: 'NAME' }),
    'snapshot-block': Flags.integer({ summary: 'Block at which votes are counted, or at which the test of an AIP forks.', helpValue: 'N', min: 0 }),
    'max-age-days': Flags.integer({ summary: 'Refuse to propose from a snapshot that is more days older than the proposal; 30, for executable forms, when left out.', helpValue: 'N', min: 0 }),
    diff: Flags.boolean({ summary: 'Show every parameter before and after.' }),
    out: Flags.string({ summary: "Folder for the drafts; the run's own proposal/ when left out.", helpValue: 'DIR' }),
    'fail-on': Flags.string({ summary: 'Gate that must hold, or `any`; repeatable.', helpValue: 'GATE', multiple: true }),
  };

  async run(): Promise<ProposeReply> {
    const { args, flags } = await this.parse(Propose);
    const options = { ...flags, run: args.folder, formats: flags.format, snapshotBlock: flags['snapshot-block'], maxAgeDays: flags['max-age-days'], failOn: flags['fail-on'] };
    const reply = await proposePipeline(options, { workingFolder: process.cwd(), today: new Date().toISOString().slice(0, 10) });
    this.log(renderProposeSummary(reply, process.cwd(), createStdoutColours()));
    if (reply.failed.length > 0) this.failGate();
    return reply;
  }
}
