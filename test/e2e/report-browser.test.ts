import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderHtmlReport } from '../../src/report/html/render-html-report.js';
import { CHROMIUM_PATH, HeadlessChromium } from '../support/headless-chromium.js';
import { buildHostileResult } from '../support/hostile-result.js';
import { buildKeepSampleResult, buildSampleResult } from '../support/sample-result.js';

const REPORTS = {
  change: renderHtmlReport(buildSampleResult()),
  keep: renderHtmlReport(buildKeepSampleResult()),
  hostile: renderHtmlReport(buildHostileResult()),
};

interface PageFacts {
  readonly scrollWidthPx: number;
  readonly figures: number;
  /** Width and height of every drawing that is shown. */
  readonly drawings: readonly (readonly [number, number])[];
  readonly colours: readonly string[];
  readonly background: string;
  readonly scripts: number;
  /** Texts inside shown drawings that stick out of them by more than a pixel. */
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
    drawings: shown.map(sizeOf),
    colours: [...new Set(painted.flatMap((shape) => [getComputedStyle(shape).fill, getComputedStyle(shape).stroke]))],
    background: getComputedStyle(document.body).backgroundColor,
    scripts: document.scripts.length,
    cutTexts: shown.flatMap((svg) => [...svg.querySelectorAll('text')]).filter(sticksOut).map((text) => text.textContent),
  };
})()`;

const hasBrowser = existsSync(CHROMIUM_PATH);
if (!hasBrowser) console.log(`skipped: the report is not opened in a browser because there is no ${CHROMIUM_PATH}; apt-get install chromium`);

(hasBrowser ? describe : describe.skip)('the HTML report in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-report-'));
  let browser: HeadlessChromium;

  async function openReport(name: keyof typeof REPORTS, widthPx: number, scheme: 'light' | 'dark'): Promise<PageFacts> {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, REPORTS[name]);
    await browser.open(pathToFileURL(file).href, widthPx, scheme);
    return browser.evaluate<PageFacts>(READ_FACTS);
  }

  beforeAll(async () => {
    browser = await HeadlessChromium.start();
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ['change', 1280, 'light'],
    ['change', 1280, 'dark'],
    ['change', 390, 'light'],
    ['change', 360, 'dark'],
    ['keep', 1280, 'light'],
    ['keep', 390, 'dark'],
    ['hostile', 360, 'light'],
  ] as const)('%s at %d px, %s: loads itself only, complains of nothing, draws every picture, never scrolls sideways', async (name, widthPx, scheme) => {
    const facts = await openReport(name, widthPx, scheme);
    expect(browser.complaints).toEqual([]);
    expect(browser.requests.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(join(folder, `${name}.html`)).href]);
    expect(facts.scripts).toBe(0);
    expect(facts.scrollWidthPx).toBeLessThanOrEqual(widthPx);
    expect(facts.figures).toBe(REPORTS[name].split('<figure').length - 1);
    expect(facts.drawings).toHaveLength(facts.figures);
    for (const [drawnWidthPx, drawnHeightPx] of facts.drawings) {
      expect(drawnWidthPx).toBeGreaterThan(250);
      expect(drawnHeightPx).toBeGreaterThan(100);
    }
  });

  test.each([
    ['change', 1280],
    ['change', 360],
    ['keep', 390],
  ] as const)('%s at %d px: no word of a picture is cut off at its edge', async (name, widthPx) => {
    const { cutTexts } = await openReport(name, widthPx, 'light');
    expect(cutTexts).toEqual([]);
  });

  test('light and dark differ in page and pictures, and no stand-in colour is left', async () => {
    const light = await openReport('change', 1280, 'light');
    const dark = await openReport('change', 1280, 'dark');
    expect(dark.background).not.toBe(light.background);
    expect(light.colours).toContain('rgb(11, 110, 125)');
    expect(dark.colours).toContain('rgb(76, 196, 214)');
    expect([...light.colours, ...dark.colours].filter((colour) => /^rgb\(161, 0, \d\)$/.test(colour))).toEqual([]);
  });
});
