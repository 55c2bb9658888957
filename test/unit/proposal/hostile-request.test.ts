import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseChangeRequest } from '../../../src/pipeline/config/change-request-file.js';
import { renderAipFolder } from '../../../src/proposal/aave/aip/aip-folder.js';
import { renderArfc } from '../../../src/proposal/aave/arfc.js';
import { buildCompoundCalls } from '../../../src/proposal/compound/configurator-calls.js';
import { renderCompoundDescription } from '../../../src/proposal/compound/description.js';
import { buildDydxProposal } from '../../../src/proposal/dydx/gov-proposal.js';
import { renderForumPost } from '../../../src/proposal/forum/forum-post.js';
import type { ProposalModel } from '../../../src/proposal/model.js';
import { renderParameterSheet } from '../../../src/proposal/sheet/parameter-sheet.js';
import { renderSccp } from '../../../src/proposal/synthetix/sccp.js';
import { buildBook, buildRequestModel, writeRequest } from '../../support/change-requests.js';

/** Ends a comment, a YAML string, a header, a table row, a fence, and opens markup; line breaks of every kind. */
const HOSTILE = '*/ " \' ` ``` | # x\n---\nsccp: 9\r\n## Motivation\u2028<script>alert(1)</script> [a](javascript:b) }; selfdestruct(payable(0));';
const HOSTILE_NAME = '*/"`|#<b>](x) }; {{';
const OPTIONS = { author: HOSTILE, createdIsoDate: '2026-11-20' };

const poison = (model: ProposalModel): ProposalModel => ({ ...model, reason: HOSTILE, dissent: [HOSTILE], network: model.network });
const poisoned = (venue: 'aave-v3' | 'compound-v3' | 'dydx-v4' | 'synthetix-v3'): ProposalModel => poison(buildRequestModel(venue, { title: HOSTILE }));
const headings = (text: string): string[] => [...text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').matchAll(/^#{1,3} (.*)$/gm)].map(([, title]) => title!);
const header = (text: string): string[] => Object.keys(parse(text.split('---\n')[1]!) as object);
const plain = (text: string): string => text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/\\./g, '').replace(/^---[\s\S]*?\n---\n/, '');

describe('hostile text stays where it belongs', () => {
  test('the title is one line everywhere', () => {
    expect(poisoned('aave-v3').headline).not.toMatch(/[\n\r\u2028]/);
  });

  test('ARFC and SCCP: header and sections are those of a harmless draft', () => {
    const arfc = renderArfc(poisoned('aave-v3'), null, OPTIONS);
    const sccp = renderSccp(poisoned('synthetix-v3'), null, OPTIONS);
    expect(header(arfc)).toEqual(['title', 'author', 'created']);
    expect(header(sccp)).toEqual(['sccp', 'title', 'network', 'status', 'type', 'created', 'author']);
    expect(headings(arfc)).toEqual(headings(renderArfc(buildRequestModel('aave-v3'), null, { ...OPTIONS, author: 'alice' })));
    expect(headings(sccp)).toEqual(headings(renderSccp(buildRequestModel('synthetix-v3'), null, { ...OPTIONS, author: 'alice' })));
    for (const text of [arfc, sccp]) expect(plain(text)).not.toMatch(/<script|^---|\]\(javascript/m);
  });

  test('forum post, sheet and the description on chain: one title, no markup of theirs', () => {
    const model = poisoned('compound-v3');
    const calls = buildCompoundCalls(model, buildBook('compound-v3'));
    const harmless = buildRequestModel('compound-v3');
    const pairs = [
      [renderForumPost(model, null, []), renderForumPost(harmless, null, [])],
      [renderParameterSheet(model, null, []), renderParameterSheet(harmless, null, [])],
      [renderCompoundDescription(model, calls), renderCompoundDescription(harmless, calls)],
    ] as const;
    for (const [hostile, expected] of pairs) {
      expect(headings(hostile).slice(1)).toEqual(headings(expected).slice(1));
      expect(plain(hostile)).not.toMatch(/<script|\]\(javascript|^---/m);
    }
  });

  test('a payload’s Solidity has nothing of the title, and nothing but letters of an asset', () => {
    const book = { ...buildBook('aave-v3'), assets: { [`W${HOSTILE_NAME}ETH`]: buildBook('aave-v3').assets['WETH']! } };
    const harmless = buildRequestModel('aave-v3');
    const rename = (change: ProposalModel['changes'][number]): ProposalModel['changes'][number] => ({ ...change, subject: { ...change.subject, asset: `W${HOSTILE_NAME}ETH` } });
    const hostile = { ...poisoned('aave-v3'), changes: harmless.changes.map(rename) };
    const options = { author: HOSTILE, createdIsoDate: '2026-11-20', engine: 'v3.6' as const, forkBlock: 1 };
    const files = renderAipFolder(hostile, null, { ...options, book });
    const expected = renderAipFolder(harmless, null, { ...options, book: buildBook('aave-v3'), author: 'alice' });
    // The letters of the hostile name itself, b and x, are in the identifier; nothing else differs.
    const solidity = (folder: Record<string, string>): string[] => Object.entries(folder).filter(([path]) => path.endsWith('.sol')).map(([, text]) => text.replaceAll('WBXETH', 'WETH').replaceAll('WbxETH', 'WETH'));
    expect(solidity(files)).toEqual(solidity(expected));
    const config = Object.entries(files).find(([path]) => path.endsWith('config.ts'))![1].split('ConfigFile = ')[1]!.replace(/;\n$/, '');
    expect((JSON.parse(config) as { rootOptions: { author: string } }).rootOptions.author).toBe(HOSTILE);
  });

  test('a dYdX proposal reads back as the same text', () => {
    const proposal = buildDydxProposal(poisoned('dydx-v4'), HOSTILE);
    expect(JSON.parse(JSON.stringify(proposal))).toEqual(proposal);
  });

  test.each(['a\nto 0x00', 'a\u2028b', 'a\tb'])('a name that could pass for a line of a call is refused: %j', (market) => {
    const changes = [{ market, parameter: 'marginRatioInitial', from: 5, to: 6, unit: 'percent' }];
    expect(() => parseChangeRequest(writeRequest('drift', { changes }), 'changes.yaml')).toThrow(/changes\[0\]\.market: must be one line/);
  });
});
