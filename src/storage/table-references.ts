/** Columns of one table that must be found in another. */
export interface Reference {
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: string;
}

/** Every row of `table` must find its columns in `target`. */
export const REFERENCES: readonly Reference[] = [
  { table: 'reserves', columns: ['asset'], target: 'assets' },
  { table: 'lending_positions', columns: ['asset'], target: 'assets' },
  { table: 'lending_positions', columns: ['market', 'asset'], target: 'reserves' },
  { table: 'lending_positions', columns: ['market', 'account'], target: 'lending_accounts' },
  { table: 'lending_accounts', columns: ['market', 'account'], target: 'lending_positions' },
  { table: 'position_events', columns: ['asset'], target: 'assets' },
  { table: 'perp_positions', columns: ['market'], target: 'perp_markets' },
  { table: 'perp_positions', columns: ['account'], target: 'perp_accounts' },
  { table: 'perp_collateral', columns: ['account'], target: 'perp_accounts' },
  { table: 'perp_collateral', columns: ['asset'], target: 'assets' },
  { table: 'perp_events', columns: ['market'], target: 'perp_markets' },
  { table: 'perp_liquidations', columns: ['market'], target: 'perp_markets' },
];
