import { assertInvariant } from '../../core/assert.js';
import type { VaultTermsLog } from './vault-terms.js';

/** What happened to a vault; deltas are signed, positive grows the position. */
export interface VaultEvent {
  readonly unixSeconds: number;
  readonly account: string;
  readonly kind: string;
  /** Whole collateral tokens. */
  readonly collateralDelta: number;
  /** Whole debt tokens as drawn or paid, interest included. */
  readonly debtDelta: number;
}

/** A vault with debt, at one moment. */
export interface Vault {
  readonly account: string;
  /** Whole collateral tokens (ink). */
  readonly collateral: number;
  /** Normalised debt (art): constant while nothing happens. */
  readonly normalisedDebt: number;
  /** With interest up to the moment. */
  readonly debtUsd: number;
  readonly lastEventUnixSeconds: number;
}

/** The kind of the events that nobody but a liquidator causes. */
export const LIQUIDATION = 'liquidation';
const REPAYMENT = 'repay';
/** An owner who leaves just the minimum debt must not be taken for one who left less. */
const MINIMUM_TOLERANCE = 0.99;

/** Goes through events once, forwards. */
export interface BookReplay {
  /** Applies all events up to and at a time, and lists the vaults then open. @throws InternalError when the time is earlier than the last one */
  advanceTo(unixSeconds: number): readonly Vault[];
}

interface Balance {
  collateral: number;
  normalisedDebt: number;
  lastEventUnixSeconds: number;
}

/**
 * Rebuilds the book from events.
 *
 * Formula: ink = Σ collateral deltas; art = Σ debt delta / index(time of the event); debt(t) = art · index(t). A liquidation takes the share of
 * the collateral that it takes of the debt, at most all of it: the rule of the contract, where a source rounds what was taken.
 * Units: one debt token counts as one dollar. Shape: `events` in rising time.
 * Special cases: a repayment that would leave less than the minimum debt of the time has paid the vault off, as the contract refuses it
 * otherwise (interest is collected a little late, so the index runs ahead); vaults without collateral or debt are not listed.
 * @source dss `vat.sol`, `frob` and `fold`: debt is art × rate; `dog.sol`, `bark`, and `cat.sol`, `bite`: ink taken = ink · share of art
 */
export function replayBook(events: readonly VaultEvent[], terms: VaultTermsLog): BookReplay {
  const balances = new Map<string, Balance>();
  let next = 0;
  let now = -Infinity;
  return {
    advanceTo(unixSeconds) {
      assertInvariant(unixSeconds >= now, 'a replay goes forwards only');
      now = unixSeconds;
      for (; next < events.length && events[next]!.unixSeconds <= unixSeconds; next++) applyEvent(balances, events[next]!, terms);
      const index = terms.computeFeeIndex(unixSeconds);
      const { lowestMinimumDebtUsd } = terms.readAt(unixSeconds);
      return [...balances]
        .map(([account, balance]) => ({ account, ...balance, debtUsd: balance.normalisedDebt * index }))
        .filter(({ collateral, debtUsd }) => collateral > 0 && debtUsd >= lowestMinimumDebtUsd);
    },
  };
}

function applyEvent(balances: Map<string, Balance>, { account, kind, collateralDelta, debtDelta, unixSeconds }: VaultEvent, terms: VaultTermsLog): void {
  const balance = balances.get(account) ?? { collateral: 0, normalisedDebt: 0, lastEventUnixSeconds: unixSeconds };
  balances.set(account, balance);
  const normalisedDelta = debtDelta === 0 ? 0 : debtDelta / terms.computeFeeIndex(unixSeconds);
  if (kind === LIQUIDATION) {
    // The row of the collateral takes no debt, and hence nothing: the row of the debt says what share is gone.
    if (normalisedDelta !== 0) balance.collateral *= 1 - (balance.normalisedDebt > 0 ? Math.min(1, -normalisedDelta / balance.normalisedDebt) : 1);
  } else {
    balance.collateral += collateralDelta;
  }
  balance.normalisedDebt += normalisedDelta;
  if (kind === REPAYMENT && balance.normalisedDebt * terms.computeFeeIndex(unixSeconds) < MINIMUM_TOLERANCE * terms.readAt(unixSeconds).minimumDebtUsd) balance.normalisedDebt = 0;
  balance.lastEventUnixSeconds = unixSeconds;
}

/**
 * Finds the liquidation that most exceeds the debt that the events before it leave: a measure of how complete a history is.
 *
 * Formula: debt taken / (art · index) − 1, at least 0. Special case: debts below $1 are not looked at.
 */
export function findLargestOverdraft(events: readonly VaultEvent[], terms: VaultTermsLog): { readonly liquidations: number; readonly overdraftRatio: number; readonly account: string | null } {
  const balances = new Map<string, Balance>();
  let worst = { liquidations: 0, overdraftRatio: 0, account: null as string | null };
  for (const event of events) {
    const { account, kind, debtDelta, unixSeconds } = event;
    if (kind === LIQUIDATION && debtDelta < -1) {
      const debtUsd = (balances.get(account)?.normalisedDebt ?? 0) * terms.computeFeeIndex(unixSeconds);
      const overdraftRatio = debtUsd > 0 ? Math.max(0, -debtDelta / debtUsd - 1) : Infinity;
      worst = { liquidations: worst.liquidations + 1, ...(overdraftRatio > worst.overdraftRatio ? { overdraftRatio, account } : { overdraftRatio: worst.overdraftRatio, account: worst.account }) };
    }
    applyEvent(balances, event, terms);
  }
  return worst;
}

/** Rebuilds the book at one moment. */
export function rebuildBook(events: readonly VaultEvent[], terms: VaultTermsLog, unixSeconds: number): readonly Vault[] {
  return replayBook(events, terms).advanceTo(unixSeconds);
}
