/** What the fitted models are, as plain data: the part of `result.json` that the simulation rests on. */

export interface VolatilityModelSummary {
  /** The series, e.g. `ETH/USD`. */
  readonly series: string;
  readonly model: string;
  readonly presampleRule: string;
  readonly observations: number;
  /** Name → estimate, in the units of percent returns for `mu` and `omega`. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>>;
  readonly logLikelihood: number;
  readonly volatilityPerSqrtYear: number;
  /** Mean QLIKE loss on the hold-out part of the sample, lower is better. */
  readonly holdOutQlike: number;
  readonly usedForPaths: boolean;
}

export interface DepthModelSummary {
  /** The price factor that a sale moves, e.g. `ETH/USD`. */
  readonly factor: string;
  readonly quotesPair: string;
  readonly coefficient: number;
  readonly exponent: number;
  readonly rSquared: number;
  readonly quotesUsed: number;
  readonly quotesLeftOut: number;
  readonly sizeUnit: string;
  readonly sizeMax: number;
  /** Fitted and quoted impact at the largest quote, so that a reader sees the error where it matters. */
  readonly impactAtMaxFittedRatio: number;
  readonly impactAtMaxQuotedRatio: number;
  /** Up to 200 quotes for the picture: [size, impact ratio]. */
  readonly sample: readonly (readonly [number, number])[];
}
