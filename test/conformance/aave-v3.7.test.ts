import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Address, Hex } from 'viem';
import { parseChangeRequest } from '../../src/pipeline/config/change-request-file.js';
import { buildRequestedModel } from '../../src/pipeline/propose/read-changes.js';
import { planStewardSteps } from '../../src/pipeline/propose/steward-schedule.js';
import { findVenueRules } from '../../src/pipeline/propose/venue-parameters.js';
import { renderAipFolder } from '../../src/proposal/aave/aip/aip-folder.js';
import { buildEngineCalls } from '../../src/proposal/aave/engine-calls.js';
import { ENGINE_STRUCTS, listFields } from '../../src/proposal/aave/engine-structs.js';
import { findChangeViolation } from '../../src/protocol/parameter-rules.js';

/** What Aave v3.7 did with our bytes and our payload, recorded: test/fixtures/aave/README.md says from which sources and how. */
interface Recording {
  readonly contracts: Record<string, Address>;
  readonly assets: Record<string, Address>;
  readonly structs: Readonly<Record<string, { readonly functionName: string; readonly fields: readonly string[] }>>;
  readonly sentByAnotherAccount: string;
  readonly steps: readonly { readonly afterSeconds: number; readonly aSecondEarlier: readonly string[] | null; readonly sent: readonly { readonly calldata: Hex; readonly outcome: string }[]; readonly afterwards: object }[];
  readonly alone: readonly { readonly label: string; readonly outcome: string }[];
}
interface ExecutedPayload {
  readonly weth: Address;
  readonly afterwards: object;
  readonly files: Readonly<Record<string, string>>;
}
const read = (name: string): string => readFileSync(new URL(`../fixtures/aave/${name}`, import.meta.url), 'utf8');
const recorded = JSON.parse(read('steward-v3.7-outcomes.json')) as Recording;
const BOOK = { network: 'ethereum', chainId: 1, source: 'recorded', date: '2026-01-01', contracts: recorded.contracts, assets: recorded.assets, markets: {} };
const model = buildRequestedModel(parseChangeRequest(read('steward-request.yaml'), 'steward-request.yaml'), 'aave-v3');

const REACHED = { ltv: 7_320, threshold: 8_320, bonus: 10_650, borrowCap: 20_000, supplyCap: 350_000, eModeLtv: 9_040, eModeThreshold: 9_325, eModeBonus: 10_100, eModeLabel: 'ETH correlated' };

describe('the risk steward of Aave v3.7', () => {
  test('the structs are the contract’s, field by field', () => {
    for (const struct of ENGINE_STRUCTS) {
      const key = struct.key === 'asset' ? 'address asset' : 'uint8 eModeCategory';
      expect(recorded.structs[struct.name]).toEqual({ functionName: struct.functionName, fields: [key, ...(struct.nested ? [`tuple ${struct.nested.field}`] : listFields(struct, 'v3.7').map(({ name, type }) => `${type} ${name}`))] });
    }
  });

  test('the whole schedule was executed: every update accepted at its hour, refused a second before, and the values end where they should', () => {
    const steps = planStewardSteps(model);
    expect(steps.map(({ afterSeconds }) => afterSeconds)).toEqual(recorded.steps.map(({ afterSeconds }) => afterSeconds));
    steps.forEach(({ changes }, index) => {
      const { sent, aSecondEarlier } = recorded.steps[index]!;
      expect(buildEngineCalls(changes, 'v3.7', BOOK.contracts['riskSteward']!, BOOK, 'Steward update').map(({ calldata }) => calldata)).toEqual(sent.map(({ calldata }) => calldata));
      expect(new Set(sent.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
      expect(new Set(aSecondEarlier ?? ['DebounceNotRespected'])).toEqual(new Set(['DebounceNotRespected']));
    });
    expect(recorded.steps.at(-1)!.afterwards).toEqual(REACHED);
    expect(recorded.sentByAnotherAccount).toBe('InvalidCaller');
    process.stderr.write(`conformance: Aave risk steward v3.7: ${recorded.steps.flatMap(({ sent }) => sent).length} updates in ${steps.length} steps, as executed on the recorded contracts\n`);
  });

  test.each<[string, string, bigint, bigint, boolean]>([
    ['ltv by 50', 'ltvBps', 7_320n, 7_370n, false],
    ['ltv by 51', 'ltvBps', 7_320n, 7_371n, false],
    ['threshold by 51', 'liquidationThresholdBps', 8_320n, 8_371n, false],
    ['e-mode threshold by 10', 'liquidationThresholdBps', 9_325n, 9_335n, true],
    ['e-mode threshold by 11', 'liquidationThresholdBps', 9_325n, 9_336n, true],
    ['supply cap doubled', 'supplyCapTokens', 350_000n, 700_000n, false],
    ['supply cap doubled and one', 'supplyCapTokens', 350_000n, 700_001n, false],
  ])('%s: our limit is the contract’s', (label, parameter, from, to, isEMode) => {
    const rule = findVenueRules('aave-v3', isEMode ? { asset: null, id: 1 } : { asset: 'WETH', id: null }).parameters.find(({ name }) => name === parameter)!;
    const { outcome } = recorded.alone.find((probe) => probe.label === label)!;
    expect(findChangeViolation(rule, from, to) === null ? 'accepted' : 'UpdateNotInRange').toBe(outcome);
  });

  test('what a steward may never set is refused before it is sent', () => {
    const outcomeOf = (label: string): string => recorded.alone.find((probe) => probe.label === label)!.outcome;
    const [cap] = model.changes.filter(({ parameter }) => parameter === 'supplyCapTokens');
    expect(outcomeOf('supply cap 0')).toBe('InvalidUpdateToZero');
    expect(() => planStewardSteps({ changes: [{ ...cap!, to: 0n }], kept: [] })).toThrow(/may not set supplyCapTokens to 0/);
    expect(() => planStewardSteps({ changes: [{ ...cap!, from: 0n }], kept: [] })).toThrow(/no number of steward updates/);
    expect(outcomeOf('liquidation protocol fee')).toBe('ParamChangeNotAllowed');
    expect(() => planStewardSteps({ changes: [{ ...cap!, parameter: 'liquidationProtocolFeeBps' }], kept: [] })).toThrow(/may not set liquidationProtocolFeeBps/);
    expect(outcomeOf('the v3.6 struct')).not.toBe('accepted');
  });
});

test('the payload of an AIP for v3.7, and its own test, are those that were compiled and executed on its contracts', () => {
  const { weth, afterwards, files } = JSON.parse(read('aip-v3.7-executed.json')) as ExecutedPayload;
  const rendered = renderAipFolder(model, null, { author: 'alice', createdIsoDate: '2026-11-20', engine: 'v3.7', book: { ...BOOK, assets: { WETH: weth } }, forkBlock: 1 });
  for (const [path, content] of Object.entries(files)) expect({ path, content: rendered[path] }).toEqual({ path, content });
  expect(Object.keys(files).length).toBe(2);
  expect(afterwards).toEqual(REACHED);
});
