import { readPage, writeLastIdQuery, writePageQuery, type Collection } from '../../../../src/sources/paging/page-query.js';

const TOKENS: Collection = { name: 'tokens', field: 'tokens', idKind: 'bytes', where: [], selection: 'symbol' };
const RANGE = { after: '0x', upTo: null };

describe('the page in a reply', () => {
  test('is found by the query that asked for it, and by no other', () => {
    const others: [Collection, typeof RANGE | { after: string; upTo: string }, number, number][] = [
      [{ ...TOKENS, field: 'markets' }, RANGE, 1000, 5],
      [TOKENS, { after: '0x01', upTo: null }, 1000, 5],
      [TOKENS, { after: '0x', upTo: '0x80' }, 1000, 5],
      [TOKENS, RANGE, 500, 5],
      [TOKENS, RANGE, 1000, 6],
    ];
    const query = writePageQuery(TOKENS, RANGE, 1000, 5, '');
    const name = /page_\w+/.exec(query)![0];
    const reply = { [name]: [{ id: '0x01' }] };
    expect(readPage(query, reply)).toEqual([{ id: '0x01' }]);
    const asked = [...others.map(([collection, range, first, block]) => writePageQuery(collection, range, first, block, '')), writeLastIdQuery(TOKENS, 5, '')];
    expect(asked.map((other) => readPage(other, reply))).toEqual(asked.map(() => undefined));
  });
});
