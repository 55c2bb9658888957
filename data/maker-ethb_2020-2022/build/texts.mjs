const MAKER = 'github fsc-data-science/MKR-Elasticity-ETHB @ 92fb84d862efb6096b208fcb09f7d807ea00ca0f';
const MIT = 'MIT (the source repository); facts of a public blockchain';

export const SOURCES = {
  assets: [`${MAKER}, ethb_*.csv`],
  position_events: [`${MAKER}, ethb_*.csv (Flipside exports)`],
  parameter_changes: [`${MAKER}, ETHB-Parameter-Changes.csv (Flipside export)`],
  prices: [
    'github djienne/3EMA_SRSI_ATR @ 29af186a61a76e1f70494e70955e327cde5919ac, user_data/data/binance/<A>_USDT-1h.json',
    'github misrori/binance_startegy @ dbfa7fe7fdd3ffeb898a7e34030bb2811d04e451, data/<A>USDT_1h.csv',
    'origin of both: the exchange’s public hourly candles',
  ],
};

export const LICENCES = {
  assets: MIT,
  position_events: MIT,
  parameter_changes: MIT,
  prices: 'no licence file in the sources; factual exchange candles',
};

export const NOTES = [
  'Accounts are vaults, `vault-` and their public number; no address is stored.',
  'A liquidation is two rows, one of the collateral taken and one of the debt, without the penalty.',
  'The source states no log index: log_index is the place of the row among the rows of its block in the source.',
  'DAI amounts are what was drawn or paid, interest included; dividing by the stability-fee index of the time (JUG.ilks.duty) gives normalised debt.',
  'Collateral taken by liquidations is rounded to whole ETH in the source, so the last balance of a liquidated vault is off by up to half an ETH.',
  'Until 2021-05-06 vaults were liquidated in lots of 50,000 DAI (CAT.ilks.dunk), penalty included: 363 lots of one vault on 2021-04-28.',
  'The source tables dropped 149 of these lots as exact duplicates; they are put back from the export they came from (build/repeated-lots.mjs).',
  'Changes of one parameter in one block are put in the order in which each starts from the value that the one before left.',
  'Prices are spot candles against USDT, stamped with the bar’s CLOSE time on full hours, UTC, from 2019 so that models can be fitted before the first vault.',
];
