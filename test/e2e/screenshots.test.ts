import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { chooseRuns } from '../support/fuzz.js';
import { openPage, scrollThrough, startChromium } from '../support/report-page.js';
import { CHECKOUT, runPlimsoll } from '../support/run-plimsoll.js';
import { drawTerminal } from '../support/terminal-svg.js';

/** `PLIMSOLL_UPDATE_DOCS=1 npm test -- test/e2e/screenshots` takes the pictures anew. */
const IS_UPDATE = process.env['PLIMSOLL_UPDATE_DOCS'] === '1';
const TERMINAL = 'docs/images/terminal.svg';
/** Pictures of the report of a whole run: file → what they show; the first is the first screen. */
const REPORT_PICTURES = { 'report.png': null, 'waterfall.png': '#attribution figure', 'frontier.png': '#frontier figure' };

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-screenshots-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What a terminal with colours shows of a quick run, down to the comparison with simpler rules. */
function photographQuickRun(): string {
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '', FORCE_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${CHECKOUT}bin/run.js`, 'run', '--quick'], { cwd: scratch, encoding: 'utf8', env });
  if (status !== 0) throw new Error(stderr);
  const end = stdout.indexOf('\nWithin the limits of');
  if (end === -1) throw new Error('the summary of a run no longer has the line at which the picture ends');
  return drawTerminal(`\u001b[32m$\u001b[39m plimsoll run --quick\n\n${stdout.slice(0, end).trim()}`, 'A terminal after plimsoll run --quick');
}

/** The block of the README that shows the end of `npm start`, and the line at which it breaks off. */
const SHOWN = /```\n(Change [\s\S]*?)```/;
const SHOWN_TO_HERE = 'constraints held at the upper 95 % bound.\n';

/** Figures come and go with data and models; words, order and colours are what the picture is held to. */
function withoutFigures(text: string): string {
  return text.replaceAll(/(x|width|textLength|viewBox|height)="[^"]*"/g, '').replaceAll(/[+−]?\$?\d[\d.,]*(e-\d+)?[KMB]?/g, '#').replaceAll(/\s+/g, ' ');
}

test('a picture of a terminal keeps columns and colours, and refuses a code that it does not know', () => {
  const svg = drawTerminal('\u001b[4mname   \u001b[24m\n<a>    \u001b[31m12 %\u001b[39m', 'two lines');
  expect(svg).toContain('<text x="16" y="47" textLength="24" fill="#d8dee9">&lt;a></text>');
  expect(svg).toContain('<text x="72" y="47" textLength="32" fill="#ff7b72">12 %</text>');
  expect(svg).toContain('<rect x="16" y="32" width="56" height="1"');
  expect(() => drawTerminal('\u001b[35mpink', 'one line')).toThrow('code 35');
});

// A quick run takes a quarter of a minute, a whole one a minute: continuous integration compares.
if (IS_UPDATE || chooseRuns(1, 0) === 1) {
  test('the picture of the terminal shows what a quick run prints', () => {
    const current = photographQuickRun();
    if (IS_UPDATE) writeFileSync(TERMINAL, current);
    expect(withoutFigures(readFileSync(TERMINAL, 'utf8'))).toBe(withoutFigures(current));
  }, 240_000);

  test('the README shows what the main job prints', async () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
    expect(scripts.start).toBe('node bin/setup.js && node bin/run.js run');
    const { exitCode, stdout } = await runPlimsoll(['run', '--out', 'reports/whole'], scratch);
    expect(exitCode).toBe(0);
    const current = stdout.slice(0, stdout.indexOf(SHOWN_TO_HERE) + SHOWN_TO_HERE.length).trimStart();
    const readme = readFileSync('README.md', 'utf8');
    if (IS_UPDATE) writeFileSync('README.md', readme.replace(SHOWN, () => `\`\`\`\n${current}\`\`\``));
    expect(withoutFigures(SHOWN.exec(readFileSync('README.md', 'utf8'))![1]!)).toBe(withoutFigures(current));
  }, 600_000);
}

if (IS_UPDATE) {
  test('the pictures of the report are taken of that run', async () => {
    const browser = await startChromium();
    const { page } = await openPage(browser, pathToFileURL(join(scratch, 'reports/whole/report.html')).href, { widthPx: 1180, scheme: 'light' });
    await scrollThrough(page);
    await page.evaluate('window.scrollTo(0, 0)');
    for (const [file, selector] of Object.entries(REPORT_PICTURES)) {
      const path = `docs/images/${file}`;
      if (selector === null) await page.screenshot({ path });
      else await page.locator(selector).first().screenshot({ path });
    }
    await browser.close();
  }, 120_000);
}
