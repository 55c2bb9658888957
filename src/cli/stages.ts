import type { ChalkInstance } from 'chalk';
import { assertInvariant } from '../core/assert.js';
import type { StageCount } from '../pipeline/progress.js';
import { createStderrColours } from './colours.js';
import { describeAdvance, describeRate, fitLine, formatSeconds } from './stage-line.js';

/** `tty` redraws one line in place; `plain` writes a line per start and end, and one now and then; `silent` writes nothing (`--json`). */
export type StagesMode = 'tty' | 'plain' | 'silent';

export interface StagesOptions {
  /** Every stage, in the order they will run; the count is shown, without those that are skipped. */
  readonly titles: readonly string[];
  readonly stream: { write(text: string): unknown; readonly columns?: number };
  readonly mode: StagesMode;
  /** Nothing is shown of work that is over before; 0 when left out. */
  readonly delayMs?: number;
  readonly colours?: ChalkInstance;
  /** Monotone clock in milliseconds. */
  readonly now?: () => number;
}

/** Progress of named stages, one running at a time. */
export interface Stages {
  /** Leaves stages out of the count, before the first starts. @throws InternalError when one is not among `titles` */
  skip(titles: readonly string[]): void;
  /** @throws InternalError when the title is not one of `titles` */
  start(title: string): void;
  /** @param fraction done so far, 0 to 1, or `null` where the whole is not known; a stage that is not running any more is left alone */
  update(title: string, fraction: number | null, note?: string, count?: StageCount): void;
  /** @throws InternalError when the stage is not running */
  done(title: string, note?: string): void;
  /** Marks the stage as failed and ends the drawing; a stage that is not running is left alone. */
  fail(title: string): void;
}

interface RunningStage {
  readonly title: string;
  /** `[2/9]` */
  readonly position: string;
  readonly startedMs: number;
  /** When a line was last written for it; `null` while there is none. */
  shownMs: number | null;
  fraction: number | null;
  count: StageCount | null;
  note: string;
}

/** Width of a terminal that does not tell it. */
const COLUMNS_UNKNOWN = 80;
const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const REDRAW_MS = 100;
/** A log that nobody watches is told this often how far a long stage is. */
const REPORT_MS = 10_000;
/** Of fewer units a rate is no figure to keep. */
const RATE_KEPT_FROM = 50;
const CLEAR_LINE = '\r\u001B[2K';
const SILENT: Stages = { skip: ignore, start: ignore, update: ignore, done: ignore, fail: ignore };

/** Chooses how to show progress: not at all in JSON mode, redrawn only on a terminal that a person watches. */
export function chooseStagesMode(jsonEnabled: boolean, isTty: boolean, env: NodeJS.ProcessEnv = process.env): StagesMode {
  if (jsonEnabled) return 'silent';
  return isTty && !env['CI'] && env['TERM'] !== 'dumb' ? 'tty' : 'plain';
}

/** Creates the progress display of one run. */
export function createStages(options: StagesOptions): Stages {
  return options.mode === 'silent' ? SILENT : new StagesDisplay(options);
}

class StagesDisplay implements Stages {
  private readonly colours: ChalkInstance;
  private readonly now: () => number;
  private readonly isTty: boolean;
  private running: RunningStage | null = null;
  private timer: NodeJS.Timeout | undefined;
  private titles: readonly string[];
  private dueMs: number | undefined;

  constructor(private readonly options: StagesOptions) {
    this.colours = options.colours ?? createStderrColours();
    this.now = options.now ?? (() => performance.now());
    this.isTty = options.mode === 'tty';
    this.titles = options.titles;
  }

  skip(titles: readonly string[]): void {
    for (const title of titles) assertInvariant(this.titles.includes(title), `no stage is called ${title}`);
    this.titles = this.titles.filter((title) => !titles.includes(title));
  }

  start(title: string): void {
    const index = this.titles.indexOf(title);
    assertInvariant(index !== -1, `no stage is called ${title}`);
    const startedMs = this.now();
    this.dueMs ??= startedMs + (this.options.delayMs ?? 0);
    this.running = { title, position: `[${index + 1}/${this.titles.length}]`, startedMs, shownMs: null, fraction: null, count: null, note: '' };
    this.show();
    clearInterval(this.timer);
    // Unreferenced: a run that ends badly must not stay alive for its spinner.
    this.timer = setInterval(() => this.show(), REDRAW_MS).unref();
  }

  update(title: string, fraction: number | null, note = '', count: StageCount | null = null): void {
    if (this.running?.title !== title) return;
    this.running.fraction = fraction === null ? null : Math.min(1, Math.max(0, fraction));
    this.running.note = note;
    this.running.count = count;
    // Work on the main thread keeps the timer from firing, so an update draws by itself when one is due.
    this.show();
  }

  done(title: string, note = ''): void {
    assertInvariant(this.running?.title === title, `stage ${title} is not running`);
    const { count, startedMs } = this.running;
    const rate = count === null || count.done < RATE_KEPT_FROM ? '' : describeRate(count, this.now() - startedMs);
    this.end(this.colours.green('✔'), [note, rate].filter(Boolean));
  }

  fail(title: string): void {
    if (this.running?.title === title) this.end(this.colours.red('✘'), []);
  }

  private end(mark: string, notes: readonly string[]): void {
    const { title, position, startedMs, shownMs } = this.running!;
    clearInterval(this.timer);
    this.running = null;
    if (shownMs === null && this.now() < this.dueMs!) return;
    const text = this.fit(position, `${title} (${formatSeconds(this.now() - startedMs)})`, notes);
    const painted = text.replace(/ \(\d+\.\d s\)/, (elapsed) => ` ${this.colours.dim(elapsed.slice(1))}`);
    this.options.stream.write(`${this.isTty ? CLEAR_LINE : ''}${position} ${mark} ${painted}\n`);
  }

  /** Writes how far the running stage is, when it is time to. */
  private show(): void {
    const [stage, nowMs] = [this.running, this.now()];
    if (stage === null || nowMs < this.dueMs! || (stage.shownMs !== null && nowMs - stage.shownMs < (this.isTty ? REDRAW_MS : REPORT_MS))) return;
    const { title, position, startedMs } = stage;
    const isFirst = stage.shownMs === null;
    stage.shownMs = nowMs;
    const { head, rest } = describeAdvance({ ...stage, elapsedMs: nowMs - startedMs });
    if (this.isTty) {
      const spinner = SPINNER[Math.floor((nowMs - startedMs) / REDRAW_MS) % SPINNER.length]!;
      this.options.stream.write(`${CLEAR_LINE}${position} ${this.colours.cyan(spinner)} ${this.fit(position, head, rest)}`);
    } else {
      this.options.stream.write(isFirst ? `${position} ${title} …\n` : `${position} … ${this.fit(position, head, rest)}\n`);
    }
  }

  /** On a terminal, what fits into one line: a longer one would wrap, and the next redraw clear only its last part. */
  private fit(position: string, head: string, rest: readonly string[]): string {
    const room = this.isTty ? (this.options.stream.columns || COLUMNS_UNKNOWN) - position.length - ' x '.length - 1 : Infinity;
    return fitLine(head, rest, room);
  }
}

function ignore(): void {}
