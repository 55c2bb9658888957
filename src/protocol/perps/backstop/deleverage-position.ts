import { assertInvariant } from '../../../core/assert.js';
import { PositionRuleError } from '../account/position.js';

/** A position in smallest units: signed base and the quote balance behind it. */
export interface QuotedPosition {
  readonly account: string;
  readonly sizeRaw: bigint;
  /** Value of the account without this position; may be negative. */
  readonly quoteRaw: bigint;
}

/** One counterparty's part: it is closed against the bankrupt account at the fill's quote. */
export interface DeleverageFill {
  readonly account: string;
  /** Change of the counterparty's size: the sign of the bankrupt position. */
  readonly deltaSizeRaw: bigint;
  /** Change of the counterparty's quote balance. */
  readonly deltaQuoteRaw: bigint;
}

export interface DeleverageOutcome {
  readonly fills: readonly DeleverageFill[];
  readonly neededSizeRaw: bigint;
  readonly takenSizeRaw: bigint;
  /** Value that the counterparties gave up against the mark: `Σ fill size · mark − fill quote`, rounded as `markQuoteRaw` is. */
  readonly takenValueRaw: bigint;
  readonly bankrupt: QuotedPosition;
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * Closes a bankrupt position against counterparties in queue order, at a total quote that is split without losing a unit.
 *
 * With S the bankrupt size and Q the quote for all of it, the fill that brings the closed size from s to s' moves
 * `⌊Q s' / S⌋ − ⌊Q s / S⌋`: the parts add up to Q whatever their number. Q = −quote balance closes at the bankruptcy price and leaves
 * the account at exactly 0; another Q is how a venue that closes at a past mark takes more, or less, than was needed.
 *
 * Conserves: sizes and quotes over all accounts, to the last unit.
 * Special case: when the counterparties are too small, the rest of the bankrupt position stays open.
 * @param markQuoteRaw value of the whole bankrupt position at the mark, with its sign
 * @throws PositionRuleError for an empty bankrupt position or a counterparty on the same side
 */
export function deleveragePosition(
  bankrupt: QuotedPosition,
  queue: readonly QuotedPosition[],
  markQuoteRaw: bigint,
  totalQuoteRaw: bigint = -bankrupt.quoteRaw,
): DeleverageOutcome {
  if (bankrupt.sizeRaw === 0n) throw new PositionRuleError(bankrupt.account, 'sizeRaw', 'must not be 0');
  const sign = bankrupt.sizeRaw > 0n ? 1n : -1n;
  const neededSizeRaw = magnitude(bankrupt.sizeRaw);
  const quoteAt = (closedRaw: bigint): bigint => floorDivide(totalQuoteRaw * closedRaw, neededSizeRaw);
  let closedRaw = 0n;
  const fills: DeleverageFill[] = [];
  for (const counterparty of queue) {
    if (counterparty.sizeRaw * sign >= 0n) throw new PositionRuleError(counterparty.account, 'sizeRaw', 'must be on the other side of the bankrupt position');
    if (closedRaw === neededSizeRaw) break;
    const room = neededSizeRaw - closedRaw;
    const held = magnitude(counterparty.sizeRaw);
    const sizeRaw = held < room ? held : room;
    const quoteRaw = quoteAt(closedRaw + sizeRaw) - quoteAt(closedRaw);
    fills.push({ account: counterparty.account, deltaSizeRaw: sign * sizeRaw, deltaQuoteRaw: -quoteRaw });
    closedRaw += sizeRaw;
  }
  const paidRaw = quoteAt(closedRaw);
  assertInvariant(fills.reduce((sum, { deltaQuoteRaw }) => sum + deltaQuoteRaw, 0n) === -paidRaw, 'deleveraging lost quote units');
  return {
    fills,
    neededSizeRaw,
    takenSizeRaw: closedRaw,
    takenValueRaw: paidRaw - floorDivide(markQuoteRaw * closedRaw, neededSizeRaw),
    bankrupt: { ...bankrupt, sizeRaw: bankrupt.sizeRaw - sign * closedRaw, quoteRaw: bankrupt.quoteRaw + paidRaw },
  };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
