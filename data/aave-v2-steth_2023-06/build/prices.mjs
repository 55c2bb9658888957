import { readCsv } from './csv.mjs';

export const HOUR_SECONDS = 3600;
const START_UNIX_SECONDS = Date.UTC(2019, 0, 1) / 1000;

/** Assets priced by their Binance spot pair against USDT, which stands for USD. */
const PAIRS = { ETH: 'ETHUSDT', BTC: 'BTCUSDT', USDC: 'USDCUSDT', TUSD: 'TUSDUSDT', USDP: 'USDPUSDT', BUSD: 'BUSDUSDT' };

/** Builds the hourly bars of one pair, stamped with their CLOSE time; a missing hour repeats the last close, without volume. */
export function buildBars(dataFolder, asset, pair) {
  const bars = new Map();
  for (const bar of readCsv(`${dataFolder}/binance-spot-1h`, `${pair}_1h.csv.gz`)) {
    const unixSeconds = Number(bar.timestamp) + HOUR_SECONDS;
    if (unixSeconds % HOUR_SECONDS !== 0) throw new Error(`${pair}: bar ${bar.timestamp} does not open on the hour`);
    if (unixSeconds >= START_UNIX_SECONDS) bars.set(unixSeconds, bar);
  }
  const stamps = [...bars.keys()].sort((left, right) => left - right);
  const rows = [];
  let close = NaN;
  for (let unixSeconds = stamps[0]; unixSeconds <= stamps.at(-1); unixSeconds += HOUR_SECONDS) {
    const bar = bars.get(unixSeconds);
    close = bar === undefined ? close : Number(bar.close);
    rows.push({
      asset,
      quote: 'USD',
      unix_seconds: unixSeconds,
      open: bar === undefined ? close : Number(bar.open),
      high: bar === undefined ? close : Number(bar.high),
      low: bar === undefined ? close : Number(bar.low),
      close,
      volume: bar === undefined ? 0 : Number(bar.volume),
      filled: bar === undefined,
    });
  }
  return rows;
}

/** Builds the USD series of every pair. */
export function buildUsdPriceRows(dataFolder) {
  return Object.entries(PAIRS).flatMap(([asset, pair]) => buildBars(dataFolder, asset, pair));
}
