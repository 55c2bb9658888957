/** A real browser for tests, driven over a pipe: no port, no network, no package. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** Where Debian's and Ubuntu's package puts it. */
export const CHROMIUM_PATH = '/usr/bin/chromium';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--remote-debugging-pipe',
];

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** One tab of a headless Chromium; messages of the DevTools protocol end with a NUL byte on the pipe. */
export class HeadlessChromium {
  /** Console messages, uncaught errors and blocked loads since the last `open`. */
  readonly complaints: string[] = [];
  /** Addresses requested since the last `open`. */
  readonly requests: string[] = [];
  private readonly profile = mkdtempSync(join(tmpdir(), 'plimsoll-chromium-'));
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly loaded: (() => void)[] = [];
  private nextId = 1;
  private sessionId: string | undefined;

  private constructor() {
    this.child = spawn(CHROMIUM_PATH, [...FLAGS, `--user-data-dir=${this.profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    let buffer = '';
    (this.child.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (buffer + chunk).split('\0');
      buffer = messages.pop()!;
      for (const message of messages) this.receive(JSON.parse(message) as Message);
    });
  }

  static async start(): Promise<HeadlessChromium> {
    const browser = new HeadlessChromium();
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    browser.sessionId = sessionId as string;
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await browser.send(`${domain}.enable`);
    return browser;
  }

  /** Opens an address at a width and colour scheme, and waits until it has loaded. */
  async open(url: string, widthPx: number, colourScheme: 'light' | 'dark'): Promise<void> {
    this.complaints.length = 0;
    this.requests.length = 0;
    await this.send('Emulation.setDeviceMetricsOverride', { width: widthPx, height: 900, deviceScaleFactor: 1, mobile: widthPx < 500 });
    await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: colourScheme }] });
    const loaded = new Promise<void>((resolve) => this.loaded.push(resolve));
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: T }).value;
  }

  async close(): Promise<void> {
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    await this.send('Browser.close', {}, undefined);
    await exited;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  private send(method: string, params: object = {}, sessionId = this.sessionId): Promise<Record<string, unknown>> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) => (error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`))));
      (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  private receive({ id, method, params = {}, result, error }: Message): void {
    if (id !== undefined) this.waiting.get(id)?.({ ...(result === undefined ? {} : { result }), ...(error === undefined ? {} : { error }) });
    if (method === 'Page.loadEventFired') this.loaded.shift()?.();
    if (method === 'Network.requestWillBeSent') this.requests.push((params['request'] as { url: string }).url);
    if (method === 'Runtime.consoleAPICalled' || method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded') {
      this.complaints.push(JSON.stringify(params));
    }
  }
}
