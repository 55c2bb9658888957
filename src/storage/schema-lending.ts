import { column, nullableColumn, type TableSpec } from './table-spec.js';

const market = column('market', 'VARCHAR', 'name', 'lending market, e.g. `aave-v2-ethereum`');
const account = column('account', 'VARCHAR', 'name', 'stable hash of the owner’s address, or the vault’s number');

/** Tables of lending markets, and the assets that all markets share. */
export const LENDING_TABLES: readonly TableSpec[] = [
  {
    name: 'assets',
    description: 'Assets named by the other tables.',
    key: ['asset'],
    timeColumn: null,
    columns: [
      column('asset', 'VARCHAR', 'symbol', 'symbol, unique in the dataset'),
      column('decimals', 'INTEGER', 'digits', 'a raw amount divided by 10^decimals is in whole tokens'),
      column('kind', 'VARCHAR', 'word', '`volatile`, `staked`, `stable`, or `unresolved` for a remainder the source does not break down'),
    ],
  },
  {
    name: 'reserves',
    description: 'Lending parameters and oracle prices in force at the snapshot.',
    key: ['market', 'asset'],
    timeColumn: null,
    columns: [
      market,
      column('asset', 'VARCHAR', 'symbol', 'asset of the reserve'),
      column('ltv_bps', 'INTEGER', 'bps', 'most that may be borrowed against the collateral'),
      column('liquidation_threshold_bps', 'INTEGER', 'bps', 'share of the collateral that counts in the health factor'),
      column('liquidation_bonus_bps', 'INTEGER', 'bps', 'what a liquidator gains, as excess over 100 %'),
      column('usage_as_collateral', 'BOOLEAN', 'flag', 'whether the asset can back a debt'),
      column('oracle_price_raw', 'HUGEINT', '10^-18 base currency', 'oracle price of one whole token'),
    ],
  },
  {
    name: 'lending_positions',
    description: 'What each account holds as collateral and owes, per asset.',
    key: ['market', 'account', 'side', 'asset'],
    timeColumn: null,
    columns: [
      market,
      account,
      column('asset', 'VARCHAR', 'symbol', 'asset held or owed'),
      column('side', 'VARCHAR', 'word', '`collateral` or `debt`'),
      column('amount_raw', 'HUGEINT', 'raw token units', 'amount held or owed, interest included'),
      nullableColumn('liquidation_threshold_bps', 'INTEGER', 'bps', 'overrides the reserve’s threshold for this position'),
    ],
  },
  {
    name: 'lending_accounts',
    description: 'Account totals as the source states them; the positions must reproduce them.',
    key: ['market', 'account'],
    timeColumn: null,
    columns: [
      market,
      account,
      column('collateral_base_raw', 'HUGEINT', '10^-18 base currency', 'value of the collateral at oracle prices'),
      column('debt_base_raw', 'HUGEINT', '10^-18 base currency', 'value of the debt at oracle prices'),
      column('liquidation_threshold_bps', 'INTEGER', 'bps', 'average threshold, weighted by value, rounded down'),
      column('health_factor', 'DOUBLE', 'ratio', 'below 1 the account can be liquidated'),
    ],
  },
  {
    name: 'position_events',
    description: 'Changes of positions over time: their running sum is the book at any moment, before interest.',
    key: ['market', 'block_number', 'log_index'],
    timeColumn: 'unix_seconds',
    columns: [
      market,
      account,
      column('asset', 'VARCHAR', 'symbol', 'asset moved'),
      column('kind', 'VARCHAR', 'word', 'what happened, e.g. `deposit`, `withdraw`, `borrow`, `repay`, `liquidation`'),
      column('unix_seconds', 'BIGINT', 's', 'time of the block'),
      column('block_number', 'BIGINT', 'block', 'block of the event'),
      column('log_index', 'INTEGER', 'index', 'place of the event in its block'),
      column('amount_raw', 'HUGEINT', 'raw token units', 'amount moved, signed: positive grows the position'),
    ],
  },
  {
    name: 'parameter_changes',
    description: 'What governance changed, and when: the value in force at a time is the last one before it.',
    key: ['market', 'block_number', 'change_index'],
    timeColumn: 'unix_seconds',
    columns: [
      market,
      column('parameter', 'VARCHAR', 'name', 'the protocol’s own name of the parameter, e.g. `SPOTTER.ilks.mat`'),
      column('unix_seconds', 'BIGINT', 's', 'time of the block'),
      column('block_number', 'BIGINT', 'block', 'block of the change'),
      column('change_index', 'INTEGER', 'index', 'place of the change in its block'),
      column('value_before', 'DOUBLE', 'as the source states it', 'value that was in force'),
      column('value_after', 'DOUBLE', 'as the source states it', 'value in force from then on; rates per year, ratios as fractions, amounts in whole tokens'),
    ],
  },
  {
    name: 'liquidations',
    description: 'Liquidations that really happened.',
    key: ['market', 'block_number', 'log_index'],
    timeColumn: 'unix_seconds',
    columns: [
      market,
      account,
      column('liquidator', 'VARCHAR', 'name', 'stable hash of the liquidator’s address'),
      column('collateral_asset', 'VARCHAR', 'symbol', 'asset seized'),
      nullableColumn('debt_asset', 'VARCHAR', 'symbol', 'asset repaid; empty where the source does not tell'),
      column('unix_seconds', 'BIGINT', 's', 'time of the block'),
      column('block_number', 'BIGINT', 'block', 'block of the event'),
      column('log_index', 'INTEGER', 'index', 'place of the event in its block'),
      column('collateral_seized_raw', 'HUGEINT', 'raw token units', 'collateral taken, bonus included'),
      nullableColumn('debt_repaid_raw', 'HUGEINT', 'raw token units', 'debt repaid; empty where the source does not tell'),
    ],
  },
];
