/** What the rules take where nobody says otherwise: bonus, volatilities, hours, share of falls. */
export const BASELINE_DEFAULTS = { beta: 0.05, c: 3, horizonSteps: 24, level: 0.99, bonus: 0.05 } as const;
