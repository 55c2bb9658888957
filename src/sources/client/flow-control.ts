/**
 * How many requests may be under way: one more after every full round of successes, half after a sign of overload.
 *
 * Additive increase with multiplicative decrease finds what a server bears and shares it fairly with others.
 * @source D.-M. Chiu and R. Jain, "Analysis of the increase and decrease algorithms for congestion avoidance" (1989)
 */
export class FlowControl {
  private allowed: number;
  private running = 0;
  private successes = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {
    this.allowed = Math.min(most, 4);
  }

  /** Requests that may be under way now. */
  get capacity(): number {
    return Math.floor(this.allowed);
  }

  /** Waits for a place, runs `work` in it and frees it whatever happens. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    while (this.running >= this.capacity) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    try {
      return await work();
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  noteSuccess(): void {
    this.successes++;
    // Doubles while the first rounds go well, then grows by one per round.
    if (this.allowed >= this.most || this.successes < this.capacity) return;
    this.successes = 0;
    this.allowed = Math.min(this.most, this.allowed + Math.max(1, this.isFirstClimb ? this.capacity : 1));
    this.waiting.shift()?.();
  }

  noteOverload(): void {
    this.isFirstClimb = false;
    this.successes = 0;
    this.allowed = Math.max(1, this.allowed / 2);
  }

  private isFirstClimb = true;
}
