import fc from 'fast-check';
import { AAVE_V3_EMODE_RULES, AAVE_V3_RESERVE_RULES } from '../../../src/protocol/lending/aave-v3/parameters.js';
import { findRuleViolations, type ParameterSet, type VenueParameterRules } from '../../../src/protocol/parameter-rules.js';
import { ADMIN, deployAaveMarket, type AaveMarketContracts } from './aave-market.js';
import type { ArtifactSource } from './artifacts.js';
import { chooseRuns } from '../../support/fuzz.js';
import { runCompared } from './case-count.js';
import { Reverted } from './evm.js';

interface DrawnSet {
  readonly kind: 'reserve' | 'e-mode';
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
  /** As the contract takes it: with its 100 %. */
  readonly bonusBps: bigint;
}

const BOUNDARY = 100_004_999n;

/** Draws sets on and around every rule's border: LTV = LT, bonus = 100 %, LT × bonus = 100,004,999, and 16 bits. */
const drawnSet: fc.Arbitrary<DrawnSet> = fc
  .record({
    kind: fc.constantFrom<DrawnSet['kind'][]>('reserve', 'reserve', 'reserve', 'e-mode'),
    threshold: fc.oneof({ weight: 6, arbitrary: fc.bigInt(1n, 10_000n) }, { weight: 1, arbitrary: fc.bigInt(1n, 65_535n) }),
    ltvOffset: fc.oneof(fc.bigInt(-1n, 1n), fc.bigInt(-10_000n, 2n)),
    bonus: fc.oneof(
      { weight: 4, arbitrary: fc.bigInt(-2n, 2n).map((offset) => ({ kind: 'boundary' as const, offset })) },
      { weight: 1, arbitrary: fc.bigInt(-2n, 2n).map((offset) => ({ kind: 'par' as const, offset })) },
      { weight: 2, arbitrary: fc.bigInt(0n, 65_535n).map((offset) => ({ kind: 'any' as const, offset })) },
    ),
  })
  .map(({ kind, threshold, ltvOffset, bonus }) => {
    const base = { boundary: BOUNDARY / threshold, par: 10_000n, any: 0n }[bonus.kind];
    const clamp = (value: bigint): bigint => (value < 0n ? 0n : value > 65_535n ? 65_535n : value);
    return { kind, liquidationThresholdBps: threshold, ltvBps: clamp(threshold + ltvOffset), bonusBps: clamp(base + bonus.offset) };
  });

/** What the configurator accepts and refuses, against the rules as data. */
export async function compareConfigurator(version: 'v3.0' | 'v3.3', title: string, source: ArtifactSource): Promise<void> {
  const contracts = await deployAaveMarket(version, source);
  const counts = { accepted: 0, refused: 0 };
  const property = fc.asyncProperty(drawnSet, async (set) => {
    const { ltvBps, liquidationThresholdBps, bonusBps } = set;
    const values = { ltvBps, liquidationThresholdBps, liquidationBonusBps: bonusBps - 10_000n };
    const rules = set.kind === 'reserve' ? AAVE_V3_RESERVE_RULES : AAVE_V3_EMODE_RULES;
    const isAccepted = await isAcceptedOnChain(contracts, () => setOnChain(contracts, version, set));
    expect({ set, isAccepted: isAcceptedByRules(rules, values) }).toEqual({ set, isAccepted });
    counts[isAccepted ? 'accepted' : 'refused'] += 1;
  });
  await runCompared(title, property, chooseRuns(2_400, 60), counts);
  expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(0);
}

/** The border that half-up rounding moves, and the bounds of every single parameter. */
export async function compareBounds(version: 'v3.0' | 'v3.3', source: ArtifactSource): Promise<number> {
  const contracts = await deployAaveMarket(version, source);
  const { chain, configurator, tokens } = contracts;
  const asset = tokens.WETH.address;
  let compared = 0;
  for (const [thresholdBps, bonusBps] of [[9_524n, 10_500n], [9_525n, 10_500n], [9_523n, 10_501n], [9_091n, 11_000n], [9_092n, 11_000n]] as const) {
    const set: DrawnSet = { kind: 'reserve', ltvBps: 1n, liquidationThresholdBps: thresholdBps, bonusBps };
    const isAccepted = await isAcceptedOnChain(contracts, () => setOnChain(contracts, version, set));
    expect({ set, isAccepted }).toEqual({ set, isAccepted: thresholdBps * bonusBps <= BOUNDARY });
    compared += 1;
  }
  const setters = {
    liquidationProtocolFeeBps: 'setLiquidationProtocolFee',
    reserveFactorBps: 'setReserveFactor',
    supplyCapTokens: 'setSupplyCap',
    borrowCapTokens: 'setBorrowCap',
    debtCeilingCents: 'setDebtCeiling',
  } as const;
  for (const [name, setter] of Object.entries(setters)) {
    const { minimum, maximum } = AAVE_V3_RESERVE_RULES.parameters.find((rule) => rule.name === name)!;
    for (const value of [minimum, maximum! / 2n, maximum!, maximum! + 1n]) {
      const isAccepted = await isAcceptedOnChain(contracts, () => chain.send(configurator, ADMIN, setter, asset, value));
      expect({ name, value, isAccepted: isAcceptedByRules(AAVE_V3_RESERVE_RULES, { [name]: value }) }).toEqual({ name, value, isAccepted });
      compared += 1;
    }
  }
  return compared;
}

function isAcceptedByRules(rules: VenueParameterRules, values: ParameterSet): boolean {
  return findRuleViolations(rules, values).length === 0;
}

async function isAcceptedOnChain({ chain }: AaveMarketContracts, work: () => Promise<unknown>): Promise<boolean> {
  return chain.discard(async () => {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof Reverted) return false;
      throw error;
    }
  });
}

function setOnChain({ chain, configurator, tokens }: AaveMarketContracts, version: 'v3.0' | 'v3.3', set: DrawnSet): Promise<unknown> {
  const { ltvBps, liquidationThresholdBps, bonusBps } = set;
  if (set.kind === 'reserve') {
    return chain.send(configurator, ADMIN, 'configureReserveAsCollateral', tokens.WETH.address, ltvBps, liquidationThresholdBps, bonusBps);
  }
  const oracle = version === 'v3.0' ? ['0x0000000000000000000000000000000000000000'] : [];
  return chain.send(configurator, ADMIN, 'setEModeCategory', 1, Number(ltvBps), Number(liquidationThresholdBps), Number(bonusBps), ...oracle, 'drawn');
}
