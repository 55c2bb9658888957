import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { layOutBars, type HourBar } from '../../mapping/hourly-bars.js';

const HOUR_SECONDS = 3600;

interface Series {
  readonly asset: string;
  readonly quote: string;
}

/** One of the two collections with a row per hour of activity. */
interface HourData {
  readonly field: string;
  /** Path to what the row is of. */
  readonly owner: string;
  readonly volume: string;
}

/**
 * Bars of the hours with activity, on an unbroken grid.
 *
 * Special cases: a bar opens with the first price seen in its hour; zero stands for a price that was not seen. Prices of pools are of token 1 in token 0.
 * @param find series of a pool or token, by its id
 */
export async function* buildPrices(input: BuildInput, { field, owner, volume }: HourData, find: (id: string) => Series): AsyncIterable<TableRows> {
  const read = new EntityReader(field);
  const barsOf = new Map<string, Map<number, HourBar>>();
  for await (const page of input.read(field)) {
    for (const entity of page) {
      const id = read.text(entity, owner);
      const bars = barsOf.get(id) ?? new Map<number, HourBar>();
      barsOf.set(id, bars);
      const at = (name: string): number | null => positiveOrNull(read.double(entity, name));
      const start = read.count(entity, 'periodStartUnix');
      if (start % HOUR_SECONDS !== 0) throw read.refuse(entity, 'periodStartUnix', `is no full hour: ${start}`);
      bars.set(start / HOUR_SECONDS, { open: at('open'), high: at('high'), low: at('low'), close: at('close') ?? 0, volume: read.double(entity, volume) });
    }
  }
  for (const [id, bars] of barsOf) {
    const { asset, quote } = find(id);
    yield { table: 'prices', rows: layOutBars(asset, quote, bars) };
  }
}

function positiveOrNull(value: number): number | null {
  return value > 0 ? value : null;
}
