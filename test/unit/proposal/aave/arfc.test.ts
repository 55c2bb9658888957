import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { RunResult } from '../../../../src/core/run-result.js';
import { renderArfc as renderModelArfc } from '../../../../src/proposal/aave/arfc.js';
import { renderForumPost } from '../../../../src/proposal/forum/forum-post.js';
import { buildProposalModel } from '../../../../src/proposal/model.js';
import { BPS_UNIT } from '../../../../src/proposal/raw-unit.js';
import { renderParameterSheet } from '../../../../src/proposal/sheet/parameter-sheet.js';
import { renderSccp } from '../../../../src/proposal/synthetix/sccp.js';
import { buildHostileResult } from '../../../support/hostile-result.js';
import { buildKeepSampleResult, buildSampleResult } from '../../../support/sample-result.js';

const renderArfc = (result: RunResult, options: { author: string; createdIsoDate: string }): string => renderModelArfc(buildProposalModel(result), result, options);
const OPTIONS = { author: 'A Delegate', createdIsoDate: '2023-06-20' };
const sample = buildSampleResult();
const draft = renderArfc(sample, OPTIONS);

/** Header fields as a YAML reader sees them. */
function readHeader(text: string): Record<string, string> {
  return parse(text.split('---\n')[1]!) as Record<string, string>;
}

/** A second-level section's text. */
function readSection(text: string, title: string): string {
  return text.split(`\n## ${title}\n`)[1]!.split('\n## ')[0]!;
}

function listHeadings(text: string): string[] {
  return [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title!);
}

describe('buildProposalModel', () => {
  test('holds only what changes', () => {
    const subject = { market: null, asset: 'stETH', id: null, decimals: null };
    expect(buildProposalModel(sample).changes).toEqual([{ parameter: 'ltvBps', name: 'LTV', subject, from: 7_200n, to: 7_350n, unit: BPS_UNIT }]);
    expect(buildProposalModel(sample).kept.map(({ parameter, to }) => [parameter, to])).toEqual([['liquidationThresholdBps', 8_300n], ['liquidationBonusBps', 700n]]);
    expect(buildProposalModel(buildKeepSampleResult())).toMatchObject({ decision: 'keep', changes: [] });
  });
});

describe('renderArfc', () => {
  test('has the header and the sections that the Aave forum expects, in order', () => {
    expect(readHeader(draft)).toEqual({
      title: '[ARFC] Change the stETH LTV from 72.00 % to 73.50 % on Aave v2 (ethereum)',
      author: 'A Delegate',
      created: '2023-06-20',
    });
    expect(listHeadings(draft)).toEqual(['Summary', 'Motivation', 'Specification', 'Disclaimer', 'Next Steps', 'Copyright']);
    expect(readSection(draft, 'Copyright')).toContain('CC0');
  });

  test('specifies one row per changed parameter', () => {
    const recommended = { ...sample.recommended, liquidationBonusBps: 650 };
    const specification = readSection(renderArfc(buildSampleResult({ recommended }), OPTIONS), 'Specification');
    const table = specification.slice(specification.indexOf('| Parameter'), specification.indexOf('### '));
    expect(table.trim().split('\n')).toEqual([
      '| Parameter | Asset | Current | Recommended |',
      '| --- | --- | ---: | ---: |',
      '| LTV | stETH | 72.00 % | 73.50 % |',
      '| Liquidation bonus | stETH | 7.00 % | 6.50 % |',
    ]);
  });

  test('argues with intervals and definitions, and says what is not distinguishable', () => {
    expect(readSection(draft, 'Summary')).toContain(String.raw`95 % interval \[−$13.0K, $75.0K\]: not distinguishable from zero`);
    const motivation = readSection(draft, 'Motivation');
    expect(motivation).toContain('ES (expected shortfall) at level q');
    for (const key of Object.keys(sample.metrics.recommended)) expect(motivation).toContain(`(${key})`);
    for (const { name } of sample.backtest.windows) expect(motivation).toContain(`- ${name}: ETH fell`);
  });

  test('carries dissent, the accounts it would hit and the way to check it', () => {
    const specification = readSection(draft, 'Specification');
    for (const { name, why } of sample.assumptions) expect(specification).toMatch(new RegExp(`Assumed: ${name} = .*${why}`));
    for (const { code } of sample.warnings) expect(specification).toContain(`Warning ${code}: `);
    for (const { account } of sample.newlyLiquidatable.top) expect(specification).toContain(`| ${account} |`);
    for (const { sha256 } of [sample.dataset, sample.policy, sample.market]) expect(specification).toContain(sha256);
    expect(specification).toContain('npx plimsoll run --dataset aave-v2-steth_2023-06');
  });

  test('says plainly that nothing should change, and why that is worth recording', () => {
    const kept = renderArfc(buildKeepSampleResult(), OPTIONS);
    expect(readHeader(kept)['title']).toBe('[ARFC] Keep the current stETH parameters on Aave v2 (ethereum)');
    expect(readSection(kept, 'Summary')).toMatch(/^\nNo change recommended: .*72\.00 %/);
    expect(readSection(kept, 'Summary')).toContain('still worth recording');
    expect(readSection(kept, 'Specification')).not.toContain('| Parameter | Asset |');
    expect(readSection(kept, 'Next Steps')).toContain('No vote follows');
  });

  test('is deterministic', () => {
    expect(renderArfc(buildSampleResult(), OPTIONS)).toBe(draft);
  });

  test('keeps hostile text inside its place', () => {
    const hostile = renderArfc(buildHostileResult(), { ...OPTIONS, author: 'x"\n---\n<script>' });
    const outsideCode = hostile.replace(/^(`{3,})[\s\S]*?^\1$/gm, '');
    expect(Object.keys(readHeader(hostile))).toEqual(['title', 'author', 'created']);
    expect(listHeadings(outsideCode)).toEqual(listHeadings(draft));
    expect(outsideCode).not.toContain('<script');
  });

  test.each(['2023-6-1', '2023-02-30', '20 June 2023', '', '2023-06-20T00:00:00Z'])('refuses %p as a day', (createdIsoDate) => {
    expect(() => renderArfc(sample, { ...OPTIONS, createdIsoDate })).toThrow(/YYYY-MM-DD/);
  });

  test('refuses an empty author', () => {
    expect(() => renderArfc(sample, { ...OPTIONS, author: ' ' })).toThrow(/author/);
  });
});

test('only a draft without a run says that no simulation stands behind it', () => {
  const model = buildProposalModel(sample);
  const drafts = (result: RunResult | null): string[] => [
    renderModelArfc(model, result, OPTIONS),
    renderSccp(model, result, OPTIONS),
    renderForumPost(model, result, []),
    renderParameterSheet(model, result, []),
  ];
  for (const draft of drafts(null)) expect(draft).toContain('No simulation stands behind this draft');
  for (const draft of drafts(sample)) expect([draft.includes('No simulation'), draft.includes('What would make this wrong')]).toEqual([false, true]);
});
