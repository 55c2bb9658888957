import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { RunResult } from '../../../src/core/run-result.js';
import { escapeHtml } from '../../../src/report/html/escape-html.js';
import { renderHtmlReport } from '../../../src/report/html/render-html-report.js';
import { formatCount, formatDuration, formatLevel } from '../../../src/report/format-numbers.js';
import { formatMetricInterval } from '../../../src/report/words/metrics.js';
import { buildHostileResult } from '../../support/hostile-result.js';
import { buildKeepSampleResult, buildSampleResult } from '../../support/sample-result.js';

const SIZE_BYTES_MAX = 1.5e6;
const sample = buildSampleResult();
const html = renderHtmlReport(sample);

/** What a reader sees: tags gone, entities resolved, ties between words as plain spaces. */
function readText(markup: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return markup
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity]!)
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u2060', '')
    .replace(/\s+/g, ' ');
}

function listTags(markup: string): string[] {
  return [...markup.matchAll(/<(\/?[a-zA-Z!][\w-]*)/g)].map(([, name]) => name!);
}

/** The table row that holds a metric's key. */
function findRow(key: string): string {
  return readText(html.split('<tr>').find((row) => row.includes(`<small>${key}</small>`))!);
}

describe('renderHtmlReport', () => {
  test('is deterministic and small enough to mail', () => {
    expect(renderHtmlReport(buildSampleResult())).toBe(html);
    expect(Buffer.byteLength(html)).toBeLessThan(SIZE_BYTES_MAX);
  });

  test('says first what to do, then why', () => {
    const [, afterTitle] = html.split('<h1>');
    expect(readText(afterTitle!.split('</h1>')[0]!)).toBe('Change the stETH LTV from 72.00 % to 73.50 %');
    expect(readText(afterTitle!).indexOf(sample.recommended.reason)).toBeLessThan(120);
    expect(readText(renderHtmlReport(buildKeepSampleResult()))).toContain('Keep the current stETH parameters');
  });

  test('prints every metric with interval, level, horizon, sample size and evidence', () => {
    for (const [key, metric] of Object.entries(sample.metrics.current)) {
      const row = findRow(key);
      expect(row).toContain(formatMetricInterval(metric));
      expect(row).toContain(formatMetricInterval(sample.metrics.recommended[key]!));
      expect(row).toContain(formatMetricInterval(sample.metrics.difference[key]!));
      expect(row).toContain(formatCount(metric.n));
      expect(row).toContain(metric.evidence);
      if (metric.level !== null) expect(row).toContain(` ${formatLevel(metric.level)} `);
      if (metric.horizonSeconds > 0) expect(row).toContain(formatDuration(metric.horizonSeconds));
    }
  });

  test('calls a difference whose interval contains zero not distinguishable', () => {
    expect(findRow('badDebtEs99Usd')).toContain('not distinguishable from zero');
    expect(findRow('badDebtProbabilityRatio')).toContain('higher');
  });

  test('prints every file, hash, assumption, warning, window, coverage test and account', () => {
    const text = readText(html);
    const expected = [
      ...Object.entries(sample.files).flat(),
      sample.dataset.sha256,
      sample.market.sha256,
      sample.policy.sha256,
      String(sample.seed),
      ...sample.assumptions.flatMap(({ name, why }) => [name, why]),
      ...sample.warnings.flatMap(({ code, message, remedy }) => [code, message, remedy]),
      ...sample.backtest.windows.flatMap(({ name, notes }) => [name, ...notes]),
      ...sample.newlyLiquidatable.top.map(({ account }) => account),
      ...sample.sensitivity.map(({ name }) => name),
      ...sample.constraints.map(({ text: words }) => words),
      ...sample.models.volatility.flatMap(({ model, presampleRule }) => [model, presampleRule]),
      'ETH/USD at 99 % over 1 day: passes.',
      'ETH/USD at 95 % over 1 day: fails.',
      sample.backtest.rolling!.sentence,
      ...sample.backtest.rolling!.models.map(({ label }) => label),
      ...sample.backtest.bookLosses!.limits,
      ...sample.backtest.bookLosses!.tests.map(({ sentence }) => sentence),
      ...sample.backtest.liquidationForecast!.horizons.flatMap(({ claims }) => claims.map(({ sentence }) => sentence)),
      ...sample.backtest.windows.flatMap(({ baselines }) => baselines.flatMap(({ rule, basis }) => [rule, basis])),
    ];
    expect(expected.filter((words) => !text.includes(words))).toEqual([]);
  });

  test('loads nothing and runs nothing', () => {
    expect(html).not.toMatch(/https?:|@import|<script|<iframe|<object|<embed|javascript:|\son\w+=/i);
    const references = [...html.matchAll(/(?:src|href|srcset|action|poster|data)="([^"]*)"/g)].map(([, target]) => target!);
    expect(references.filter((target) => !/^#[\w-]+$|^data:,$/.test(target))).toEqual([]);
    const urls = [...html.matchAll(/url\(([^)]*)\)/g)].map(([, target]) => target!);
    expect(urls.filter((target) => !target.startsWith('#'))).toEqual([]);
  });

  test('with a script runs that one by its hash, carries the result as data, and lets neither end its element', () => {
    const script = 'const a = "</script><!--"; start();';
    const live = renderHtmlReport(buildHostileResult(), script);
    const [, policy] = /script-src 'sha256-([^']+)'/.exec(live)!;
    const carried = [...live.matchAll(/<script(?: type="application\/json" id="result")?>([\s\S]*?)<\/script>/g)].map(([, text]) => text!);
    expect(carried).toHaveLength(2);
    expect(createHash('sha256').update(carried[1]!).digest('base64')).toBe(policy);
    expect(JSON.parse(carried[0]!)).toEqual(JSON.parse(JSON.stringify(buildHostileResult())));
    expect(live.match(/<script/g)).toHaveLength(2);
  });

  test('has unique ids, and every reference points at one', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...html.matchAll(/(?:href="#|url\(#|aria-labelledby=")([\w-]+)/g)].map(([, id]) => id!);
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('leaves no stand-in colour in any picture', () => {
    expect(html).not.toMatch(/#a1000\d/);
    expect(html).toContain('var(--chart-recommended)');
  });

  test('gives each picture a title, a text alternative and a sentence', () => {
    const figures = html.split('<figure').slice(1);
    expect(figures).toHaveLength(1 + 1 + 1 + 1 + 3 + sample.backtest.windows.length + 4 + sample.models.depth.length);
    for (const figure of figures) {
      expect(figure).toMatch(/<h4 id="[\w-]+">[^<]+<\/h4>/);
      expect(figure).toMatch(/role="img" aria-label="[^"]{30,}"/);
      expect(figure).toMatch(/<figcaption>[^<]{30,}<\/figcaption>/);
      expect(figure.match(/<svg class="(?:wide|narrow)"/g)).toHaveLength(2);
    }
  });

  test('shows hostile text as text: the markup is the same as without it', () => {
    const hostile = renderHtmlReport(buildHostileResult());
    expect(listTags(hostile)).toEqual(listTags(html));
    expect(readText(hostile)).toContain('<script>alert(1)</script>|"x\'` # *b* [c](d) &amp; stETH');
  });

  test('stands empty lists and missing metrics', () => {
    const bare: Partial<RunResult> = {
      constraints: [],
      frontier: [],
      warnings: [],
      assumptions: [],
      sensitivity: [],
      files: {},
      backtest: { windows: [], coverage: [], rolling: null, bookLosses: null, liquidationForecast: null },
      models: { ...sample.models, volatility: [], depth: [] },
      metrics: { current: {}, recommended: {}, difference: {} },
    };
    const text = readText(renderHtmlReport(buildSampleResult(bare)));
    expect(text).toContain('The policy sets no limits.');
    expect(text).toContain('No warning came up.');
    expect(text).toContain('The volatility forecast was not tested out of sample.');
    expect(text.match(/Not tested: a quick run leaves it out/g)).toHaveLength(3);
    expect(text).not.toMatch(/\b(?:NaN|undefined|Infinity)\b/);
  });

  test('has no trace of a value gone wrong', () => {
    expect(html).not.toMatch(/\b(?:NaN|undefined|Infinity|null|\[object Object\])\b/);
  });
});

test('escapeHtml makes each special character an entity', () => {
  expect(escapeHtml(`<a href="x" id='y'>&`)).toBe('&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;');
});
