import { layOutBars, type HourBar } from './hourly-bars.js';

const HOUR_SECONDS = 3600;

/** One price at one moment; `id` tells observations of one moment apart, so that their order never decides. */
export interface PriceObservation {
  readonly unixSeconds: number;
  readonly id: string;
  readonly price: number;
}

interface SeenHour {
  first: PriceObservation;
  last: PriceObservation;
  high: number;
  low: number;
}

/** Gathers single prices, in any order, into the bars of their hours. Special cases: prices at or below zero are no observations. */
export class HourlyObservations {
  private readonly hoursOf = new Map<string, Map<number, SeenHour>>();

  add(asset: string, observation: PriceObservation): void {
    if (observation.price <= 0) return;
    const hours = this.hoursOf.get(asset) ?? new Map<number, SeenHour>();
    this.hoursOf.set(asset, hours);
    const hour = Math.floor(observation.unixSeconds / HOUR_SECONDS);
    const seen = hours.get(hour);
    if (seen === undefined) {
      hours.set(hour, { first: observation, last: observation, high: observation.price, low: observation.price });
      return;
    }
    if (isBefore(observation, seen.first)) seen.first = observation;
    if (isBefore(seen.last, observation)) seen.last = observation;
    seen.high = Math.max(seen.high, observation.price);
    seen.low = Math.min(seen.low, observation.price);
  }

  /** Rows of the table `prices`, hours without an observation filled and marked. */
  rows(quote: string): ReturnType<typeof layOutBars> {
    return [...this.hoursOf].flatMap(([asset, hours]) => {
      const bars = [...hours].map(([hour, { first, last, high, low }]): [number, HourBar] => [hour, { open: first.price, high, low, close: last.price, volume: null }]);
      return layOutBars(asset, quote, new Map(bars));
    });
  }
}

function isBefore(left: PriceObservation, right: PriceObservation): boolean {
  return left.unixSeconds === right.unixSeconds ? left.id < right.id : left.unixSeconds < right.unixSeconds;
}
