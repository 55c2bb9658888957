// Bound at module level: looking a global up in the vm context of a test costs more than the comparison.
const UNBOUNDED = Infinity;

/** Accounts by the level at which they must be looked at again, lowest first: a binary heap that keeps its room from path to path. */
export class AlarmHeap {
  size = 0;
  private accounts = new Int32Array(16);
  private levels = new Float64Array(16);

  clear(): void {
    this.size = 0;
  }

  /** Lowest level; `Infinity` when empty. */
  get lowest(): number {
    return this.size === 0 ? UNBOUNDED : this.levels[0]!;
  }

  push(account: number, level: number): void {
    if (this.size === this.accounts.length) this.grow();
    const { accounts, levels } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (levels[parent]! <= level) break;
      accounts[at] = accounts[parent]!;
      levels[at] = levels[parent]!;
      at = parent;
    }
    accounts[at] = account;
    levels[at] = level;
  }

  /** Takes the account with the lowest level out; there must be one. */
  pop(): number {
    const { accounts, levels } = this;
    const lowest = accounts[0]!;
    const end = --this.size;
    const account = accounts[end]!;
    const level = levels[end]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= end) break;
      if (child + 1 < end && levels[child + 1]! < levels[child]!) child++;
      if (levels[child]! >= level) break;
      accounts[at] = accounts[child]!;
      levels[at] = levels[child]!;
      at = child;
    }
    accounts[at] = account;
    levels[at] = level;
    return lowest;
  }

  private grow(): void {
    const accounts = new Int32Array(this.accounts.length * 2);
    const levels = new Float64Array(accounts.length);
    accounts.set(this.accounts);
    levels.set(this.levels);
    this.accounts = accounts;
    this.levels = levels;
  }
}
