const HYPERLIQUID = 'github hyperliquid-dex/historical_data @ 984357d36a46c95d1426f042e30a3adf2f48e388';
const BINANCE = [
  'github djienne/3EMA_SRSI_ATR @ 29af186a61a76e1f70494e70955e327cde5919ac, user_data/data/binance/<A>_USDT-1h.json',
  'github misrori/binance_startegy @ dbfa7fe7fdd3ffeb898a7e34030bb2811d04e451, data/<A>USDT_1h.csv',
  'origin of both: the exchange’s public hourly candles',
];
const FACTS = 'no licence file; facts that the exchange published';

export const SOURCES = {
  assets: [HYPERLIQUID],
  perp_markets: [`${HYPERLIQUID}: the margins that its liquidations show`, ...BINANCE],
  perp_accounts: [`${HYPERLIQUID}: ledger_updates_non_mm.csv, trades_non_mm.csv`],
  perp_positions: [`${HYPERLIQUID}: trades_non_mm.csv`],
  prices: BINANCE,
  depth_quotes: ['github xenophonlabs/crvUSDrisk @ 7d17fa798e908e1032e4ee432ff14667f284febe, test/data/quotes/quotes.csv'],
};

export const LICENCES = {
  assets: FACTS,
  perp_markets: FACTS,
  perp_accounts: FACTS,
  perp_positions: FACTS,
  prices: 'no licence file in the sources; factual exchange candles',
  depth_quotes: 'MIT',
};

export const NOTES = [
  'Account names are `acct_` and the first 16 hex digits of the SHA-256 of the lower-case address.',
  'Market makers are not in the source, so longs and shorts do not add up to zero.',
  'Positions are the sum of all recorded trades; the entry price is the average over what opened the position, and what closed it realised profit.',
  'Cross margin is deposits less withdrawals plus realised profit; fees and funding of the time are not recorded and left out.',
  'All positions count as cross-margined; of the 62 recorded liquidations a few were isolated.',
  'Margin terms are those that the recorded liquidations show (1 % maintenance, 2 % initial, no fee).',
  'Prices are spot candles against USDT, stamped with the bar’s CLOSE time on full hours, UTC.',
  'Depth quotes are swaps of wrapped ether and bitcoin on Ethereum, of one day, 2023-11-20: a stand-in for the exchange’s own book, which is not recorded.',
];
