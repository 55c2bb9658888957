import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { renderHtmlReport } from '../../src/report/html/render-html-report.js';
import { readReportScript } from '../../src/storage/report-script.js';
import { buildHostileResult, HOSTILE_TEXT } from '../support/hostile-result.js';
import { CHROMIUM_PATH, openPage, scrollThrough, startChromium, type OpenedPage } from '../support/report-page.js';
import { buildKeepSampleResult, buildSampleResult } from '../support/sample-result.js';

const RESULTS = { change: buildSampleResult(), keep: buildKeepSampleResult(), hostile: buildHostileResult() };
const SIZE_BYTES_MAX = 3e6;
const FIRST_PAINT_MILLISECONDS_MAX = 1000;
const CONTRAST_MIN = 4.5;
/** What the browser showed, kept for people to look at. */
const ARTEFACTS = 'coverage/report-pictures';

interface PageFacts {
  readonly scrollWidthPx: number;
  readonly figures: number;
  /** Width and height of every picture that is shown. */
  readonly pictures: readonly (readonly [number, number])[];
  readonly colours: readonly string[];
  readonly background: string;
  /** Texts inside shown pictures that stick out of them by more than a pixel. */
  readonly cutTexts: readonly string[];
}

const READ_FACTS = `(() => {
  const shown = [...document.querySelectorAll('.drawing svg')].filter((svg) => svg.getClientRects().length > 0);
  const sizeOf = (element) => { const box = element.getBoundingClientRect(); return [box.width, box.height]; };
  const painted = shown.flatMap((svg) => [...svg.querySelectorAll('path, text')]);
  const sticksOut = (text) => {
    const inner = text.getBoundingClientRect(), outer = text.ownerSVGElement.getBoundingClientRect();
    return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
  };
  return {
    scrollWidthPx: document.documentElement.scrollWidth,
    figures: document.querySelectorAll('figure').length,
    pictures: shown.map(sizeOf),
    colours: [...new Set(painted.flatMap((shape) => [getComputedStyle(shape).fill, getComputedStyle(shape).stroke]))],
    background: getComputedStyle(document.body).backgroundColor,
    cutTexts: shown.flatMap((svg) => [...svg.querySelectorAll('text')]).filter(sticksOut).map((text) => text.textContent),
  };
})()`;

/** Texts whose contrast with what lies behind them is below the WCAG's AA, with the ratio; transparent layers are looked through. */
const READ_CONTRASTS = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => { for (let node = element; node; node = node.parentElement) { const c = channels(getComputedStyle(node).backgroundColor); if (c.length === 3 || c[3] > 0.99) return c; } return [255, 255, 255]; };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!isText || element.getClientRects().length === 0 || element.closest('script, style')) continue;
    const ink = element.namespaceURI.endsWith('svg') ? getComputedStyle(element).fill : getComputedStyle(element).color;
    const [a, b] = [luminance(channels(ink)), luminance(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < ${CONTRAST_MIN}) found.push(element.textContent.slice(0, 40) + ' ' + ratio.toFixed(2));
  }
  return found;
})()`;

const hasBrowser = existsSync(CHROMIUM_PATH);
if (!hasBrowser) console.log(`skipped: the report is not opened in a browser because there is no ${CHROMIUM_PATH}; apt-get install chromium`);

(hasBrowser ? describe : describe.skip)('the HTML report in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-report-'));
  const urlOf = (name: keyof typeof RESULTS): string => pathToFileURL(join(folder, `${name}.html`)).href;
  let browser: Browser;

  const open = async (name: keyof typeof RESULTS, widthPx: number, scheme: 'light' | 'dark', script = true): Promise<OpenedPage> => {
    const opened = await openPage(browser, urlOf(name), { widthPx, scheme, script });
    if (script) await scrollThrough(opened.page);
    return opened;
  };
  const readFacts = (page: Page): Promise<PageFacts> => page.evaluate<PageFacts>(READ_FACTS);

  beforeAll(async () => {
    const script = await readReportScript();
    for (const [name, result] of Object.entries(RESULTS)) writeFileSync(join(folder, `${name}.html`), renderHtmlReport(result, script));
    mkdirSync(ARTEFACTS, { recursive: true });
    browser = await startChromium();
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ['change', 1280, 'light', true],
    ['change', 1280, 'dark', true],
    ['change', 390, 'light', true],
    ['change', 360, 'dark', false],
    ['keep', 1280, 'light', false],
    ['keep', 390, 'dark', true],
    ['hostile', 360, 'light', true],
  ] as const)('%s at %d px, %s, script %s: loads itself only, complains of nothing, draws every picture, never scrolls sideways', async (name, widthPx, scheme, script) => {
    const { page, complaints, requests } = await open(name, widthPx, scheme, script);
    const facts = await readFacts(page);
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([urlOf(name)]);
    expect(facts.scrollWidthPx).toBeLessThanOrEqual(widthPx);
    expect(facts.figures).toBe(renderHtmlReport(RESULTS[name]).split('<figure').length - 1);
    expect(facts.pictures).toHaveLength(facts.figures);
    for (const [drawnWidthPx, drawnHeightPx] of facts.pictures) {
      expect(drawnWidthPx).toBeGreaterThan(250);
      expect(drawnHeightPx).toBeGreaterThan(100);
    }
    if (name !== 'hostile') await page.screenshot({ path: join(ARTEFACTS, `${name}-${widthPx}-${scheme}.png`), fullPage: true });
    await page.context().close();
  });

  test.each([
    ['change', 1280, true],
    ['change', 360, true],
    ['change', 360, false],
    ['keep', 390, true],
  ] as const)('%s at %d px, script %s: no word of a picture is cut off at its edge', async (name, widthPx, script) => {
    const { page } = await open(name, widthPx, 'light', script);
    expect((await readFacts(page)).cutTexts).toEqual([]);
    await page.context().close();
  });

  test('light and dark differ in page and pictures, and no stand-in colour is left', async () => {
    const [light, dark] = [await readFacts((await open('change', 1280, 'light')).page), await readFacts((await open('change', 1280, 'dark')).page)];
    expect(dark.background).not.toBe(light.background);
    expect(light.colours).toContain('rgb(11, 110, 125)');
    expect(dark.colours).toContain('rgb(76, 196, 214)');
    expect([...light.colours, ...dark.colours].filter((colour) => /^rgb\(161, 0, \d\)$/.test(colour))).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('%s: every text has a contrast of 4.5 to 1 or more', async (scheme) => {
    const { page } = await open('change', 1280, scheme);
    expect(await page.evaluate(READ_CONTRASTS)).toEqual([]);
    await page.context().close();
  });

  test('is small and paints within a second, from disk', async () => {
    const { page } = await open('change', 1280, 'light');
    const html = renderHtmlReport(RESULTS.change, await readReportScript());
    expect(Buffer.byteLength(html)).toBeLessThan(SIZE_BYTES_MAX);
    const paints = await page.evaluate<number[]>('performance.getEntriesByName("first-contentful-paint").map(({ startTime }) => startTime)');
    expect(paints).toHaveLength(1);
    expect(paints[0]).toBeLessThan(FIRST_PAINT_MILLISECONDS_MAX);
    await page.context().close();
  });

  test('everything that answers is reached by Tab, and arrow keys read a chart aloud and on screen', async () => {
    const { page } = await open('change', 1280, 'light');
    const frame = page.locator('.drawing[data-chart=frontier]');
    await frame.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const spoken = await page.locator('.drawing[data-chart=frontier] + .spoken').textContent();
    expect(spoken).toMatch(/^LTV .* threshold .* bonus .*; Frontier; Bad debt, ES 99 %: \$.*; Borrowing power: \$/);
    expect((await frame.locator('.tip').innerText()).replaceAll('\n', '; ')).toBe(spoken);
    const skipped = await page.evaluate<string[]>('[...document.querySelectorAll("a, .table, pre, .drawing")].filter((element) => element.tabIndex < 0).map((element) => element.className)');
    expect(skipped).toEqual([]);
    await page.context().close();
  });

  test('on paper the drawings stand in for the live charts', async () => {
    const { page } = await open('change', 1280, 'dark');
    await page.emulateMedia({ media: 'print' });
    const shown = await page.evaluate<string[]>('[...document.querySelectorAll(".drawing svg")].filter((svg) => svg.getClientRects().length > 0).map((svg) => svg.getAttribute("class"))');
    expect(new Set(shown)).toEqual(new Set(['wide']));
    expect((await readFacts(page)).background).toBe('rgb(255, 255, 255)');
    await page.context().close();
  });

  test('a token named <script> is shown as text, in the page and under the pointer, and runs nothing', async () => {
    const { page } = await open('hostile', 1280, 'light');
    expect(await page.locator('#answer').innerText()).toContain(HOSTILE_TEXT.split('|')[0]);
    const frame = page.locator('.drawing[data-chart=constraints]');
    await frame.focus();
    await page.keyboard.press('ArrowRight');
    expect(await frame.locator('.tip').innerText()).toContain('<script>alert(1)</script>');
    expect(await page.locator('script').count()).toBe(2);
    await page.context().close();
  });
});
