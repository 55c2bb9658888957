import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatCount, formatLevel } from '../../../src/report/format-numbers.js';
import { escapeMarkdown } from '../../../src/report/markdown/escape-markdown.js';
import { renderForumReport } from '../../../src/report/markdown/render-forum-report.js';
import type { RunResult } from '../../../src/core/run-result.js';
import { fuzzParameters } from '../../support/fuzz.js';
import { buildHostileResult } from '../../support/hostile-result.js';
import { buildKeepSampleResult, buildSampleResult } from '../../support/sample-result.js';

const sample = buildSampleResult();
const { markdown } = renderForumReport(sample);

function renderMarkdownReport(result: RunResult): string {
  return renderForumReport(result).markdown;
}

/** Cells of a table row as a Markdown reader splits it: at bars without a backslash. */
function splitRow(row: string): string[] {
  return row.replace(/^\| | \|$/g, '').split(/(?<!\\)\|/);
}

/** Groups of neighbouring lines that start with a bar. */
function listTables(text: string): string[][] {
  return text
    .split('\n\n')
    .map((block) => block.split('\n').filter((line) => line.startsWith('|')))
    .filter((rows) => rows.length > 0);
}

describe('renderMarkdownReport', () => {
  test('is deterministic', () => {
    expect(renderMarkdownReport(buildSampleResult())).toBe(markdown);
  });

  test('opens with the answer', () => {
    expect(markdown.split('\n')[0]).toBe('# Change the stETH LTV from 72.00 % to 73.50 %');
    expect(renderMarkdownReport(buildKeepSampleResult()).split('\n')[0]).toBe('# Keep the current stETH parameters');
  });

  test('prints every metric, with interval, level and n beside each VaR and ES', () => {
    for (const [key, metric] of Object.entries(sample.metrics.recommended)) {
      const row = markdown.split('\n').find((line) => line.startsWith('|') && line.includes(`(${key})`))!;
      expect(row).toContain(formatCount(metric.n));
      if (metric.level === null) continue;
      expect(row).toContain(`| ${formatLevel(metric.level)} |`);
      expect(row.match(/\(\\\[[^\]]+\\\]\)/g)).toHaveLength(3);
    }
  });

  test('prints every file', () => {
    for (const [name, path] of Object.entries(sample.files)) expect(markdown).toContain(`| ${name} | ${path} |`);
  });

  test('contains no HTML', () => {
    expect(markdown).not.toMatch(/</);
  });

  test.each([
    ['plain', sample],
    ['hostile', buildHostileResult()],
  ])('links every picture that comes with it and no other, each a picture that stands alone: %s', (_, result) => {
    const report = renderForumReport(result);
    const linked = [...report.markdown.matchAll(/^!\[.+\]\((images\/[a-z0-9-]+\.svg)\)$/gm)].map(([, path]) => path!);
    expect(linked).toEqual(Object.keys(report.images));
    expect(linked.length).toBeGreaterThan(10);
    for (const svg of Object.values(report.images)) {
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^]*<path[^]*<\/svg>\s*$/);
      expect(svg).not.toMatch(/<script|var\(--|#a1000\d|href|\bNaN\b/);
    }
  });

  test('says how the pictures get into a forum', () => {
    expect(markdown.trimEnd().split('\n').at(-1)).toMatch(/on a forum, upload each file where its link stands/);
  });

  test.each([
    ['plain', markdown],
    ['hostile', renderMarkdownReport(buildHostileResult())],
  ])('keeps the cells of every table row together: %s', (_, text) => {
    const tables = listTables(text);
    expect(tables).toHaveLength(listTables(markdown).length);
    for (const [head, ...rows] of tables) {
      for (const row of rows) expect([row, splitRow(row).length]).toEqual([row, splitRow(head!).length]);
    }
  });

  test('shows hostile text as text', () => {
    const hostile = renderMarkdownReport(buildHostileResult());
    const outsideCode = hostile.replace(/^```[\s\S]*?^```$/gm, '');
    expect(outsideCode).not.toContain('<script');
    expect(outsideCode).toContain('&lt;script&gt;alert(1)&lt;/script&gt;\\|"x\'\\` \\# \\*b\\* \\[c\\](d) &amp;amp; stETH');
    const headings = (text: string): number => text.match(/^#{1,3} /gm)!.length;
    expect(headings(hostile.replace(/^(`{3,})[\s\S]*?^\1$/gm, ''))).toBe(headings(markdown));
  });
});

describe('escapeMarkdown', () => {
  test.each([
    ['a\r\nb\u2028c', 'a b c'],
    ['- item', String.raw`\- item`],
    ['---', String.raw`\---`],
    ['1. one', String.raw`1\. one`],
    ['+$31.0K', '+$31.0K'],
    ['−$5', '−$5'],
    ['1.5 hours', '1.5 hours'],
    ['a\\|b', String.raw`a\\\|b`],
  ])('%p becomes %p', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test('never leaves a bar, a bracket, an angle or a line break that Markdown would act on', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'|\\[]<>*_`#~\n a1.-') }), (text) => {
        const withoutEscapes = escapeMarkdown(text).replace(/\\[^a-zA-Z0-9\s]/g, '').replace(/&(?:lt|gt|amp);/g, '');
        expect(withoutEscapes).not.toMatch(/[|\\[\]<>*_`#~\n]/);
      }),
      fuzzParameters(500),
    );
  });

  test('takes nothing away: undoing the escapes gives the text on one line', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const undone = escapeMarkdown(text).replace(/\\([^a-zA-Z0-9\s])/g, '$1').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
        expect(undone).toBe(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' '));
      }),
      fuzzParameters(500),
    );
  });
});
