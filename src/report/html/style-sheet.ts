/** The report's look. System fonts only; colours are variables so that one block switches to dark. */
import { LIGHT_COLOURS } from '../charts/theme.js';

const LIGHT = `
--page: #f5f6f8; --surface: #ffffff; --ink: #18222f; --muted: #5a6675; --line: #dfe4ea; --line-strong: #c3ccd6;
--accent: #0b6e7d; --accent-soft: #e3f1f3; --good: #1f7a4d; --bad: #b3401b; --caution: #8a5a00; --caution-soft: #fbf3e2;
${Object.entries(LIGHT_COLOURS).map(([name, colour]) => `--chart-${name}: ${colour};`).join(' ')}`;

const DARK = `
--page: #0e141b; --surface: #161f29; --ink: #e7ecf2; --muted: #9ba9b8; --line: #28333f; --line-strong: #3a4856;
--accent: #55c3d3; --accent-soft: #14313a; --good: #63c995; --bad: #f0906a; --caution: #e2b566; --caution-soft: #2c2617;
--chart-ink: #e7ecf2; --chart-muted: #9ba9b8; --chart-grid: #27323e; --chart-surface: #161f29; --chart-current: #8392a3;
--chart-recommended: #4cc4d6; --chart-good: #5cc08d; --chart-bad: #ef8a62; --chart-accent: #6db3e8;`;

const BASE = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word; }
main, .masthead, footer { max-width: 1160px; margin: 0 auto; padding: 0 24px; }
h1, h2 { font-family: Charter, "Iowan Old Style", Georgia, Cambria, "Times New Roman", serif; font-weight: 600; line-height: 1.15; letter-spacing: -0.01em; text-wrap: balance; }
h1 { font-size: clamp(1.75rem, 4.6vw, 2.9rem); margin: 0 0 14px; }
h2 { font-size: 1.6rem; margin: 0 0 14px; }
h3 { font-size: 1.02rem; margin: 30px 0 8px; }
h4 { font-size: 0.95rem; margin: 0 0 8px; }
p, ul { margin: 0 0 14px; max-width: 74ch; }
ul { padding-left: 1.15em; }
li { margin: 0 0 5px; }
a { color: var(--accent); }
small { display: block; font-size: 0.78rem; color: var(--muted); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }`;

const PARTS = `
.masthead { display: flex; flex-wrap: wrap; gap: 4px 24px; justify-content: space-between; align-items: center; padding-top: 22px; padding-bottom: 18px; }
.masthead p { margin: 0; font-size: 0.85rem; color: var(--muted); }
.brand { display: flex; align-items: center; gap: 10px; font-weight: 600; }
.mark { width: 36px; height: 24px; color: var(--accent); }
section { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 30px 32px; margin: 0 0 20px; scroll-margin-top: 12px; }
.answer { border-top: 4px solid var(--accent); padding-top: 28px; }
.answer > p { font-size: 1.12rem; }
.answer > .label { font-size: 0.82rem; font-weight: 600; color: var(--accent); margin: 0 0 8px; }
.cards { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 14px; margin: 24px 0 8px; }
.card { border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; }
.card:first-child { background: var(--accent-soft); border-color: transparent; }
.card dt { font-size: 0.85rem; font-weight: 600; color: var(--muted); }
.card dd { margin: 0; }
.card .value { font-size: 1.4rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; margin: 2px 0 6px; }
.card .detail { font-size: 0.85rem; color: var(--muted); line-height: 1.45; }
nav { display: flex; flex-wrap: wrap; gap: 6px 18px; margin: 4px 0 22px; padding: 0 2px; font-size: 0.9rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
.note { border-left: 4px solid var(--caution); background: var(--caution-soft); border-radius: 0 8px 8px 0; padding: 12px 16px; margin: 0 0 12px; }
.note strong { font: 600 0.85rem ui-monospace, Menlo, Consolas, monospace; color: var(--caution); }
.note.good { border-left-color: var(--good); background: transparent; }
.note.good strong { color: var(--good); }
.note.bad { border-left-color: var(--bad); background: transparent; }
.note.bad strong { color: var(--bad); }
.note p { margin: 4px 0 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--page); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; font: 0.85rem/1.5 ui-monospace, Menlo, Consolas, monospace; }
footer p { font-size: 0.82rem; color: var(--muted); padding: 4px 0 32px; }`;

const TABLES = `
.table { overflow-x: auto; margin: 0 0 18px; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.caption { font-size: 0.85rem; color: var(--muted); margin: 0 0 4px; }
table.compact { width: auto; min-width: min(620px, 100%); }
th, td { padding: 8px 12px 8px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
table small { font-size: 0.88em; }
thead th { font-size: 0.91em; color: var(--muted); font-weight: 600; border-bottom-color: var(--line-strong); vertical-align: bottom; }
tbody th { font-weight: 500; }
tbody tr:last-child > * { border-bottom: 0; }
.right { text-align: right; white-space: nowrap; }
thead .right { white-space: normal; }
td.good > span { color: var(--good); font-weight: 600; }
td.bad > span { color: var(--bad); font-weight: 600; }
td.caution > span { color: var(--caution); }
td.quiet > span { color: var(--muted); }`;

const FIGURES = `
.figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 28px 28px; margin: 20px 0 8px; }
.figure { margin: 0; min-width: 0; }
.figure.full { grid-column: 1 / -1; }
.drawing { position: relative; font-family: system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; border-radius: 4px; }
.drawing > svg { display: block; width: 100%; height: auto; }
.drawing > svg.narrow { display: none; }
.drawing.is-live > svg { display: none; }
.tip > * { display: block; white-space: normal; max-width: 260px; }
.tip > span { font-variant-numeric: tabular-nums; }
.spoken { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
figcaption { font-size: 0.88rem; color: var(--muted); margin-top: 6px; max-width: 74ch; }`;

const PHONE = `
@media (max-width: 720px) {
  main, .masthead, footer { padding-left: 12px; padding-right: 12px; }
  section { padding: 22px 16px; border-radius: 10px; }
  .cards, .figures { grid-template-columns: minmax(0, 1fr); }
  .card .value { font-size: 1.2rem; }
  .drawing:not(.is-live) > svg.wide { display: none; }
  .drawing:not(.is-live) > svg.narrow { display: block; }
  tbody th { min-width: 118px; }
}`;

const PRINT = `
@page { margin: 14mm; }
@media print {
  :root { ${LIGHT} --page: #ffffff; color-scheme: light; }
  body { font-size: 10.5pt; }
  main, .masthead, footer { max-width: none; padding-left: 0; padding-right: 0; }
  section { border: 0; border-radius: 0; padding: 0; margin: 0 0 22pt; }
  nav { display: none; }
  .table { overflow: visible; }
  table { font-size: 8pt; }
  h1 { font-size: 22pt; }
  .right { white-space: normal; }
  .live { display: none; }
  .drawing.is-live > svg.wide { display: block; }
  h2, h3, h4, .caption { break-after: avoid; }
  .figure, .card, .note, tr { break-inside: avoid; }
}`;

export const STYLE_SHEET = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
${BASE}${PARTS}${TABLES}${FIGURES}${PHONE}${PRINT}
`;
