import type { Address } from 'viem';
import { UsageError } from '../../core/errors.js';
import { labelAddresses, requireAddress, type AddressBook } from '../address-book.js';
import { encodeCall, type GovernanceCall } from '../calls/governance-call.js';
import { describeChange, groupBySubject, type ProposedChange } from '../model.js';
import { pickWholeSet, requireSubject } from '../pick-values.js';
import type { RawUnit } from '../raw-unit.js';

/** What a staking token's adapter is given at once, in the order of its struct. */
export const LST_PARAMETERS = ['snapshotRatio', 'snapshotTimestampSeconds', 'maxYearlyRatioGrowthBps'] as const;

/** Parameter → the steward's function that takes it alone, with the field that holds it. */
const SINGLE: Readonly<Record<string, readonly [functionName: string, field: string]>> = {
  stablePriceCapUsd: ['updateStablePriceCaps', 'priceCap'],
  discountRatePerYearWad: ['updatePendleDiscountRates', 'discountRate'],
};
const UPDATE_LST = 'function updateLstPriceCaps((address oracle, (uint104 snapshotRatio, uint48 snapshotTimestamp, uint16 maxYearlyRatioGrowthPercent) priceCapUpdateParams)[] updates)';

/** Whether a parameter belongs to a price-cap adapter. */
export function isPriceCap({ parameter }: ProposedChange): boolean {
  return LST_PARAMETERS.some((name) => name === parameter) || Object.hasOwn(SINGLE, parameter);
}

/**
 * Encodes the risk steward's updates of price caps: one call per kind, the adapters of a kind together. `kept` states what a staking token's
 * update sets too.
 *
 * Units: growth in basis points a year, a stablecoin's cap in 1e-8 USD, a discount in 1e-18.
 * @throws UsageError when the book has no oracle of an asset, or a staking token's update lacks a value or a later snapshot
 * @source aave-v3-risk-stewards ab49968, IRiskSteward; bgd-labs/aave-capo 2c280ef, IPriceCapAdapter.PriceCapUpdateParams
 */
export function buildPriceCapCalls(changes: readonly ProposedChange[], kept: readonly ProposedChange[], target: Address, book: AddressBook, purpose: string): GovernanceCall[] {
  const capped = changes.filter(isPriceCap);
  const lst = groupBySubject(capped.filter(({ parameter }) => !Object.hasOwn(SINGLE, parameter)));
  return [
    ...(lst.length === 0 ? [] : [encodeLst(lst.map(([, group]) => group), kept, target, book, purpose)]),
    ...Object.keys(SINGLE).flatMap((parameter) => {
      const own = capped.filter((change) => change.parameter === parameter);
      return own.length === 0 ? [] : [encodeSingle(own, target, book, purpose)];
    }),
  ];
}

function encodeLst(groups: readonly (readonly ProposedChange[])[], kept: readonly ProposedChange[], target: Address, book: AddressBook, purpose: string): GovernanceCall {
  const units: Record<string, RawUnit> = {};
  const updates = groups.map((group) => {
    const [first] = group as [ProposedChange];
    const [snapshotRatio, timestamp, growth] = pickWholeSet({ venue: 'aave-v3', changes: group, kept }, first.subject, LST_PARAMETERS, 'updateLstPriceCaps') as [bigint, bigint, bigint];
    const snapshot = group.find(({ parameter }) => parameter === 'snapshotTimestampSeconds');
    if (!snapshot || snapshot.to <= snapshot.from) {
      throw new UsageError(`the price cap of ${first.subject.asset} needs a later snapshot: its adapter takes no other`, { where: 'changes, snapshotTimestampSeconds', suggestions: ['Read rate and time of a newer snapshot, and give them under `to`.'] });
    }
    for (const { parameter, unit } of [...group, ...kept]) {
      if (parameter === 'snapshotTimestampSeconds') units['snapshotTimestamp'] = unit;
      if (parameter === 'maxYearlyRatioGrowthBps') units['maxYearlyRatioGrowthPercent'] = unit;
      if (parameter === 'snapshotRatio') units['snapshotRatio'] = unit;
    }
    return { oracle: requireAddress(book, 'oracles', requireSubject(first, 'asset')), priceCapUpdateParams: { snapshotRatio, snapshotTimestamp: Number(timestamp), maxYearlyRatioGrowthPercent: Number(growth) } };
  });
  const intent = groups.map((group) => `price cap of ${group[0]!.subject.asset}: ${group.map(describeChange).join(', ')}`).join('; ');
  return encodeCall(target, UPDATE_LST, [updates], `${purpose}: ${intent}`, { units, labels: labelAddresses(book) });
}

function encodeSingle(changes: readonly ProposedChange[], target: Address, book: AddressBook, purpose: string): GovernanceCall {
  const [functionName, field] = SINGLE[changes[0]!.parameter]!;
  const updates = changes.map((change) => ({ oracle: requireAddress(book, 'oracles', requireSubject(change, 'asset')), [field]: change.to }));
  const intent = changes.map((change) => `${change.subject.asset}: ${describeChange(change)}`).join('; ');
  return encodeCall(target, `function ${functionName}((address oracle, uint256 ${field})[] updates)`, [updates], `${purpose}: ${intent}`, { units: { [field]: changes[0]!.unit }, labels: labelAddresses(book) });
}
