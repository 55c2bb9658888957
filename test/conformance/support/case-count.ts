import fc, { type IAsyncProperty } from 'fast-check';
import { fuzzParameters } from '../../support/fuzz.js';

/** Runs a property, then says on the terminal how many cases it compared, by outcome; none at all is a failure. */
export async function runCompared<T>(title: string, property: IAsyncProperty<T>, runs: number, counts: Readonly<Record<string, number>>): Promise<void> {
  await fc.assert(property, { ...fuzzParameters<T>(runs), endOnFailure: true });
  const compared = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const parts = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
  process.stderr.write(`conformance: ${title}: ${compared} cases compared (${parts.join(', ')})\n`);
  if (compared === 0) throw new Error(`${title} compared no case`);
}
