/**
 * Accounts of one step with a key each, sorted in place: nothing is allocated while a path runs.
 *
 * Shape: `accounts` and `keys` hold `size` entries; there is room for every account of the book.
 */
export class AccountQueue {
  readonly accounts: Int32Array;
  readonly keys: Float64Array;
  size = 0;

  constructor(accountCount: number) {
    this.accounts = new Int32Array(accountCount);
    this.keys = new Float64Array(accountCount);
  }

  clear(): void {
    this.size = 0;
  }

  push(account: number, key: number): void {
    this.accounts[this.size] = account;
    this.keys[this.size++] = key;
  }

  /** Sorts by rising key, ties by account: the order does not depend on how the accounts were found. */
  sort(): void {
    this.heapSort((a, b) => this.keys[a]! < this.keys[b]! || (this.keys[a] === this.keys[b] && this.accounts[a]! < this.accounts[b]!));
  }

  /** Sorts accounts whose keys no longer matter; the keys stay where they are. */
  sortAccounts(): void {
    this.accounts.subarray(0, this.size).sort();
  }

  /** Sorts by account, each with its key. */
  sortByAccount(): void {
    this.heapSort((a, b) => this.accounts[a]! < this.accounts[b]!);
  }

  private heapSort(isBefore: (a: number, b: number) => boolean): void {
    for (let root = (this.size >>> 1) - 1; root >= 0; root--) this.sink(root, this.size, isBefore);
    for (let end = this.size - 1; end > 0; end--) {
      this.swap(0, end);
      this.sink(0, end, isBefore);
    }
  }

  private sink(from: number, end: number, isBefore: (a: number, b: number) => boolean): void {
    for (let root = from; ; ) {
      let child = 2 * root + 1;
      if (child >= end) return;
      if (child + 1 < end && isBefore(child, child + 1)) child++;
      if (!isBefore(root, child)) return;
      this.swap(root, child);
      root = child;
    }
  }

  private swap(a: number, b: number): void {
    const account = this.accounts[a]!;
    const key = this.keys[a]!;
    this.accounts[a] = this.accounts[b]!;
    this.keys[a] = this.keys[b]!;
    this.accounts[b] = account;
    this.keys[b] = key;
  }
}
