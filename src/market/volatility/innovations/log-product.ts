const { log } = Math;
const LOW = 1e-120;
const HIGH = 1e120;

/** Adds logarithms by multiplying their arguments: one logarithm for some dozens of factors, at the rounding of a product. */
export class LogProduct {
  private sum = 0;
  private product = 1;

  /** Takes in ln(factor), for factors between 1e-120 and 1e120. */
  multiply(factor: number): void {
    this.product *= factor;
    if (this.product > HIGH || this.product < LOW) {
      this.sum += log(this.product);
      this.product = 1;
    }
  }

  total(): number {
    return this.sum + log(this.product);
  }
}
