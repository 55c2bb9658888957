import { readCsv } from './csv.mjs';
import { HOUR_SECONDS } from './prices.mjs';

/** Anyone may mint stETH from ETH one to one, so a higher ratio is a glitch of the price feed; 1 % is left for feed noise. */
const RATIO_MAX = 1.01;
/** Hampel rule: a point further than `scales` robust deviations from the median of its window is replaced by that median. */
const HAMPEL = { halfWindow: 12, scales: 3, scaleFloorRatio: 0.001 };
/** The rolling median taken afterwards: centred, this many points on each side. */
const SMOOTHING_HALF_WINDOW = 3;
/** Earlier the feed has long gaps and single-hour noise of up to 6 %, too much for any filter. */
const START_UNIX_SECONDS = Date.UTC(2021, 4, 1) / 1000;

function median(values) {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const around = (values, index, half) => values.slice(Math.max(0, index - half), index + half + 1);

/** Cleans a noisy ratio: Hampel, then a short rolling median. Returns the clean ratios and which points Hampel replaced. */
function cleanRatios(ratios) {
  const replaced = ratios.map(() => false);
  const hampel = ratios.map((ratio, index) => {
    const window = around(ratios, index, HAMPEL.halfWindow);
    const centre = median(window);
    const scale = Math.max(1.4826 * median(window.map((value) => Math.abs(value - centre))), HAMPEL.scaleFloorRatio);
    replaced[index] = Math.abs(ratio - centre) > HAMPEL.scales * scale;
    return replaced[index] ? centre : ratio;
  });
  return { replaced, ratios: hampel.map((_, index) => median(around(hampel, index, SMOOTHING_HALF_WINDOW))) };
}

/** Builds the hourly stETH/ETH series: at each full hour the last clean point of that hour, carried forward over hours without one. */
export function buildPegRows(dataFolder) {
  const points = readCsv(`${dataFolder}/coingecko-hourly-usd`, 'derived_stETH_ETH_ratio.csv.gz');
  const possible = points.filter((point) => Number(point.steth_per_eth) <= RATIO_MAX);
  const clean = cleanRatios(possible.map((point) => Number(point.steth_per_eth)));
  const byHour = new Map();
  for (const [index, point] of possible.entries()) {
    const unixSeconds = Math.ceil(Number(point.timestamp) / HOUR_SECONDS) * HOUR_SECONDS;
    byHour.set(unixSeconds, { close: Number(clean.ratios[index].toPrecision(10)), filled: clean.replaced[index] });
  }
  const rows = [];
  const bars = { asset: 'stETH', quote: 'ETH', open: null, high: null, low: null, volume: null };
  const endUnixSeconds = [...byHour.keys()].at(-1);
  let close = NaN;
  for (let unixSeconds = START_UNIX_SECONDS; unixSeconds <= endUnixSeconds; unixSeconds += HOUR_SECONDS) {
    const point = byHour.get(unixSeconds);
    close = point?.close ?? close;
    rows.push({ ...bars, unix_seconds: unixSeconds, close, filled: point?.filled ?? true });
  }
  return rows;
}
