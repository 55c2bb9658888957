import { resolve } from 'node:path';
import { readTextFile } from '../../storage/text-file.js';
import { ordinaryVolatility } from '../stages/build-scenario.js';
import type { FittedModels } from '../stages/fit-models.js';
import { buildNamedStress, parseStressFile, type StressMarket, type StressPath } from './stress-path.js';

const HOURS_PER_YEAR = 365.25 * 24;
const SECONDS_PER_DAY = 86_400;

/** What of a market file a stress depends on. */
export interface StressedMarket {
  readonly factors: Readonly<Record<string, unknown>>;
  readonly horizonDays: number;
  readonly stepSeconds: number;
}

/**
 * Reads a stress by its name or file, and gives the function that builds its path once the models are fitted: a named fall is mapped by volatility.
 *
 * @throws UsageError when there is neither such a name nor such a file, or the file is wrong: now, not after the fit
 */
export async function openStress(nameOrFile: string, { factors, horizonDays, stepSeconds }: StressedMarket, workingFolder: string): Promise<(models: Pick<FittedModels, 'summary'>) => StressPath> {
  const text = await readTextFile(resolve(workingFolder, nameOrFile)).catch(() => null);
  const names = Object.keys(factors);
  const build = (volatilityOf: (factor: string) => number): StressPath => {
    const market: StressMarket = { factors: names, steps: Math.round((horizonDays * SECONDS_PER_DAY) / stepSeconds), stepSeconds, hourlyVolatility: names.map(volatilityOf) };
    return text === null ? buildNamedStress(nameOrFile, market) : parseStressFile(text, nameOrFile, market);
  };
  build(() => 1);
  return (models) => build((factor) => ordinaryVolatility(factor, models) / Math.sqrt(HOURS_PER_YEAR));
}
