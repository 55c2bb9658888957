import { describe, expect, test } from '@jest/globals';
import { mergeSources } from '../../../../src/pipeline/pull/merge-sources.js';
import type { BuildFindings, BuiltSource, TableRows } from '../../../../src/pipeline/pull-ports.js';

const PIN = { deployment: 'd', blockNumber: 1, blockHash: null, unixSeconds: 1, headNumber: 1, headHash: null };

/** A source that gives these rows, its tokens known by symbol. */
function build(source: string, parts: readonly TableRows[], tokens: Readonly<Record<string, string>> = {}): BuiltSource {
  return {
    report: { source, host: 'h', network: 'ethereum', tables: [], choices: {}, pin: PIN, sinceUnixSeconds: 0, untilUnixSeconds: 1, collections: [] },
    licence: 'l',
    async *rows(findings) {
      for (const [symbol, id] of Object.entries(tokens)) findings.tokens.set(symbol, id);
      yield* parts;
    },
  };
}

const asset = (name: string): TableRows => ({ table: 'assets', rows: [{ asset: name, decimals: 18, kind: 'volatile' }] });
const price = (quote: string, close: number): TableRows => ({ table: 'prices', rows: [{ asset: 'WETH', quote, close }] });
const depth = (sell: string, amount: number): TableRows => ({ table: 'depth_quotes', rows: [{ sell_asset: sell, buy_asset: 'USDC', sell_amount: amount }] });

async function merge(...sources: BuiltSource[]): Promise<{ rows: Record<string, unknown[]>; findings: BuildFindings }> {
  const findings: BuildFindings = { reconciliations: [], warnings: [], tokens: new Map() };
  const rows: Record<string, unknown[]> = {};
  for (const source of mergeSources(sources)) for await (const part of source.rows(findings)) rows[part.table] = [...(rows[part.table] ?? []), ...part.rows];
  return { rows, findings };
}

describe('sources that are joined', () => {
  test('give every asset once, and each series and pair from the first that has it', async () => {
    const first = build('one', [asset('WETH'), price('USD', 1), depth('WETH', 1)], { WETH: '0xa' });
    const second = build('two', [asset('WETH'), asset('DAI'), price('USD', 2), price('USDC', 2), depth('WETH', 2), depth('DAI', 2), { table: 'reserves', rows: [{ market: 'm' }] }], { WETH: '0xa', DAI: '0xd' });
    const { rows, findings } = await merge(first, second);
    expect(rows).toEqual({
      assets: [...asset('WETH').rows, ...asset('DAI').rows],
      prices: [...price('USD', 1).rows, ...price('USDC', 2).rows],
      depth_quotes: [...depth('WETH', 1).rows, ...depth('DAI', 2).rows],
      reserves: [{ market: 'm' }],
    });
    expect(findings.warnings).toEqual(['depth_quotes of WETH/USDC from two are left out: one gives them', 'prices of WETH/USD from two are left out: one gives them']);
    expect(findings.tokens).toEqual(new Map([['WETH', '0xa'], ['DAI', '0xd']]));
  });

  test('must mean the same token by a name, where they tell their tokens', async () => {
    await expect(merge(build('one', [asset('WETH')], { WETH: '0xa' }), build('two', [asset('WETH')], { WETH: '0xb' }))).rejects.toMatchObject({ exitCode: 3, message: 'two tokens are called WETH: 0xa of 18 decimals in one and 0xb of 18 decimals in two' });
    // A mapping file names no addresses.
    expect((await merge(build('one', [asset('WETH')], { WETH: '0xa' }), build('two', [asset('WETH')]))).rows['assets']).toHaveLength(1);
  });
});
