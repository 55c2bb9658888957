const AAVE = 'github lidofinance/aave-liquidation-model @ a44561e9c62438e3987437218a40f82d9898b8a1';
const BINANCE = [
  'github djienne/3EMA_SRSI_ATR @ 29af186a61a76e1f70494e70955e327cde5919ac, user_data/data/binance/<A>_USDT-1h.json',
  'github misrori/binance_startegy @ dbfa7fe7fdd3ffeb898a7e34030bb2811d04e451, data/<A>USDT_1h.csv',
  'origin of both: the exchange’s public hourly candles',
];
const COINGECKO = 'github bhemen/aave-data @ bb4b9c93e927a324843427adf4e3cd56c3894a53, data/usd_prices/<SYM>_usd.csv (origin: CoinGecko)';
const ON_CHAIN = 'facts of a public blockchain, collected in a GPL-3.0 repository; no code of it is used here';

export const SOURCES = {
  assets: [`${AAVE}, data/*.csv and utils/constants.py`],
  reserves: [
    `${AAVE}, utils/constants.py (thresholds, bonuses; close factor 50 %) and data/*.csv (oracle prices)`,
    'LTVs other than stETH’s: the one value that fits the stated average LTV of every account with stETH and that asset alone',
    'FEI: Aave governance forum, topic 13782 (2023-06-22), column “current”',
  ],
  lending_positions: [`${AAVE}, data/b1.csv, b21_debt_stables.csv, b31_eth_wbtc_stables.csv`],
  lending_accounts: [`${AAVE}, data/b1.csv, b21_debt_stables.csv, b31_eth_wbtc_stables.csv, steth_aave.csv`],
  prices: [...BINANCE, COINGECKO],
  depth_quotes: ['github xenophonlabs/crvUSDrisk @ 7d17fa798e908e1032e4ee432ff14667f284febe, test/data/quotes/quotes.csv'],
  pool_balances: ['github MiguelBits/curve-studies-depegs @ 8edf4ec6b955d04ace4c559bc010392a8548eb9a, finished/stETH.csv'],
};

export const LICENCES = {
  assets: ON_CHAIN,
  reserves: ON_CHAIN,
  lending_positions: ON_CHAIN,
  lending_accounts: ON_CHAIN,
  prices:
    'no licence file in the sources. USD series: factual exchange candles. stETH/ETH: factual aggregate prices derived from CoinGecko, ' +
    'whose terms restrict redistribution; rebuild without it, or replace it, where that matters',
  depth_quotes: 'MIT',
  pool_balances: 'no licence file in the source; facts of a public blockchain',
};

export const LICENCE_SUMMARY =
  'mixed, per table in the manifest: on-chain facts, factual exchange candles, MIT (depth quotes); ' +
  'the stETH/ETH series derives from CoinGecko prices, whose terms restrict redistribution';

export const NOTES = [
  'The exact block of the snapshot is not recorded upstream; snapshotUnixSeconds is the time of the data commit, so the snapshot is not later.',
  'Account names are `acct_` and the first 16 hex digits of the SHA-256 of the lower-case address.',
  'Balances and totals were read moments apart upstream, so accrued interest makes them differ, mostly by less than 4e-7; differences up to 1e-6 are dropped.',
  'OTHER-COLLATERAL and OTHER-DEBT carry what the source states in total but does not break down, in ETH at the snapshot (1 token = 1 ETH). ' +
    'The threshold of such collateral is, per account, a whole number of bps that reproduces the stated average; its bonus of 5 % is assumed.',
  'Collateral that is deposited but not enabled as collateral is left out of the positions.',
  'stETH is priced at 0.9997408501530325 ETH, the constant ratio in all rows of the source; the close factor of the market is 50 %.',
  'FEI: utils/constants.py says a threshold of 0.075, the governance forum 0.75; the forum is followed. One account here holds 0.007 FEI as collateral.',
  'The LTV of TUSD (8000) is only bounded by one account, to 7982–8002; the LTV of OTHER-COLLATERAL is not known and set to 0: not used.',
  'Prices are stamped with the bar’s CLOSE time on full hours, UTC; `USD` is USDT on the exchange.',
  'USDC, TUSD and USDP were delisted from 2022-09-26 to 2023-03-11 14:00: those hours are carried forward and marked filled, so the first hours ' +
    'of the March 2023 USDC depeg are missing. Exchange wicks stay in high and low (USDC low 0.20 on 2021-12-04).',
  'stETH/ETH: ratios above 1.01 are dropped (stETH can be minted one to one), then a Hampel filter (24 h window, 3 robust deviations, at least 0.003) ' +
    'and a centred median of 7 points; replaced and carried-forward hours are marked filled. The medians look up to 12 h ahead: fit for replay, not for forecasting.',
  'stETH/ETH starts 2021-05-01 because the feed is too sparse and noisy before, and ends 2023-02-25.',
  'Depth quotes are of one day, 2023-11-20, five months after the snapshot.',
];
