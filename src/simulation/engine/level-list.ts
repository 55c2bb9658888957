/** Upper ends of the bands: most paths reach the first, few the last. */
const BAND_ENDS = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, Infinity];

// Bound at module level: looking a global up in the vm context of a test costs more than the comparison.
const UNBOUNDED = Infinity;

/**
 * Accounts by rising level, sorted only as far as anyone has looked: a book's safe tail costs one pass and no sort.
 *
 * Accounts are dealt into bands of levels; a band is sorted, ties by account, when an entry of it is first asked for.
 */
export class LevelList {
  readonly accounts: Int32Array;
  private readonly levels: Float64Array;
  private readonly bandStart: Int32Array;
  private sortedTo = 0;

  constructor(accounts: readonly number[], levelOf: (account: number) => number) {
    const bandOf = new Uint8Array(accounts.length);
    const bandStart = new Int32Array(BAND_ENDS.length + 1);
    for (let at = 0; at < accounts.length; at++) {
      const level = levelOf(accounts[at]!);
      let band = 0;
      while (level > BAND_ENDS[band]!) band++;
      bandOf[at] = band;
      bandStart[band + 1]!++;
    }
    for (let band = 0; band < BAND_ENDS.length; band++) bandStart[band + 1]! += bandStart[band]!;
    this.bandStart = bandStart;
    this.accounts = new Int32Array(accounts.length);
    this.levels = new Float64Array(accounts.length);
    const next = bandStart.slice();
    for (let at = 0; at < accounts.length; at++) {
      const place = next[bandOf[at]!]!++;
      this.accounts[place] = accounts[at]!;
      this.levels[place] = levelOf(accounts[at]!);
    }
  }

  /** Level of the entry at a place, whose account is then in `accounts` there; `Infinity` beyond the end. */
  levelAt(at: number): number {
    if (at >= this.accounts.length) return UNBOUNDED;
    while (at >= this.sortedTo) this.sortNextBand();
    return this.levels[at]!;
  }

  private sortNextBand(): void {
    const from = this.sortedTo;
    let band = 0;
    while (this.bandStart[band + 1]! <= from) band++;
    const to = this.bandStart[band + 1]!;
    const accounts = this.accounts.slice(from, to);
    const levels = this.levels.slice(from, to);
    const order = Uint32Array.from(accounts, (_, at) => at).sort((a, b) => levels[a]! - levels[b]! || accounts[a]! - accounts[b]!);
    for (let at = 0; at < order.length; at++) {
      this.accounts[from + at] = accounts[order[at]!]!;
      this.levels[from + at] = levels[order[at]!]!;
    }
    this.sortedTo = to;
  }
}
