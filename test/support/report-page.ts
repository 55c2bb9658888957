/** Reports opened in a real browser, Debian's Chromium driven by playwright-core. */
import { chromium, type Browser, type Page } from 'playwright-core';

/** Where Debian's and Ubuntu's package puts it. */
export const CHROMIUM_PATH = '/usr/bin/chromium';

export async function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM_PATH, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}

/** A page that was opened, with what it complained of and what it asked for. */
export interface OpenedPage {
  readonly page: Page;
  /** Console messages, uncaught errors and blocked loads. */
  readonly complaints: string[];
  /** Addresses requested. */
  readonly requests: string[];
}

/** Opens an address in a fresh context, without network. */
export async function openPage(browser: Browser, url: string, view: { readonly widthPx: number; readonly scheme: 'light' | 'dark'; readonly script?: boolean }): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: view.widthPx, height: 900 }, colorScheme: view.scheme, javaScriptEnabled: view.script ?? true, offline: true });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url);
  return { page, complaints, requests };
}

/** Scrolls through the page, so that every chart is made. */
export async function scrollThrough(page: Page): Promise<void> {
  for (const drawing of await page.locator('.drawing').all()) await drawing.scrollIntoViewIfNeeded();
  await page.waitForFunction('[...document.querySelectorAll(".drawing[data-chart]")].every((frame) => frame.classList.contains("is-live"))');
}
