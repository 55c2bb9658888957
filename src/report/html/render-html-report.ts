/** The report as one HTML file that needs nothing else. */
import { hashSha256 } from '../../core/hash.js';
import type { RunResult } from '../../core/run-result.js';
import type { Section } from '../blocks.js';
import { formatUtcDay } from '../format-numbers.js';
import { buildSections } from '../sections/build-sections.js';
import { escapeHtml, renderText } from './escape-html.js';
import { renderBlockHtml } from './render-blocks.js';
import { STYLE_SHEET } from './style-sheet.js';

/** The load line: a ring crossed by the waterline, as painted on a ship's side. */
const MARK =
  '<svg class="mark" viewBox="0 0 48 32" aria-hidden="true" focusable="false"><circle cx="24" cy="16" r="11" fill="none" ' +
  'stroke="currentColor" stroke-width="3"></circle><path d="M4 16H44" stroke="currentColor" stroke-width="3"></path></svg>';

/** Nothing may be loaded, and no script may run but the one with this hash, even if an escape were missing. */
function buildContentPolicy(script: string | null): string {
  const own = script === null ? '' : ` script-src 'sha256-${Buffer.from(hashSha256(script), 'hex').toString('base64')}';`;
  return `default-src 'none';${own} style-src 'unsafe-inline'; img-src data:`;
}

/** The result as data that is not run, and the script that draws from it; `<` is written so that neither can end its element. */
function renderScript(result: RunResult, script: string): string {
  const { folder: _folder, ...carried } = result;
  return `<script type="application/json" id="result">${JSON.stringify(carried).replaceAll('<', '\\u003c')}</script>\n<script>${script}</script>`;
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

function renderMasthead({ market, dataset, runId }: RunResult): string {
  const facts = [`${market.venue} on ${market.network}`, `snapshot ${formatUtcDay(dataset.snapshotUnixSeconds)}`, `run ${runId}`];
  return `<header class="masthead"><div class="brand">${MARK}<span>Plimsoll risk report</span></div><p>${facts.map(escapeHtml).join(' · ')}</p></header>`;
}

function renderSection({ id, title, blocks }: Section): string {
  return `<section id="${id}"><h2>${renderText(title)}</h2>\n${blocks.map(renderBlockHtml).join('\n')}\n</section>`;
}

function renderAnswer({ id, title, blocks }: Section, decision: string): string {
  const label = decision === 'change' ? 'Recommendation: change' : 'Recommendation: keep';
  return `<section id="${id}" class="answer"><p class="label">${label}</p><h1>${renderText(title)}</h1>\n${blocks.map(renderBlockHtml).join('\n')}\n</section>`;
}

function renderContents(sections: readonly Section[]): string {
  const links = sections.map(({ id, title }) => `<a href="#${id}">${escapeHtml(title)}</a>`);
  return `<nav aria-label="Contents">${links.join('\n')}</nav>`;
}

/**
 * Renders the whole report as one self-contained HTML file: no network, the same bytes for the same result and script.
 *
 * `script` makes the pictures answer a pointer and arrow keys; without it, with scripts switched off and on paper they are drawings.
 * Shape: readable from 360 px wide, light and dark by the reader's setting, printable. Special cases: lists that are empty in the
 * result become a sentence that says so.
 *
 * @throws InternalError when the decision contradicts the recommended values
 */
export function renderHtmlReport(result: RunResult, script: string | null = null): string {
  const inlined = script === null ? null : script.replace(/<(?=\/script|!--)/gi, '\\x3c');
  const [answer, ...sections] = buildSections(result);
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head>${renderHead(`${answer!.title} – Plimsoll`, inlined)}</head>`,
    '<body>',
    renderMasthead(result),
    '<main>',
    renderAnswer(answer!, result.recommended.decision),
    renderContents(sections),
    ...sections.map(renderSection),
    '</main>',
    `<footer><p>Written by ${escapeHtml(result.tool.name)} ${escapeHtml(result.tool.version)} from ${escapeHtml(result.runId)}. A simulation is not a promise; read the limits above.</p></footer>`,
    ...(inlined === null ? [] : [renderScript(result, inlined)]),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
