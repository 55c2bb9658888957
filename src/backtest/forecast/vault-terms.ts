import { DataError } from '../../core/errors.js';

/** One line of a protocol's change log. */
export interface ParameterChange {
  readonly unixSeconds: number;
  /** Maker's own name, e.g. `SPOTTER.ilks.mat`. */
  readonly parameter: string;
  readonly valueAfter: number;
}

/** Terms of a collateral type in force at a time. */
export interface VaultTerms {
  /** Collateral value over debt below which a vault is unsafe, e.g. 1.3. */
  readonly liquidationRatio: number;
  /** Added to the debt of a liquidated vault, e.g. 0.13. */
  readonly penaltyRatio: number;
  /** Least debt that an owner may leave in a vault. */
  readonly minimumDebtUsd: number;
  /** Lowest such limit that was ever in force: a vault opened under it may still have that little. */
  readonly lowestMinimumDebtUsd: number;
}

/** Reads what was in force when. */
export interface VaultTermsLog {
  /** @throws DataError when a parameter was not set yet */
  readAt(unixSeconds: number): VaultTerms;
  /** Debt that one unit of normalised debt has grown to. */
  computeFeeIndex(unixSeconds: number): number;
}

const LIQUIDATION_RATIO = 'SPOTTER.ilks.mat';
/** The penalty moved from `Cat` to `Dog` with the Dutch auctions; whichever was set last is in force. */
const PENALTIES = ['CAT.ilks.chop', 'DOG.ilks.chop'];
const FEE = 'JUG.ilks.duty';
const MINIMUM_DEBT = 'VAT.ilks.dust';
const YEAR_SECONDS = 31_536_000;

/**
 * Puts a change log in order, so that terms and the stability-fee index can be asked for at any time.
 *
 * Formula: index(t) = Π (1 + fee_k)^(seconds in force / 31,536,000), 1 before the first fee.
 * Units: fees per year, ratios as fractions. Special case: changes of one moment apply in the order given.
 */
export function createVaultTermsLog(changes: readonly ParameterChange[]): VaultTermsLog {
  const log = [...changes].sort((a, b) => a.unixSeconds - b.unixSeconds);
  const fees = log.filter(({ parameter }) => parameter === FEE);
  const findLast = (names: readonly string[], unixSeconds: number): number => {
    const last = log.filter((change) => names.includes(change.parameter) && change.unixSeconds <= unixSeconds).at(-1);
    if (last) return last.valueAfter;
    throw new DataError(`the change log does not say what ${names.join(' or ')} was at ${new Date(unixSeconds * 1000).toISOString()}`, { where: 'parameter_changes' });
  };
  return {
    readAt: (unixSeconds) => ({
      liquidationRatio: findLast([LIQUIDATION_RATIO], unixSeconds),
      penaltyRatio: findLast(PENALTIES, unixSeconds),
      minimumDebtUsd: findLast([MINIMUM_DEBT], unixSeconds),
      lowestMinimumDebtUsd: Math.min(...log.filter((change) => change.parameter === MINIMUM_DEBT && change.unixSeconds <= unixSeconds).map(({ valueAfter }) => valueAfter)),
    }),
    computeFeeIndex: (unixSeconds) => {
      let logIndex = 0;
      fees.forEach(({ unixSeconds: from, valueAfter }, k) => {
        const to = Math.min(fees[k + 1]?.unixSeconds ?? unixSeconds, unixSeconds);
        if (to > from) logIndex += (Math.log1p(valueAfter) * (to - from)) / YEAR_SECONDS;
      });
      return Math.exp(logIndex);
    },
  };
}
