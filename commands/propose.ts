import { Args, Flags } from '@oclif/core';
import { PlimsollCommand } from '../src/cli/base-command.js';
import { createStdoutColours } from '../src/cli/colours.js';
import { PROPOSAL_FORMATS, PROPOSAL_VENUES } from '../src/pipeline/propose/proposal-request.js';
import type { ProposeReply } from '../src/pipeline/propose.js';

export default class Propose extends PlimsollCommand {
  static override summary = 'Write the drafts and payloads of a proposal, and check what a signer would want to hold';

  static override description =
    'From the outcome of a run, or from a file of changes, alone: the forum draft, the calls with what their bytes say, a Safe batch with its checksum, a Governor bundle ' +
    'with its proposal id, unsigned Snapshot data, and the own forms of Aave, Compound, dYdX, GMX, Synthetix, Hyperliquid, Drift and Perpetual. Addresses come from ' +
    'your own address book. Nothing is signed or sent. Forms by venue, and what a file of changes looks like: docs/guide/propose.md.';

  static override examples = [
    { description: 'The forum draft under your name', command: '<%= config.bin %> <%= command.id %> reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a --author alice' },
    {
      description: 'A Safe batch and the calls, ending with exit code 10 when somebody would be hit',
      command: '<%= config.bin %> <%= command.id %> reports/aave-v2-steth-june-2023-moderate-5c2f6ffe7a --format safe --format calls --addresses book.yaml --fail-on nobody-hit',
    },
    { description: 'Changes written down by hand, shown without writing anything', command: '<%= config.bin %> <%= command.id %> --changes changes.yaml --addresses book.yaml --preview' },
  ];

  static override args = { folder: Args.string({ description: 'Run folder.' }) };

  static override flags = {
    run: Flags.string({ summary: 'Run folder, as the argument.', helpValue: 'DIR' }),
    changes: Flags.string({ summary: 'File of changes to propose, instead of a run.', helpValue: 'FILE', exclusive: ['run'] }),
    'in-force': Flags.string({ summary: 'Values in force on the venue, for a run: a file of changes without `to`. Needed where the run is of another perps venue.', helpValue: 'FILE', exclusive: ['changes'] }),
    format: Flags.string({ summary: "Form to write; repeatable. The venue's draft for people when left out; a form that the venue does not take is refused with those it does.", options: PROPOSAL_FORMATS, multiple: true }),
    addresses: Flags.string({ summary: 'Address book: network, chainId, source, date, contracts, assets, markets.', helpValue: 'FILE', env: 'PLIMSOLL_ADDRESSES' }),
    venue: Flags.string({ summary: "Venue whose contracts the payload is for; the run's when left out.", options: PROPOSAL_VENUES }),
    engine: Flags.string({ summary: 'Aave version that a steward update or an AIP is for; `v3.6` when left out.', options: ['v3.6', 'v3.7'] }),
    author: Flags.string({ summary: "Name in the draft's header.", helpValue: 'NAME', env: 'PLIMSOLL_AUTHOR' }),
    date: Flags.string({ summary: 'Day of the proposal; today when left out.', helpValue: 'YYYY-MM-DD', env: 'PLIMSOLL_DATE' }),
    space: Flags.string({ summary: 'Snapshot space.', helpValue: 'NAME' }),
    'snapshot-block': Flags.integer({ summary: 'Block at which votes are counted, or at which the test of an AIP forks.', helpValue: 'N', min: 0 }),
    'payload-id': Flags.integer({ summary: "Number of a registered payload, for the proposal's call in `aave-vote`.", helpValue: 'N', min: 0 }),
    'max-age-days': Flags.integer({ summary: 'Refuse to propose from data that are more days older than the proposal; 30, for executable forms, when left out.', helpValue: 'N', min: 0 }),
    diff: Flags.boolean({ summary: 'Show every parameter before and after.' }),
    against: Flags.string({ summary: 'Folder of earlier drafts: show what changed since.', helpValue: 'DIR' }),
    preview: Flags.boolean({ summary: 'Show the drafts and write nothing.' }),
    out: Flags.string({ summary: "Folder for the drafts; drafts/ in the run's, or ./proposal for a file of changes, when left out.", helpValue: 'DIR' }),
    'fail-on': Flags.string({ summary: 'Gate that must hold, or `any`; repeatable.', helpValue: 'GATE', multiple: true }),
  };

  async run(): Promise<ProposeReply> {
    const { args, flags } = await this.parse(Propose);
    const { renderProposeSummary } = await import('../src/cli/render/propose-summary.js');
    const { PROPOSE_STAGES, proposePipeline } = await import('../src/pipeline/propose.js');
    const options = {
      ...flags,
      folder: args.folder,
      formats: flags.format,
      snapshotBlock: flags['snapshot-block'],
      payloadId: flags['payload-id'],
      maxAgeDays: flags['max-age-days'],
      inForce: flags['in-force'],
      failOn: flags['fail-on'],
    };
    const reply = await this.runJob(PROPOSE_STAGES, (context) => proposePipeline(options, { ...context, today: context.now().toISOString().slice(0, 10) }), { isBrief: true });
    this.log(renderProposeSummary(reply, process.cwd(), this.columns, createStdoutColours()));
    if (reply.failed.length > 0) this.failGate();
    return reply;
  }
}
