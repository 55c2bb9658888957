import { column, type TableSpec } from './table-spec.js';

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
      column('initial_margin_bps', 'INTEGER', 'bps', 'margin needed to open, of the notional'),
      column('maintenance_margin_bps', 'INTEGER', 'bps', 'margin below which a position is liquidated, of the notional'),
      column('liquidation_fee_bps', 'INTEGER', 'bps', 'fee taken from a liquidated position, of the notional'),
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
      column('collateral_asset', 'VARCHAR', 'symbol', 'asset posted as margin'),
      column('cross_collateral_raw', 'HUGEINT', '10^-6 collateral', 'cross margin without unrealised profit; may be negative'),
    ],
  },
  {
    name: 'perp_positions',
    description: 'Open perpetual-futures positions.',
    key: ['market', 'account'],
    timeColumn: null,
    columns: [
      column('market', 'VARCHAR', 'name', 'market of the position'),
      column('account', 'VARCHAR', 'name', 'stable hash of the owner’s address'),
      column('size_raw', 'HUGEINT', '10^-18 base', 'signed size: positive is long'),
      column('entry_price_raw', 'HUGEINT', '10^-18 quote', 'average entry price of one whole base token'),
      column('collateral_asset', 'VARCHAR', 'symbol', 'asset posted as margin'),
      column('collateral_raw', 'HUGEINT', '10^-6 collateral', 'margin of an isolated position; 0 for a cross one'),
      column('margin_mode', 'VARCHAR', 'word', '`isolated` or `cross`'),
    ],
  },
];
