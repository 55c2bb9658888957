/** The account of the gov module, which every message of a proposal acts for. */
export const GOV_MODULE = 'dydx10d07y265gmmuvt4z0w9aw880jnsr700jnmapky';

export type DydxMessage = { readonly '@type': string; readonly authority: string } & { readonly [field: string]: unknown };
