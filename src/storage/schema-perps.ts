import { column, nullableColumn, type TableSpec } from './table-spec.js';

/** Where an event stands: not every source tells block and log. */
const EVENT_COLUMNS = [
  column('market', 'VARCHAR', 'name', 'market of the position'),
  column('account', 'VARCHAR', 'name', 'stable hash of the owner’s address'),
  column('event', 'VARCHAR', 'name', 'the event’s id in the source'),
  column('unix_seconds', 'BIGINT', 's', 'time of the block'),
  nullableColumn('block_number', 'BIGINT', 'block', 'block of the event; empty where the source does not tell'),
  column('order_index', 'INTEGER', 'index', 'place in the block as far as the source tells: of the log, or of the transaction'),
];

/** Tables of perpetual-futures markets. */
export const PERP_TABLES: readonly TableSpec[] = [
  {
    name: 'perp_markets',
    description: 'Perpetual-futures markets and their margin parameters in force at the snapshot.',
    key: ['market'],
    timeColumn: null,
    columns: [
      column('market', 'VARCHAR', 'name', 'market, unique in the dataset'),
      column('venue', 'VARCHAR', 'name', 'venue whose rules hold, as `plimsoll account` names it'),
      column('base_asset', 'VARCHAR', 'symbol', 'asset whose price is traded'),
      column('quote_asset', 'VARCHAR', 'symbol', 'asset the price is stated in'),
      nullableColumn('initial_margin_bps', 'INTEGER', 'bps', 'margin needed to open, of the notional; empty where the source does not tell'),
      nullableColumn('maintenance_margin_bps', 'INTEGER', 'bps', 'margin below which a position is liquidated, of the notional; empty as above'),
      nullableColumn('liquidation_fee_bps', 'INTEGER', 'bps', 'fee taken from a liquidated position, of the notional; empty as above'),
      column('mark_price_raw', 'HUGEINT', '10^-18 quote', 'mark price of one whole base token'),
    ],
  },
  {
    name: 'perp_accounts',
    description: 'Accounts of perpetual-futures venues, with the margin that their cross positions share.',
    key: ['account'],
    timeColumn: null,
    columns: [
      column('account', 'VARCHAR', 'name', 'stable hash of the owner’s address'),
      column('collateral_asset', 'VARCHAR', 'symbol', 'asset posted as margin; `USD` where it is valued, and `perp_collateral` holds the tokens'),
      column('cross_collateral_raw', 'HUGEINT', '10^-6 collateral', 'cross margin without unrealised profit; may be negative'),
    ],
  },
  {
    name: 'perp_positions',
    description: 'Open perpetual-futures positions; where a venue keeps them apart, an account has several in one market.',
    key: ['market', 'account', 'size_raw'],
    timeColumn: null,
    columns: [
      column('market', 'VARCHAR', 'name', 'market of the position'),
      column('account', 'VARCHAR', 'name', 'stable hash of the owner’s address'),
      column('size_raw', 'HUGEINT', '10^-18 base', 'signed size: positive is long'),
      column('entry_price_raw', 'HUGEINT', '10^-18 quote', 'average entry price of one whole base token'),
      column('collateral_asset', 'VARCHAR', 'symbol', 'asset posted as margin; `USD` as above'),
      column('collateral_raw', 'HUGEINT', '10^-6 collateral', 'margin of an isolated position; 0 for a cross one'),
      column('margin_mode', 'VARCHAR', 'word', '`isolated` or `cross`'),
    ],
  },
  {
    name: 'perp_collateral',
    description: 'Tokens posted as margin, where the source tells them.',
    key: ['account', 'market', 'side', 'asset'],
    timeColumn: null,
    columns: [
      column('account', 'VARCHAR', 'name', 'stable hash of the owner’s address'),
      column('market', 'VARCHAR', 'name', 'market of the isolated position that it backs, or `all` for cross margin'),
      column('side', 'VARCHAR', 'word', '`long` or `short`, the position that it backs; `all` for cross margin'),
      column('asset', 'VARCHAR', 'symbol', 'asset posted'),
      column('amount_raw', 'HUGEINT', 'raw token units', 'amount posted'),
    ],
  },
  {
    name: 'perp_events',
    description: 'Changes of perpetual-futures positions: the last size after a change is the position from then on.',
    key: ['market', 'unix_seconds', 'order_index', 'event'],
    timeColumn: 'unix_seconds',
    columns: [
      ...EVENT_COLUMNS,
      column('position', 'VARCHAR', 'name', 'position that is changed: an account may have several in one market'),
      column('kind', 'VARCHAR', 'word', '`increase`, `decrease`, `liquidation`, or `change` where the source does not tell'),
      nullableColumn('size_delta_raw', 'HUGEINT', '10^-18 base', 'signed change of the signed size; empty where the source does not tell'),
      column('size_after_raw', 'HUGEINT', '10^-18 base', 'signed size after the change: positive is long'),
      nullableColumn('price_raw', 'HUGEINT', '10^-18 quote', 'price of the trade, of one whole base token; empty where the source does not tell'),
    ],
  },
  {
    name: 'perp_liquidations',
    description: 'Liquidations of perpetual-futures positions that really happened.',
    key: ['market', 'unix_seconds', 'order_index', 'event'],
    timeColumn: 'unix_seconds',
    columns: [
      ...EVENT_COLUMNS,
      nullableColumn('liquidator', 'VARCHAR', 'name', 'stable hash of the liquidator’s address; empty where the source does not tell'),
      nullableColumn('size_raw', 'HUGEINT', '10^-18 base', 'signed size that was closed: positive was long; empty where the source does not tell'),
      nullableColumn('price_raw', 'HUGEINT', '10^-18 quote', 'price at which it was closed; empty where the source does not tell'),
      nullableColumn('collateral_usd_raw', 'HUGEINT', '10^-6 USD', 'margin that was taken; empty where the source does not tell'),
      nullableColumn('fee_usd_raw', 'HUGEINT', '10^-6 USD', 'fee of the liquidation; empty where the source does not tell'),
    ],
  },
];
