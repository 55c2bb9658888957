import { parseEndpoint } from '../../sources/client/endpoint.js';
import { parseDate } from '../pull/parse-date.js';
import type { Question } from './interview.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const HORIZON_DAYS_MAX = 60;

/** Whatever a check throws is what is wrong. */
function troubleOf(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

export const DATA_QUESTION: Question = {
  flag: 'data',
  message: 'Where the positions and prices come from',
  meaning: 'A dataset that is here needs no network. A pull takes everything from one block of a subgraph, at the first run, and keeps it.',
  choices: [
    { value: 'dataset', meaning: 'one that is bundled, pulled or imported already' },
    { value: 'pull', meaning: 'from a subgraph, when the run starts' },
  ],
  standard: 'dataset',
};

export const VENUE_QUESTION: Question = {
  flag: 'venue',
  message: 'The venue whose rules hold',
  meaning: "It decides health, what a liquidation takes, and which parameters may be set to what; the rules are the contract's.",
  choices: [
    { value: 'aave-v3', meaning: 'Aave v3: LTV, liquidation threshold, liquidation bonus of one reserve' },
    { value: 'aave-v2', meaning: 'Aave v2: the same three, health in ETH' },
  ],
  standard: 'aave-v3',
};

export const NETWORK_QUESTION: Question = {
  flag: 'network',
  message: 'The network the market is on',
  meaning: 'It names the market in the data; a subgraph that states another network is refused.',
  standard: 'ethereum',
  check: (answer) => (/^[a-z][a-z0-9-]*$/.test(answer) ? null : 'a network is written in small letters, e.g. ethereum, arbitrum, base'),
};

export const ENDPOINT_QUESTION: Question = {
  flag: 'endpoint',
  message: 'The subgraph of the positions',
  meaning: 'A query URL, or the id of a subgraph or deployment of The Graph Network. Never write a key here: it is read from PLIMSOLL_SUBGRAPH_KEY.',
  check: (answer) =>
    troubleOf(() => parseEndpoint(answer, 'any')) ?? (parseEndpoint(answer, 'any').key === 'any' ? null : 'the endpoint holds a key, and the file is kept with every run; put the key into PLIMSOLL_SUBGRAPH_KEY'),
};

export const DEPTH_ENDPOINT_QUESTION: Question = {
  ...ENDPOINT_QUESTION,
  flag: 'depth-endpoint',
  message: 'The subgraph of Uniswap v3 pools, where liquidators sell',
  meaning: 'What a sale of each size would fetch is computed from these pools; it decides how far prices fall in a cascade.',
};

export const POOLS_QUESTION: Question = {
  flag: 'pools',
  message: 'Addresses of the pools, with commas between',
  meaning: 'The deepest pools of the asset against a stable coin; sales are split over all of them.',
  check: (answer) => (answer.split(',').every((pool) => /^0x[0-9a-fA-F]{40}$/.test(pool.trim())) ? null : 'each pool is an address of 0x and 40 digits'),
};

export const SINCE_QUESTION: Question = {
  flag: 'since',
  message: 'First day of the prices (YYYY-MM-DD)',
  meaning: 'Models are fitted on the prices from here on: a year or more, so that they have seen a fall.',
  check: (answer) => (/^\d{4}-\d{2}-\d{2}$/.test(answer) ? troubleOf(() => parseDate(answer, '--since')) : 'a day is written YYYY-MM-DD'),
};

export const ASSETS_QUESTION: Question = {
  flag: 'assets',
  message: 'The assets that are held or owed, with commas between',
  meaning: 'Every one must be named, or the run says which are missing. Stable coins stay at a dollar; the others move with the asset under study until you say otherwise.',
  check: (answer) => (answer.split(',').every((asset) => /^[A-Za-z0-9.₮+-]+$/.test(asset.trim())) ? null : 'symbols with commas between, e.g. WETH,USDC'),
};

export const HORIZON_QUESTION: Question = {
  flag: 'horizon-days',
  message: 'Days ahead that losses are counted over',
  meaning: 'Longer horizons see deeper falls: a vote takes about a week, so 7 is the time until parameters could be set again.',
  standard: '7',
  check: (answer) => (/^\d+(\.\d+)?$/.test(answer) && Number(answer) > 0 && Number(answer) <= HORIZON_DAYS_MAX ? null : `the horizon is a number of days, above 0 and at most ${HORIZON_DAYS_MAX}`),
};

/** The name of a dataset that is yet to be pulled. @param standard made of venue and network */
export function askDatasetName(standard: string): Question {
  return {
    flag: 'dataset',
    message: 'The name of the new dataset',
    meaning: 'Its folder in data/local/. A dataset is never changed: give newer data another name.',
    standard,
    check: (answer) => (NAME.test(answer) ? null : 'a name is letters, digits, dots, dashes and underscores'),
  };
}

export function askDataset(datasets: readonly { readonly value: string; readonly meaning: string }[], standard: string): Question {
  return { flag: 'dataset', message: 'The dataset', meaning: 'Runs rest on its bytes: reports name its hash.', choices: datasets, standard };
}

export function askAsset(assets: readonly { readonly value: string; readonly meaning: string }[], standard: string): Question {
  return {
    flag: 'asset',
    message: 'The reserve whose parameters are searched',
    meaning: 'Its LTV, liquidation threshold and liquidation bonus are varied; those of every other reserve stay.',
    choices: assets,
    standard,
  };
}

export function askAppetite(policies: readonly { readonly value: string; readonly meaning: string }[]): Question {
  return { flag: 'appetite', message: 'The risk appetite', meaning: 'The constraints a recommendation must keep. Each is a sentence in the policy file that you can change.', choices: policies, standard: 'moderate' };
}
