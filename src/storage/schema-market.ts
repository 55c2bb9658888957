import { column, nullableColumn, type TableSpec } from './table-spec.js';

/** Tables of prices and liquidity. */
export const MARKET_TABLES: readonly TableSpec[] = [
  {
    name: 'prices',
    description: 'Price bars on a grid of constant step, one series per asset and quote.',
    key: ['asset', 'quote', 'unix_seconds'],
    timeColumn: 'unix_seconds',
    columns: [
      column('asset', 'VARCHAR', 'symbol', 'asset priced'),
      column('quote', 'VARCHAR', 'symbol', 'currency of the price'),
      column('unix_seconds', 'BIGINT', 's', 'time at which the bar CLOSES'),
      nullableColumn('open', 'DOUBLE', 'quote', 'first price of the bar; empty where the source has one price per bar'),
      nullableColumn('high', 'DOUBLE', 'quote', 'highest price of the bar'),
      nullableColumn('low', 'DOUBLE', 'quote', 'lowest price of the bar'),
      column('close', 'DOUBLE', 'quote', 'last price of the bar'),
      nullableColumn('volume', 'DOUBLE', 'whole tokens', 'traded volume of the asset'),
      column('filled', 'BOOLEAN', 'flag', 'the bar was not observed: its price is carried forward or replaced'),
    ],
  },
  {
    name: 'depth_quotes',
    description: 'What a sale of a given size would have fetched.',
    key: ['sell_asset', 'buy_asset', 'unix_seconds', 'sell_amount'],
    timeColumn: 'unix_seconds',
    columns: [
      column('sell_asset', 'VARCHAR', 'symbol', 'asset sold'),
      column('buy_asset', 'VARCHAR', 'symbol', 'asset bought'),
      column('unix_seconds', 'BIGINT', 's', 'time of the quote'),
      column('sell_amount', 'DOUBLE', 'whole tokens', 'amount sold'),
      column('buy_amount', 'DOUBLE', 'whole tokens', 'amount fetched'),
      column('impact_ratio', 'DOUBLE', 'ratio', 'shortfall against the price of a small sale, fees apart, as the source or Plimsoll computed it'),
    ],
  },
  {
    name: 'pool_balances',
    description: 'Balances of automated market makers.',
    key: ['pool', 'unix_seconds', 'asset'],
    timeColumn: 'unix_seconds',
    columns: [
      column('pool', 'VARCHAR', 'name', 'pool, e.g. `curve-steth`'),
      column('unix_seconds', 'BIGINT', 's', 'time of the observation'),
      column('asset', 'VARCHAR', 'symbol', 'asset in the pool'),
      column('balance_raw', 'HUGEINT', 'raw token units', 'balance of the asset'),
      column('virtual_price_raw', 'HUGEINT', '10^-18', 'value of one pool share as the pool states it'),
    ],
  },
  {
    name: 'pools',
    description: 'State of concentrated-liquidity pools; `pool_ticks` holds their liquidity.',
    key: ['pool', 'unix_seconds'],
    timeColumn: 'unix_seconds',
    columns: [
      column('pool', 'VARCHAR', 'name', 'pool'),
      column('unix_seconds', 'BIGINT', 's', 'time of the observation'),
      column('asset0', 'VARCHAR', 'symbol', 'token 0 of the pool'),
      column('asset1', 'VARCHAR', 'symbol', 'token 1; a price is of token 0 in token 1, in raw units'),
      column('fee_pips', 'INTEGER', '10^-6', 'fee, of the amount sold'),
      column('tick', 'INTEGER', 'tick', 'tick that the price lies in'),
      column('sqrt_price_x96', 'VARCHAR', '2^-96', 'square root of the price, a whole number of up to 49 digits'),
      column('liquidity_raw', 'HUGEINT', 'raw liquidity', 'liquidity in force at the price'),
    ],
  },
  {
    name: 'pool_ticks',
    description: 'Concentrated liquidity by price tick.',
    key: ['pool', 'unix_seconds', 'tick'],
    timeColumn: 'unix_seconds',
    columns: [
      column('pool', 'VARCHAR', 'name', 'pool'),
      column('unix_seconds', 'BIGINT', 's', 'time of the observation'),
      column('tick', 'INTEGER', 'tick', 'price is 1.0001^tick'),
      column('liquidity_net_raw', 'HUGEINT', 'raw liquidity', 'liquidity added when the price rises through the tick'),
    ],
  },
];
