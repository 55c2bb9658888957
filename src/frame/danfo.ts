/** What Plimsoll uses of danfojs-node 1.2.0: the bundle that the build puts in `dist` carries no types of its own. */
export interface DanfoFrame {
  readonly columns: string[];
  readonly values: (string | number)[][];
  groupby(keys: string[]): { agg(operations: Readonly<Record<string, string | string[]>>): DanfoFrame };
}

export interface Danfo {
  readonly DataFrame: new (rows: readonly (readonly (string | number)[])[], options: { columns: readonly string[] }) => DanfoFrame;
  toCSV(frame: DanfoFrame): string;
}

/**
 * Imports the danfojs bundle, at first use because that takes half a second.
 *
 * Compiled code finds it beside itself; the sources, as jest runs them, find the build's.
 */
export async function loadDanfo(): Promise<Danfo> {
  const place = import.meta.url.endsWith('.ts') ? '../../dist/src/frame/vendor/danfo.mjs' : './vendor/danfo.mjs';
  return (await import(new URL(place, import.meta.url).href)) as Danfo;
}
