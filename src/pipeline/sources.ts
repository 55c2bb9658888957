import { ADAPTERS } from '../sources/adapters/find-adapter.js';

export interface SourceListing {
  readonly sources: readonly {
    readonly name: string;
    readonly fits: string;
    readonly schema: string;
    readonly gives: Readonly<Record<string, boolean>>;
    readonly choices: Readonly<Record<string, string>>;
  }[];
}

/** Lists the schemas that can be pulled and what each gives. */
export function listSources(): SourceListing {
  return { sources: ADAPTERS.map(({ name, fits, schema, gives, choices }) => ({ name, fits, schema, gives: { ...gives }, choices })) };
}
