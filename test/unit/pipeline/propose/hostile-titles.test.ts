import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { renderProposeSummary } from '../../../../src/cli/render/propose-summary.js';
import { createStdoutColours } from '../../../../src/cli/colours.js';
import { proposePipeline, type ProposeReply } from '../../../../src/pipeline/propose.js';
import { PROPOSAL_VENUES, VENUE_FORMATS, type ProposalVenue } from '../../../../src/pipeline/propose/proposal-request.js';
import { buildBook, writeRequest } from '../../../support/change-requests.js';

/** Each would break out of one of the places that a title or a reason is written to. */
const HOSTILE = {
  'the end of a comment': '*/ contract X {} /*',
  'a line break': 'a\n## Motivation\n\nb',
  'front matter': 'a\n---\nsccp: 9\n---',
  quotes: `a" 'b' \\" \\`,
  backticks: 'a ``` b `c`\n```\nd',
  'a table row': 'a | b | c |\n| --- |',
  markup: '<script>alert(1)</script> [a](javascript:b) <!--',
  'a restriction of who may propose': 'a #proposer=0x0000000000000000000000000000000000000001',
  'a template': '${process.exit()} {{x}} %s',
} as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-hostile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function propose(venue: ProposalVenue, text: string): Promise<ProposeReply> {
  await writeFile(join(folder, 'changes.yaml'), writeRequest(venue, { title: text, motivation: text, dissent: [text] }));
  await writeFile(join(folder, 'book.yaml'), stringify(buildBook(venue)));
  const options = { changes: 'changes.yaml', addresses: 'book.yaml', formats: VENUE_FORMATS[venue], space: 'dao.eth', snapshotBlock: 19_000_000, payloadId: 7, author: 'alice', preview: true };
  return proposePipeline(options, { workingFolder: folder, today: '2026-11-20' });
}

/** Paths of every value of a JSON file, with the values of those that a machine acts on. */
function listLeaves(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [/calldata|data$|target|to$|value|chainId|governor|choices|messages/.test(path) ? `${path}=${String(value)}` : path];
  return Object.entries(value).flatMap(([key, entry]) => listLeaves(entry, `${path}.${key}`));
}

const outsideCode = (text: string): string => text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '');
/** Lines that give a text its structure: headings, table rows by their number of cells, rules, fences. */
function listStructure(text: string): string[] {
  const body = outsideCode(text).split('\n');
  return body.flatMap((line) => {
    if (/^#{2,}/.test(line)) return line;
    if (line.startsWith('|')) return `row of ${line.replaceAll('\\|', '').split('|').length}`;
    return /^(---|```|===)/.test(line) ? line : [];
  });
}

describe.each(Object.entries(HOSTILE))('%s in title, reason and dissent', (_, text) => {
  test.each(PROPOSAL_VENUES)('%s: every form keeps its structure, and what is executed keeps its bytes', async (venue) => {
    const [hostile, harmless] = [await propose(venue, text), await propose(venue, 'A title')];
    const files = Object.keys(hostile.preview);
    expect(files).toEqual(Object.keys(harmless.preview));
    for (const path of files) {
      const [content, expected] = [hostile.preview[path]!, harmless.preview[path]!];
      if (path.endsWith('.json') && !/governor|market-admin|vote/.test(path)) expect([path, listLeaves(JSON.parse(content))]).toEqual([path, listLeaves(JSON.parse(expected))]);
      // A governor's call carries the description, and a vote its hash: they differ as they should; what they execute must not.
      else if (/governor|market-admin/.test(path)) expect((JSON.parse(content) as { calldatas: unknown }).calldatas).toEqual((JSON.parse(expected) as { calldatas: unknown }).calldatas);
      else if (path.endsWith('.md')) {
        expect([path, listStructure(content)]).toEqual([path, listStructure(expected)]);
        expect(outsideCode(content)).not.toMatch(/<script|<!--|[^\\]\]\(javascript/);
      } else if (path.endsWith('.sol') || path.endsWith('.txt')) expect([path, content]).toEqual([path, expected]);
      else if (path.endsWith('config.ts')) expect(listLeaves(JSON.parse(content.split('ConfigFile = ')[1]!.replace(/;\n$/, ''))).length).toBe(listLeaves(JSON.parse(expected.split('ConfigFile = ')[1]!.replace(/;\n$/, ''))).length);
    }
    const description = hostile.preview['governor.json'] && (JSON.parse(hostile.preview['governor.json']) as { description: string }).description;
    // OpenZeppelin reads a restriction off the last 52 bytes.
    if (description) expect(description.slice(-52)).not.toContain('#proposer=0x');
  });

  test('the terminal shows it on one line', async () => {
    const reply = await propose('gmx-v2', text);
    const shown = renderProposeSummary({ ...reply, preview: {} }, folder, 1_000, createStdoutColours());
    expect(shown.split('\n')[1]).toBe(text.replace(/\s+/g, ' ').trim());
  });
});
