import { Flags } from '@oclif/core';

/**
 * Flags that mean the same in every command; each can be set by the environment variable `PLIMSOLL_<FLAG>`.
 *
 * None has a default here: the pipeline function that uses a value owns its default.
 */
export const datasetFlag = Flags.string({
  summary: 'Dataset to work on.',
  description: 'The name of a folder in data/local/ or data/ of the working folder, or of a bundled one.',
  helpValue: 'NAME',
  env: 'PLIMSOLL_DATASET',
});

export const marketFlag = Flags.string({
  summary: 'Market file: what is (venue, assets, horizon).',
  helpValue: 'FILE',
  env: 'PLIMSOLL_MARKET',
});

export const policyFlag = Flags.string({
  summary: 'Policy file: what is wanted (objective, constraints, change limits).',
  helpValue: 'FILE',
  env: 'PLIMSOLL_POLICY',
});

export const seedFlag = Flags.integer({
  summary: 'Seed of every random draw; the same seed and inputs give the same bytes.',
  helpValue: 'N',
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  env: 'PLIMSOLL_SEED',
});

export const pathsFlag = Flags.integer({
  summary: 'Number of simulated price paths.',
  helpValue: 'N',
  min: 1,
  env: 'PLIMSOLL_PATHS',
});

export const workersFlag = Flags.integer({
  summary: 'Number of worker threads; changes the speed, never the result.',
  helpValue: 'N',
  min: 1,
  env: 'PLIMSOLL_WORKERS',
});

export const outFlag = Flags.string({
  summary: 'Folder to write the run folder into.',
  helpValue: 'DIR',
  env: 'PLIMSOLL_OUT',
});

export const quickFlag = Flags.boolean({
  summary: 'Fewer paths and candidates: a look in seconds, too rough to decide on.',
  env: 'PLIMSOLL_QUICK',
});
