/** A report as a page: what every kind of run has around its sections. */
import { hashSha256 } from '../../core/hash.js';
import type { Piecewise } from '../../core/piecewise.js';
import type { RunResult } from '../../core/run-result.js';
import type { Section } from '../blocks.js';
import { formatUtcDay } from '../format-numbers.js';
import { escapeHtml, renderText } from './escape-html.js';
import { renderBlockHtml } from './render-blocks.js';
import { STYLE_SHEET } from './style-sheet.js';

/** What a page says of its run, of either kind. */
export type PageRun = Pick<RunResult, 'market' | 'runId' | 'tool'> & { readonly dataset: Pick<RunResult['dataset'], 'snapshotUnixSeconds'> };

/** The answer comes first, then everything else. */
export interface Page {
  readonly run: PageRun;
  readonly decision: 'change' | 'keep';
  readonly sections: readonly Section[];
}

/** The load line: a ring crossed by the waterline, as painted on a ship's side. */
const MARK =
  '<svg class="mark" viewBox="0 0 48 32" aria-hidden="true" focusable="false"><circle cx="24" cy="16" r="11" fill="none" ' +
  'stroke="currentColor" stroke-width="3"></circle><path d="M4 16H44" stroke="currentColor" stroke-width="3"></path></svg>';

/** What makes the pictures of a page answer: the data that they are drawn from, and the script that draws. */
export interface LivePictures {
  readonly data: unknown;
  readonly script: string;
}

/** An outcome of either kind; where its folder lies is nothing that a report carries. */
export interface CarriedResult {
  readonly folder?: string | undefined;
}

/** What makes a page's pictures answer a pointer and arrow keys, where there is a script. */
export function carryResult({ folder: _folder, ...data }: CarriedResult, script: string | null): LivePictures | null {
  return script === null ? null : { data, script };
}

/** Nothing may be loaded, and no script may run but the one with this hash, even if an escape were missing. */
function buildContentPolicy(script: string | null): string {
  const own = script === null ? '' : ` script-src 'sha256-${Buffer.from(hashSha256(script), 'hex').toString('base64')}';`;
  return `default-src 'none';${own} style-src 'unsafe-inline'; img-src data:`;
}

/** The result as data that is not run, and the script that draws from it; `<` is written so that neither can end its element. */
function renderScript(data: unknown, script: string): string {
  return `<script type="application/json" id="result">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>\n<script>${script}</script>`;
}

function renderHead(title: string, script: string | null): string {
  return [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${buildContentPolicy(script)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${STYLE_SHEET}</style>`,
  ].join('\n');
}

function renderMasthead(facts: readonly string[]): string {
  return `<header class="masthead"><div class="brand">${MARK}<span>Plimsoll risk report</span></div><p>${facts.map(escapeHtml).join(' · ')}</p></header>`;
}

function renderSection({ id, title, blocks }: Section): string {
  return `<section id="${id}"><h2>${renderText(title)}</h2>\n${blocks.map(renderBlockHtml).join('\n')}\n</section>`;
}

function renderAnswer({ id, title, blocks }: Section, decision: Page['decision']): string {
  const label = decision === 'change' ? 'Recommendation: change' : 'Recommendation: keep';
  return `<section id="${id}" class="answer"><p class="label">${label}</p><h1>${renderText(title)}</h1>\n${blocks.map(renderBlockHtml).join('\n')}\n</section>`;
}

function renderContents(sections: readonly Section[]): string {
  const links = sections.map(({ id, title }) => `<a href="#${id}">${escapeHtml(title)}</a>`);
  return `<nav aria-label="Contents">${links.join('\n')}</nav>`;
}

/** Renders a page, section by section, as one self-contained HTML file: no network, and no script unless its pictures are live. */
export function* renderPage({ run, decision, sections: [answer, ...sections] }: Page, live: LivePictures | null = null): Piecewise<string> {
  const script = live && live.script.replace(/<(?=\/script|!--)/gi, '\\x3c');
  const { market, dataset, runId, tool } = run;
  const parts = [renderAnswer(answer!, decision), renderContents(sections)];
  for (const section of sections) {
    yield (parts.length - 1) / (sections.length + 1);
    parts.push(renderSection(section));
  }
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head>${renderHead(`${answer!.title} – Plimsoll`, script)}</head>`,
    '<body>',
    renderMasthead([`${market.venue} on ${market.network}`, `snapshot ${formatUtcDay(dataset.snapshotUnixSeconds)}`, `run ${runId}`]),
    '<main>',
    ...parts,
    '</main>',
    `<footer><p>Written by ${escapeHtml(tool.name)} ${escapeHtml(tool.version)} from ${escapeHtml(runId)}. A simulation is not a promise; read the limits above.</p></footer>`,
    ...(live === null ? [] : [renderScript(live.data, script!)]),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
