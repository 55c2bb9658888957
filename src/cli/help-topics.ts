import { listExitCodes } from './exit-codes.js';

/** A page of help that belongs to no single command. */
export interface HelpTopic {
  readonly name: string;
  readonly summary: string;
  readonly text: () => string;
}

/** Variables that are no flag's: `PLIMSOLL_<FLAG>` of the flags are listed by `plimsoll help topics environment` from the commands themselves. */
const OTHER_VARIABLES: readonly (readonly [string, string])[] = [
  ['PLIMSOLL_SUBGRAPH_KEY', 'API key for subgraphs, sent in the Bearer header alone; THEGRAPH_API_KEY when it is not set.'],
  ['NO_COLOR', 'No colours, when set to anything but the empty text.'],
  ['FORCE_COLOR', '1, 2 or 3: colours also where there is no terminal; 0: none.'],
  ['CI', 'Progress as plain lines, also on a terminal.'],
  ['TERM', '`dumb`: progress as plain lines.'],
  ['DEBUG', 'Stacks under errors, when set.'],
];

/** Every topic. @param flagVariables variable → what the flag says of itself */
export function listHelpTopics(flagVariables: ReadonlyMap<string, string>): readonly HelpTopic[] {
  return [
    { name: 'exit-codes', summary: 'What each exit code says to a script', text: () => layOut(listExitCodes()) },
    { name: 'environment', summary: 'Variables that are read', text: () => layOut([...[...flagVariables].sort(([a], [b]) => (a < b ? -1 : 1)), ...OTHER_VARIABLES]) },
    { name: 'datasets', summary: 'Where data lie and how they are told apart', text: () => DATASETS },
    { name: 'reproducibility', summary: 'What is promised, and how to check it', text: () => REPRODUCIBILITY },
    { name: 'output', summary: 'What goes to stdout and what to stderr', text: () => OUTPUT },
    { name: 'interrupting', summary: 'What Ctrl-C leaves, and how to go on', text: () => INTERRUPTING },
  ];
}

function layOut(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, meaning]) => `${name.padEnd(width)}  ${meaning}`).join('\n');
}

const DATASETS = `A dataset is a folder: manifest.json and one Parquet file per table, each with its hash. A name is looked up in
data/local/ of the working folder, then in data/ there, then among the bundled ones; \`plimsoll data list\` shows all.
A dataset is never changed: newer data get another name, or \`--since latest\` makes the next version beside it.
What it rests on (endpoint, deployment, block, queries, licence) stands in its manifest; no key does.
A run refuses a table whose bytes are not what the manifest says (exit code 3); \`plimsoll data verify NAME\` checks all.`;

const REPRODUCIBILITY = `The same dataset, market file, policy file, seed and version give the same bytes of result.json, report and proposal,
for any number of workers, on the same platform and major version of Node. Random draws depend on seed, purpose and path alone.
A run folder holds its market and policy file and the hashes of everything; its name ends in the hash of its inputs.
\`plimsoll verify reports/<run-id>\` holds the files against their hashes, runs it all again, and names what differs.
What changes from run to run (time, machine, workers) stands apart in the manifest and enters no figure.`;

const OUTPUT = `stdout holds the result and nothing else: text for people, or one JSON object with --json.
Progress and errors go to stderr: one line redrawn on a terminal, plain lines elsewhere (also where CI is set or TERM is dumb) and one more
every ten seconds of a long stage, nothing of progress with --json or --quiet. It shows the stage, its share and count, the rate
and, after two seconds, the time that is left; of what is mostly over at once only what takes more than a second.
On a terminal, sentences are folded and a wide table goes on below, beside its first column; elsewhere nothing is folded
or cut but sentences. Colours: on a terminal, or with FORCE_COLOR; never with NO_COLOR.`;

const INTERRUPTING = `Ctrl-C ends a command within a second or so with exit code 130, at every stage; workers end with it. Run folders, reports,
drafts, tables and datasets exist whole or not at all; what was there before is left as it was.
A pull goes on with --resume, a search with \`search --resume\`; both end in the bytes of an uninterrupted one. A second Ctrl-C
ends the process at once.`;
