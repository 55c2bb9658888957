import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { RunResult } from '../../../src/core/run-result.js';
import { checkAddresses, checkDistinguishable, checkNetworkId, checkUnits } from '../../../src/pipeline/propose/payload-gates.js';
import { withdrawChange } from '../../../src/pipeline/propose/withdraw-change.js';
import { renderAipFolder } from '../../../src/proposal/aave/aip/aip-folder.js';
import { formatBpsLiteral } from '../../../src/proposal/aave/aip/payload-solidity.js';
import { renderArfc } from '../../../src/proposal/aave/arfc.js';
import { buildEngineCalls } from '../../../src/proposal/aave/engine-calls.js';
import { buildProposalModel } from '../../../src/proposal/model.js';
import type { AddressBook } from '../../../src/proposal/address-book.js';
import { buildSampleResult } from '../../support/sample-result.js';

// Folder, names, literals, selectors: read in Aave's proposals repository, config engine and RiskSteward.
const RESULT = buildSampleResult();
const STETH = '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84';
const BOOK: AddressBook = { network: 'ethereum', chainId: 1, source: 'test', date: '2023-01-01', contracts: { configEngine: '0x19A109d0dCB1268729341732Ac146D4A74c7034f' }, assets: { stETH: STETH }, markets: {} };
const render = (engine: 'v3.6' | 'v3.7' = 'v3.6', result: RunResult = RESULT): Record<string, string> =>
  renderAipFolder(buildProposalModel(result), result, { author: 'alice', createdIsoDate: '2023-06-20', engine, book: BOOK, forkBlock: 17_000_000 });
const readBySuffix = (files: Record<string, string>, suffix: string): string => files[Object.keys(files).find((path) => path.endsWith(suffix))!]!;

describe('the folder of an AIP', () => {
  test('has the names of the proposals repository', () => {
    expect(Object.keys(render())).toEqual(
      ['AaveV3Ethereum_StETHCollateral_20230620.sol', 'AaveV3Ethereum_StETHCollateral_20230620.t.sol', 'StETHCollateral_20230620.s.sol', 'StETHCollateral.md', 'config.ts'].map((name) => `20230620_AaveV3Ethereum_StETHCollateral/${name}`),
    );
  });

  test.each([['v3.6', true], ['v3.7', false]] as const)('%s: the payload keeps what does not change; a debt ceiling: %s', (engine, hasDebtCeiling) => {
    const payload = readBySuffix(render(engine), '20230620.sol');
    expect(payload).toContain(`address public constant STETH = ${STETH};`);
    expect(payload).toContain('ltv: 73_50,\n      liqThreshold: EngineFlags.KEEP_CURRENT,\n      liqBonus: EngineFlags.KEEP_CURRENT,');
    expect(payload.includes('debtCeiling')).toBe(hasDebtCeiling);
    expect(readBySuffix(render(engine), 'config.ts').includes('debtCeiling')).toBe(hasDebtCeiling);
  });

  test('the text has the sections in order and a header that reads as YAML', () => {
    const text = readBySuffix(render(), '.md');
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(['Simple Summary', 'Motivation', 'Specification', 'References', 'Copyright']);
    expect(parse(text.split('---\n')[1]!)).toEqual({ title: 'Change the stETH LTV from 72.00 % to 73.50 % on Aave v3 (ethereum)', author: 'alice', discussions: 'TODO', snapshot: 'TODO' });
    expect(text).toContain('| LTV | stETH | 72.00 % | 73.50 % |');
  });

  test('percent literals as the repository writes them', () => {
    expect([50n, 850n, 7_350n, 10_705n, 7_305n].map(formatBpsLiteral)).toEqual(['50', '8_50', '73_50', '107_05', '73_05']);
  });

  test('hostile names cannot leave an identifier, a comment or a text', () => {
    const asset = '*/ st"E\nTH }';
    const files = renderAipFolder(buildProposalModel({ ...RESULT, asset }), RESULT, { author: '"\n*/', createdIsoDate: '2023-06-20', engine: 'v3.6', book: { ...BOOK, assets: { [asset]: STETH } }, forkBlock: 1 });
    expect(readBySuffix(files, '20230620.sol')).toBe(readBySuffix(render(), '20230620.sol'));
    const [, config] = readBySuffix(files, 'config.ts').split('ConfigFile = ');
    expect((JSON.parse(config!.replace(/;\n$/, '')) as { rootOptions: { author: string } }).rootOptions.author).toBe('"\n*/');
    expect(() => render('v3.6', { ...RESULT, asset: '*/' })).toThrow(/cannot be named after/);
    expect(() => render('v3.6', { ...RESULT, market: { ...RESULT.market, network: 'nowhere' } })).toThrow(/no Aave v3 pool of nowhere/);
  });

  test.each([['v3.6', '0x09d83328'], ['v3.7', '0x02da32ae']] as const)('the engine call of %s: selector %s on the config engine', (engine, selector) => {
    const { target, calldata } = buildEngineCalls(buildProposalModel(RESULT).changes, engine, BOOK.contracts['configEngine']!, BOOK, 'Proposed')[0]!;
    expect([target, calldata.slice(0, 10)]).toEqual([BOOK.contracts['configEngine'], selector]);
  });
});

describe('gates of a payload', () => {
  const current = RESULT.current;

  test.each([
    ['percent for basis points', { ltvBps: 73 }, false],
    ['a hundredfold', { ltvBps: 73_500 }, false],
    ['a bonus with its 100 %', { liquidationBonusBps: 10_700 }, false],
    ['half a basis point', { ltvBps: 7_350.5 }, false],
    ['a plain move', { ltvBps: 7_350 }, true],
  ])('units: %s', (_, change, holds) => {
    expect(checkUnits({ asset: 'stETH', current, recommended: { ...current, ...change } }).holds).toBe(holds);
  });

  test('network-id: the chain id must be the network’s', () => {
    expect([BOOK, { ...BOOK, chainId: 137 }, { ...BOOK, network: 'nowhere' }, null].map((book) => checkNetworkId(book).holds)).toEqual([true, false, false, true]);
  });

  test.each([
    ['a wrong digit', { assets: { stETH: '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE85' } }, /breaks its checksum/],
    ['no asset', { assets: {} }, /no assets\.stETH/],
    ['zero', { assets: { stETH: `0x${'0'.repeat(40)}` } }, /zero address/],
    ['two names', { contracts: { configEngine: STETH } }, /same address/],
    ['the future', { date: '2024-01-01' }, /later than the proposal/],
    ['as it should be', {}, /^addresses of test/],
  ] as const)('addresses: %s', (_, change, detail) => {
    const gate = checkAddresses({ ...BOOK, ...change } as AddressBook, ['stETH'], '2023-06-20');
    expect(gate.detail).toMatch(detail);
    expect(gate.holds).toBe(Object.keys(change).length === 0);
  });

  test('distinguishable: when every interval holds zero, the draft recommends no change', () => {
    expect(checkDistinguishable(RESULT).holds).toBe(true);
    const difference = Object.fromEntries(Object.entries(RESULT.metrics.difference).map(([name, metric]) => [name, { ...metric, ciLow: -1, ciHigh: 1 }]));
    const blurred = { ...RESULT, metrics: { ...RESULT.metrics, difference } };
    expect(checkDistinguishable(blurred).holds).toBe(false);
    const withdrawn = withdrawChange(blurred);
    expect(renderArfc(buildProposalModel(withdrawn), withdrawn, { author: 'alice', createdIsoDate: '2023-06-20' })).toContain('No change recommended');
  });
});
