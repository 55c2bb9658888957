import { labelAddresses, requireAddress, type AddressBook } from '../address-book.js';
import { encodeCall, type GovernanceCall } from '../calls/governance-call.js';
import { describeChange, groupBySubject, type ProposalModel, type ProposedChange } from '../model.js';
import { pickWholeSet, refuseParameter } from '../pick-values.js';
import { BPS_UNIT, formatRaw, type RawUnit } from '../raw-unit.js';

const FULL_BPS = 10_000n;
const CONFIGURE = 'function configureReserveAsCollateral(address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)';
const COLLATERAL = ['ltvBps', 'liquidationThresholdBps', 'liquidationBonusBps'] as const;
/** Parameter → the setter that v3's configurator has for it alone. */
const SINGLE: Readonly<Record<string, string>> = {
  liquidationProtocolFeeBps: 'function setLiquidationProtocolFee(address asset, uint256 newFee)',
  reserveFactorBps: 'function setReserveFactor(address asset, uint256 newReserveFactor)',
  supplyCapTokens: 'function setSupplyCap(address asset, uint256 newSupplyCap)',
  borrowCapTokens: 'function setBorrowCap(address asset, uint256 newBorrowCap)',
};

/**
 * Encodes the configurator's calls that set the proposed values: LTV, threshold and bonus of a reserve in one, the others one by one.
 *
 * Units: basis points; the configurator takes the bonus with its 100 %, where everything here is the excess.
 * @throws UsageError when the book lacks the configurator or an asset, or one of LTV, threshold and bonus is not stated
 * @source Aave PoolConfigurator.configureReserveAsCollateral 0x7c4e560b; the same in v2's LendingPoolConfigurator; the others v3's
 */
export function buildConfiguratorCalls(model: ProposalModel, book: AddressBook): GovernanceCall[] {
  const target = requireAddress(book, 'contracts', 'configurator');
  const labels = labelAddresses(book);
  return groupBySubject(model.changes).flatMap(([subject, changes]) => {
    const isCollateral = ({ parameter }: ProposedChange): boolean => COLLATERAL.some((name) => name === parameter);
    const unknown = changes.find(({ parameter }) => !COLLATERAL.some((name) => name === parameter) && !Object.hasOwn(SINGLE, parameter));
    if (unknown || subject.asset === null) refuseParameter(unknown ?? changes[0]!, 'the configurator’s call', [...COLLATERAL, ...Object.keys(SINGLE)].map((name) => `${name} of an asset`));
    const asset = requireAddress(book, 'assets', subject.asset);
    const calls: GovernanceCall[] = [];
    if (changes.some(isCollateral)) {
      const [ltv, threshold, bonus] = pickWholeSet(model, subject, COLLATERAL, 'configureReserveAsCollateral') as [bigint, bigint, bigint];
      const intent = `Set ${subject.asset} to LTV ${formatRaw(ltv, BPS_UNIT)} / threshold ${formatRaw(threshold, BPS_UNIT)} / bonus ${formatRaw(bonus, BPS_UNIT)}; the call carries the bonus with its 100 %`;
      const units: Record<string, RawUnit> = { ltv: BPS_UNIT, liquidationThreshold: BPS_UNIT, liquidationBonus: BPS_UNIT };
      calls.push(encodeCall(target, CONFIGURE, [asset, ltv, threshold, FULL_BPS + bonus], intent, { units, labels }));
    }
    for (const change of changes.filter((candidate) => !isCollateral(candidate))) {
      const signature = SINGLE[change.parameter]!;
      const argument = /(\w+)\)$/.exec(signature)![1]!;
      calls.push(encodeCall(target, signature, [asset, change.to], `${subject.asset}: ${describeChange(change)}`, { units: { [argument]: change.unit }, labels }));
    }
    return calls;
  });
}
