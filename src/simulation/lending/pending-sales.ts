/** Collateral that liquidators hold and have not sold yet, in the order in which it was seized. */
export class PendingSales {
  private readonly sales: { step: number; collateralAsset: number; debtAsset: number; amount: number }[] = [];

  reset(): void {
    this.sales.length = 0;
  }

  add(step: number, collateralAsset: number, debtAsset: number, amount: number): void {
    this.sales.push({ step, collateralAsset, debtAsset, amount });
  }

  /** Hands over what is due at a step, and forgets it. */
  release(step: number, sell: (collateralAsset: number, debtAsset: number, amount: number) => void): void {
    let due = 0;
    for (; due < this.sales.length && this.sales[due]!.step <= step; due++) {
      const { collateralAsset, debtAsset, amount } = this.sales[due]!;
      sell(collateralAsset, debtAsset, amount);
    }
    if (due > 0) this.sales.splice(0, due);
  }
}
