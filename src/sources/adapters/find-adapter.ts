import { UsageError } from '../../core/errors.js';
import type { SourceAdapter } from '../adapter.js';
import { aaveV3 } from './aave-v3/adapter.js';
import { compoundV3 } from './compound-v3/adapter.js';
import { gmxV2 } from './gmx-v2/adapter.js';
import { messariLending } from './messari-lending/adapter.js';
import { messariPerps } from './messari-perps/adapter.js';
import { morphoBlue } from './morpho-blue/adapter.js';
import { perpetualV2 } from './perpetual-v2/adapter.js';
import { synthetixV3 } from './synthetix-v3/adapter.js';
import { uniswapV3 } from './uniswap-v3/adapter.js';

/** Every schema that can be pulled. */
export const ADAPTERS: readonly SourceAdapter[] = [
  messariLending,
  aaveV3,
  compoundV3,
  morphoBlue,
  messariPerps,
  gmxV2,
  synthetixV3,
  perpetualV2,
  uniswapV3,
];

/** @throws UsageError when there is no such source */
export function findAdapter(name: string): SourceAdapter {
  const adapter = ADAPTERS.find((candidate) => candidate.name === name);
  if (adapter !== undefined) return adapter;
  throw new UsageError(`there is no source \`${name}\``, { where: '--source', suggestions: [`Use one of: ${ADAPTERS.map((candidate) => candidate.name).join(', ')}; \`plimsoll data sources\` says what each gives.`] });
}

/** @throws UsageError when a choice is made that the source does not know */
export function requireChoices({ name, choices }: SourceAdapter, made: Readonly<Record<string, string>>): void {
  const unknown = Object.keys(made).find((choice) => !Object.hasOwn(choices, choice));
  if (unknown === undefined) return;
  const known = Object.keys(choices);
  throw new UsageError(`the source ${name} has no choice \`${unknown}\``, { where: '--choose', suggestions: [known.length > 0 ? `Use one of: ${known.join(', ')}.` : 'Leave it out: this source has nothing to choose.'] });
}
