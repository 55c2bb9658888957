import { parseEndpoint } from '../../../../src/sources/client/endpoint.js';

const KEY = '0123456789abcdef0123456789abcdef';
const SUBGRAPH = 'JCNWRypm7FYwV8fx5HhzZPSFaMxgkPuw4TnR3Gpi81zk';
const DEPLOYMENT = `Qm${'a'.repeat(44)}`;

describe('an endpoint', () => {
  test.each([
    [SUBGRAPH, `https://gateway.thegraph.com/api/subgraphs/id/${SUBGRAPH}`],
    [DEPLOYMENT, `https://gateway.thegraph.com/api/deployments/id/${DEPLOYMENT}`],
    [`https://gateway.thegraph.com/api/${KEY}/subgraphs/id/${SUBGRAPH}`, `https://gateway.thegraph.com/api/subgraphs/id/${SUBGRAPH}`],
    ['http://127.0.0.1:8000/subgraphs/name/a/b/?key=secret#x', 'http://127.0.0.1:8000/subgraphs/name/a/b'],
  ])('%s is asked at %s', (text, url) => {
    expect(parseEndpoint(text, 'other').url).toBe(url);
  });

  test('keeps a key out of everything that is shown, and prefers the one in the URL', () => {
    const endpoint = parseEndpoint(`https://gateway.thegraph.com/api/${KEY}/deployments/id/${DEPLOYMENT}`, 'other');
    expect(endpoint.key).toBe(KEY);
    expect(endpoint.url + endpoint.host).not.toContain(KEY);
  });

  test.each([
    ['not a url', null, 'neither a URL nor the id'],
    ['ftp://host/a', null, 'neither a URL nor the id'],
    [SUBGRAPH, null, 'only with an API key'],
    ['https://me:secret@host/a', 'k', 'must not hold a name and password'],
    ['http://host/a', 'a key…', 'a sign that no key has'],
    ['http://host/a', 'two words', 'holds a space'],
  ])('%s is refused', (text, key, message) => {
    const parse = (): unknown => parseEndpoint(text, key);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow('secret');
  });
});
