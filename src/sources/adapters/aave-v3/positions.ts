import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { accrueBorrowIndex, toDebtBalance, toSupplyBalance } from './accrual.js';
import type { Emodes } from './emodes.js';
import { requireReserve, type AaveBook, type AaveReserve } from './markets.js';

type Row = TableRows['rows'][number];

const read = new EntityReader('userReserves');

/** What is counted along the way, for warnings and for the subgraph's own counters. */
interface Tally {
  readonly scaledDebtOf: Map<AaveReserve, bigint>;
  loans: bigint;
  notCollateral: number;
  inEmode: number;
  belowZero: number;
}

/**
 * Open positions of borrowers: scaled balances times the index of the pinned block.
 *
 * Special cases: supply that its owner does not use as collateral backs no loan and is left out. The subgraph rounds scaled balances by itself
 * and can end a unit below 0: taken as none. Both counts are warnings.
 */
export async function* buildPositions(input: BuildInput, book: AaveBook, emodes: Emodes, unixSeconds: number): AsyncIterable<TableRows> {
  const tally: Tally = { scaledDebtOf: new Map(), loans: 0n, notCollateral: 0, inEmode: 0, belowZero: 0 };
  for await (const page of input.read('userReserves')) {
    yield { table: 'lending_positions', rows: page.flatMap((entity) => describeHolding(entity, requireReserve(read, entity, 'reserve.id', book), emodes, unixSeconds, tally)) };
  }
  if (tally.notCollateral > 0) input.warnings.push(`${tally.notCollateral} supplies are not used as collateral and are left out`);
  if (tally.belowZero > 0) input.warnings.push(`${tally.belowZero} scaled balances are below 0 and are left out: the subgraph rounds otherwise than the contract`);
  if (tally.inEmode > 0) input.warnings.push(`LTV and bonus of e-modes are left out: ${tally.inEmode} positions carry the threshold of theirs alone`);
  input.reconciliations.push({ what: 'borrowed reserves of all borrowers', stated: emodes.statedLoans, pulled: tally.loans });
  for (const reserve of book.reserves.values()) {
    input.reconciliations.push({ what: `scaled debt of ${reserve.asset} in ${reserve.market}, raw`, stated: reserve.statedScaledDebt, pulled: tally.scaledDebtOf.get(reserve) ?? 0n });
  }
}

function describeHolding(entity: SourceEntity, reserve: AaveReserve, emodes: Emodes, unixSeconds: number, tally: Tally): Row[] {
  const userId = read.text(entity, 'user.id');
  const row = { market: reserve.market, account: nameAccount(userId), asset: reserve.asset };
  const rows: Row[] = [];
  const debtRaw = readDebt(entity, reserve, unixSeconds, tally);
  if (debtRaw > 0n) rows.push({ ...row, side: 'debt', amount_raw: debtRaw, liquidation_threshold_bps: null });
  const scaledSupply = read.whole(entity, 'scaledATokenBalance');
  if (scaledSupply < 0n) tally.belowZero++;
  if (scaledSupply <= 0n) return rows;
  const thresholdBps = emodes.thresholdFor(userId, reserve);
  // A reserve of threshold 0 backs nothing outside an e-mode, whatever its owner set.
  if (!read.flag(entity, 'usageAsCollateralEnabledOnUser') || (thresholdBps ?? Number(reserve.row['liquidation_threshold_bps'])) === 0) {
    tally.notCollateral++;
    return rows;
  }
  if (thresholdBps !== null) tally.inEmode++;
  rows.push({ ...row, side: 'collateral', amount_raw: toSupplyBalance(scaledSupply, reserve.supplyIndexRay), liquidation_threshold_bps: thresholdBps });
  return rows;
}

/** Variable and stable loan together; the latter was taken until Aave v3.2 and grows from its own last event at its own rate. */
function readDebt(entity: SourceEntity, reserve: AaveReserve, unixSeconds: number, tally: Tally): bigint {
  const scaledRaw = read.whole(entity, 'scaledVariableDebt');
  const principalRaw = read.whole(entity, 'principalStableDebt');
  tally.scaledDebtOf.set(reserve, (tally.scaledDebtOf.get(reserve) ?? 0n) + scaledRaw);
  if (scaledRaw !== 0n || principalRaw !== 0n) tally.loans++;
  if (scaledRaw < 0n || principalRaw < 0n) tally.belowZero++;
  const variableRaw = scaledRaw > 0n ? toDebtBalance(scaledRaw, reserve.borrowIndexRay) : 0n;
  if (principalRaw <= 0n) return variableRaw;
  const seconds = Math.max(0, unixSeconds - read.count(entity, 'stableBorrowLastUpdateTimestamp'));
  return variableRaw + accrueBorrowIndex(principalRaw, read.whole(entity, 'stableBorrowRate'), seconds);
}
