import type { ChalkInstance } from 'chalk';
import { assertInvariant } from '../core/assert.js';
import { createStderrColours } from './colours.js';

/** `tty` redraws one line in place; `plain` writes a line per start and end; `silent` writes nothing (`--json`). */
export type StagesMode = 'tty' | 'plain' | 'silent';

export interface StagesOptions {
  /** Every stage, in the order they will run; the count is shown, without those that are skipped. */
  readonly titles: readonly string[];
  readonly stream: { write(text: string): unknown; readonly columns?: number };
  readonly mode: StagesMode;
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
  update(title: string, fraction: number | null, note?: string): void;
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
  drawnMs: number;
  fraction: number | null;
  note: string;
}

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const REDRAW_MS = 100;
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
    const { stream } = this.options;
    const index = this.titles.indexOf(title);
    assertInvariant(index !== -1, `no stage is called ${title}`);
    const startedMs = this.now();
    const position = `[${index + 1}/${this.titles.length}]`;
    this.running = { title, position, startedMs, drawnMs: startedMs, fraction: null, note: '' };
    if (!this.isTty) {
      stream.write(`${position} ${title} …\n`);
      return;
    }
    this.redraw();
    clearInterval(this.timer);
    // Unreferenced: a run that ends badly must not stay alive for its spinner.
    this.timer = setInterval(() => this.redraw(), REDRAW_MS).unref();
  }

  update(title: string, fraction: number | null, note = ''): void {
    if (this.running?.title !== title) return;
    this.running.fraction = fraction === null ? null : Math.min(1, Math.max(0, fraction));
    this.running.note = note;
    // Work on the main thread keeps the timer from firing, so an update draws by itself when one is due.
    if (this.isTty && this.now() - this.running.drawnMs >= REDRAW_MS) this.redraw();
  }

  done(title: string, note = ''): void {
    assertInvariant(this.running?.title === title, `stage ${title} is not running`);
    this.end(this.colours.green('✔'), note);
  }

  fail(title: string): void {
    if (this.running?.title === title) this.end(this.colours.red('✘'), '');
  }

  private end(mark: string, note: string): void {
    const { title, position, startedMs } = this.running!;
    clearInterval(this.timer);
    this.running = null;
    const elapsed = this.colours.dim(`(${formatSeconds(this.now() - startedMs)})`);
    this.options.stream.write(`${this.isTty ? CLEAR_LINE : ''}${position} ${mark} ${title} ${elapsed}${note && ` ${note}`}\n`);
  }

  private redraw(): void {
    const stage = this.running;
    if (stage === null) return;
    stage.drawnMs = this.now();
    const elapsedMs = stage.drawnMs - stage.startedMs;
    const percent = stage.fraction === null ? '' : ` ${Math.floor(stage.fraction * 100)} %`;
    const text = `${stage.title}${percent} ${formatSeconds(elapsedMs)}${stage.note && ` ${stage.note}`}`;
    const spinner = SPINNER[Math.floor(elapsedMs / REDRAW_MS) % SPINNER.length]!;
    // A line longer than the terminal would wrap, and the next redraw clear only its last part.
    const room = (this.options.stream.columns ?? 80) - stage.position.length - ' x '.length - 1;
    const fitting = text.length > room ? `${text.slice(0, Math.max(0, room - 1))}…` : text;
    this.options.stream.write(`${CLEAR_LINE}${stage.position} ${this.colours.cyan(spinner)} ${fitting}`);
  }
}

function formatSeconds(elapsedMs: number): string {
  return `${(elapsedMs / 1000).toFixed(1)} s`;
}

function ignore(): void {}
