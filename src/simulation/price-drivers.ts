import type { BookAsset } from './book.js';

/** Assets that move alike share a driver: a distinct list of price factors. */
export interface PriceDrivers {
  /** Factor indices of each driver. */
  readonly drivers: readonly (readonly number[])[];
  /** Index into `drivers`, one per asset. */
  readonly driverOfAsset: readonly number[];
}

/** Finds the distinct factor lists among a book's assets, in order of first appearance. */
export function findPriceDrivers(assets: readonly BookAsset[]): PriceDrivers {
  const driverByKey = new Map<string, number>();
  const drivers: (readonly number[])[] = [];
  const driverOfAsset = assets.map(({ factors }) => {
    const key = factors.join(',');
    const known = driverByKey.get(key);
    if (known !== undefined) return known;
    driverByKey.set(key, drivers.length);
    return drivers.push(factors) - 1;
  });
  return { drivers, driverOfAsset };
}
