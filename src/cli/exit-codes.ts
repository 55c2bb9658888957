import { EXIT_CODES } from '../core/errors.js';

const EXIT_CODE_MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  done: 'Done.',
  usage: 'The command line or a configuration file asks for something that cannot be.',
  data: 'A dataset is missing, altered, truncated or breaks its contract.',
  source: 'A source outside (network, subgraph, registry) did not answer as needed.',
  model: 'A model gives no usable result.',
  infeasible: 'No candidate meets the policy.',
  gate: 'Done, but a condition you asked for did not hold.',
  bug: 'A bug in Plimsoll; please report it.',
  interrupted: 'Interrupted by Ctrl-C; nothing was left half-written.',
};

/** What each exit code says to a user or a script: rows of (code, meaning), in rising order. */
export function listExitCodes(): [string, string][] {
  return Object.entries(EXIT_CODES).map(([kind, code]) => [String(code), EXIT_CODE_MEANINGS[kind as keyof typeof EXIT_CODES]]);
}
