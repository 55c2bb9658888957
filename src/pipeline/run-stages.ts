/** The stages of a run, in order: what progress shows. */
export const RUN_STAGES = {
  load: 'Load dataset',
  fit: 'Fit volatility, peg and depth',
  search: 'Simulate and search',
  explain: 'Attribute, schedule, compare with simpler rules',
  backtest: 'Replay history',
  stress: 'Simulate worse markets',
  history: 'Hold forecasts against history',
  write: 'Write report and proposal',
} as const;
