import { LARGEST_PAGE } from './page-query.js';

/** Pages that must go well before the size is doubled again. */
const SUCCESSES_TO_GROW = 8;
/** Failures of the smallest page in a row that end a pull. */
const FAILURES_OF_SMALLEST = 8;
const SMALLEST_PAGE = 10;

/** How many entities a page asks for: half after a page too large or too slow, doubled again after some that went well. */
export class PageSize {
  private size = LARGEST_PAGE;
  private successes = 0;
  private failures = 0;

  get first(): number {
    return this.size;
  }

  noteSuccess(): void {
    this.failures = 0;
    this.successes++;
    if (this.size === LARGEST_PAGE || this.successes < SUCCESSES_TO_GROW) return;
    this.successes = 0;
    this.size = Math.min(LARGEST_PAGE, this.size * 2);
  }

  /** False when the size cannot help any more. */
  halve(): boolean {
    this.successes = 0;
    if (this.size === SMALLEST_PAGE) return ++this.failures < FAILURES_OF_SMALLEST;
    this.size = Math.max(SMALLEST_PAGE, Math.floor(this.size / 2));
    return true;
  }
}
