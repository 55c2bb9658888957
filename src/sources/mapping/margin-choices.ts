import { UsageError } from '../../core/errors.js';

/** The margins of every market of a venue, where its subgraph does not tell them. */
export interface MarginRow {
  readonly initial_margin_bps: number | null;
  readonly maintenance_margin_bps: number | null;
  readonly liquidation_fee_bps: number | null;
}

const MOST_BPS = 10_000;

/** What `--choose` can set of a source that does not tell margins. */
export const MARGIN_CHOICES: Readonly<Record<string, string>> = {
  'initial-margin-bps': 'margin needed to open, of the notional, for every market: the subgraph does not tell it',
  'maintenance-margin-bps': 'margin below which a position is liquidated, likewise',
  'liquidation-fee-bps': 'fee taken from a liquidated position, likewise',
};

/**
 * Reads the margins from the choices; what is not chosen is `null`.
 *
 * @throws UsageError for a value that is no whole number of bps up to 100 %, or a maintenance margin above the initial one
 */
export function readMarginChoices(choices: Readonly<Record<string, string>>): MarginRow {
  const row = {
    initial_margin_bps: readBps(choices, 'initial-margin-bps', 1),
    maintenance_margin_bps: readBps(choices, 'maintenance-margin-bps', 1),
    liquidation_fee_bps: readBps(choices, 'liquidation-fee-bps', 0),
  };
  if (row.initial_margin_bps !== null && row.maintenance_margin_bps !== null && row.maintenance_margin_bps > row.initial_margin_bps) {
    throw new UsageError(`the maintenance margin ${row.maintenance_margin_bps} bps is above the initial one, ${row.initial_margin_bps} bps`, { where: '--choose maintenance-margin-bps' });
  }
  return row;
}

function readBps(choices: Readonly<Record<string, string>>, name: string, least: number): number | null {
  const text = choices[name];
  if (text === undefined) return null;
  const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= MOST_BPS) return value;
  throw new UsageError(`\`${text}\` is no margin in bps`, { where: `--choose ${name}`, suggestions: [`Give a whole number from ${least} to ${MOST_BPS}: 100 is 1 %.`] });
}
