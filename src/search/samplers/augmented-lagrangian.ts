const { abs, max, sign } = Math;

/** How fast multipliers follow, and what makes a penalty grow: the constants of the source. */
const MULTIPLIER_DAMPING = 5;
const VALUE_SHARE = 3;
const STALL_SHARE = 5;

/**
 * Turns a constrained problem into one value that CMA-ES may rank, and adapts to what the population shows.
 *
 * Formula: h = f + Σ_j (λ_j g_j + ½ µ_j g_j²) where λ_j + µ_j g_j ≥ 0, else −½ λ_j²/µ_j. Each generation, at the weighted mean of its better half:
 * λ_j grows by µ_j g_j / 5 (not below 0); µ_j grows by 2^(1/(4n)) while the penalty is small beside the change of h or g_j stalls, and falls by as
 * much otherwise. A constraint enters when some point first breaks it, scaled by the quartile ranges of f and g_j.
 * Special case: h is Infinity for what cannot be evaluated.
 * @source A. Atamna, A. Auger and N. Hansen, "Linearly convergent evolution strategies via augmented Lagrangian constraint handling", FOGA 2017;
 *   start values as in N. Hansen's pycma, `ConstrainedFitnessAL`.
 */
export class AugmentedLagrangian {
  private readonly multipliers: Float64Array;
  private readonly penalties: Float64Array;
  private lastMean: { objective: number; constraints: Float64Array } | null = null;

  constructor(
    private readonly dimensions: number,
    private readonly constraints: number,
  ) {
    this.multipliers = new Float64Array(constraints);
    this.penalties = new Float64Array(constraints);
  }

  /** Starts the terms of constraints that this generation breaks for the first time. Rows that cannot be evaluated are to be left out. */
  admit(objectives: Float64Array, constraintValues: Float64Array): void {
    for (let j = 0; j < this.constraints; j++) {
      if (this.penalties[j]! > 0) continue;
      const values = Float64Array.from(objectives, (_, row) => constraintValues[row * this.constraints + j]!);
      if (!values.some((value) => value > 0)) continue;
      const spread = quartileRange(values) || abs(values[0]!) || 1;
      const worth = quartileRange(objectives) || abs(objectives[0]!) || 1;
      this.multipliers[j] = worth / (this.dimensions * spread);
      this.penalties[j] = (2 * worth) / (5 * this.dimensions * spread * spread);
      this.lastMean = null;
    }
  }

  /** The value of one point. */
  value(objective: number, constraintValues: Float64Array): number {
    let sum = objective;
    for (let j = 0; j < this.constraints; j++) {
      const g = constraintValues[j]!;
      if (g === Infinity) return Infinity;
      const [multiplier, penalty] = [this.multipliers[j]!, this.penalties[j]!];
      if (penalty === 0) continue;
      sum += multiplier + penalty * g >= 0 ? (multiplier + 0.5 * penalty * g) * g : (-0.5 * multiplier * multiplier) / penalty;
    }
    return sum;
  }

  /** Adapts multipliers and penalties to the mean of the generation's better half. */
  adapt(objective: number, constraintMeans: Float64Array): void {
    const last = this.lastMean;
    this.lastMean = { objective, constraints: constraintMeans };
    if (!last) return;
    const change = abs(this.value(objective, constraintMeans) - this.value(last.objective, last.constraints));
    const factor = 2 ** (1 / (4 * this.dimensions));
    for (let j = 0; j < this.constraints; j++) {
      const [g, before, penalty] = [constraintMeans[j]!, last.constraints[j]!, this.penalties[j]!];
      if (penalty === 0) continue;
      const isActive = this.multipliers[j]! + penalty * g >= 0;
      this.multipliers[j] = max(0, this.multipliers[j]! + (penalty * g) / MULTIPLIER_DAMPING);
      if (!isActive) continue;
      const isSmall = penalty * g * g < (VALUE_SHARE * change) / this.dimensions;
      const stalls = STALL_SHARE * abs(g - before) < abs(before) && sign(g) === sign(before);
      this.penalties[j] = isSmall || stalls ? penalty * factor : penalty / factor;
    }
  }
}

function quartileRange(values: Float64Array): number {
  const sorted = values.slice().sort();
  return sorted[Math.floor(0.75 * (sorted.length - 1))]! - sorted[Math.floor(0.25 * (sorted.length - 1))]!;
}
