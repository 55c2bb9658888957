import { DataError } from '../../../core/errors.js';

/** One perpetual position, with the margin that is set aside for it if it is isolated. */
export interface PerpPosition {
  readonly market: string;
  /** Signed: positive is long. */
  readonly sizeBase: number;
  readonly entryPriceUsd: number;
  /** `null` when the position shares the account's cross margin. */
  readonly isolatedCollateralUsd: number | null;
  /** The market's cumulative funding per unit of base when this position last settled. */
  readonly settledFundingUsdPerBase: number;
}

/** A position as people write it: a side and a size without sign. */
export interface PositionInput {
  readonly market: string;
  readonly side: 'long' | 'short';
  readonly sizeBase: number;
  readonly entryPriceUsd: number;
  readonly isolatedCollateralUsd?: number;
  readonly settledFundingUsdPerBase?: number;
}

/** Cross collateral and positions of one trader; positions are kept in the order of their markets' names. */
export interface PerpAccount {
  readonly id: string;
  readonly crossCollateralUsd: number;
  readonly positions: readonly PerpPosition[];
}

/** An account or a position that cannot be: names the field and the rule it breaks. */
export class PositionRuleError extends DataError {
  readonly field: string;
  readonly rule: string;

  constructor(account: string, field: string, rule: string) {
    super(`${field}: ${rule}`, { where: `account ${account}, ${field}` });
    this.field = field;
    this.rule = rule;
  }
}

/**
 * Builds an account from written positions and puts these in the order of their markets, so that sums do not depend on who wrote first.
 *
 * Special cases: isolated collateral may be negative (a position under water); cross collateral too.
 * @throws PositionRuleError for a size or entry price that is not positive, a figure that is not a number, or two positions in one market
 */
export function createAccount(id: string, crossCollateralUsd: number, inputs: readonly PositionInput[]): PerpAccount {
  assertFinite(id, 'crossCollateralUsd', crossCollateralUsd);
  const positions = inputs.map((input, index) => createPosition(id, input, `positions[${index}]`));
  positions.sort((a, b) => compareText(a.market, b.market));
  positions.forEach(({ market }, index) => {
    if (index > 0 && positions[index - 1]!.market === market) {
      throw new PositionRuleError(id, 'positions', `at most one position per market, found two in ${market}`);
    }
  });
  return { id, crossCollateralUsd, positions };
}

function createPosition(account: string, input: PositionInput, path: string): PerpPosition {
  const { market, side, sizeBase, entryPriceUsd, isolatedCollateralUsd, settledFundingUsdPerBase = 0 } = input;
  for (const [name, value] of Object.entries({ sizeBase, entryPriceUsd })) {
    if (!(value > 0) || !Number.isFinite(value)) throw new PositionRuleError(account, `${path}.${name}`, `must be above 0, found ${value}`);
  }
  if (isolatedCollateralUsd !== undefined) assertFinite(account, `${path}.isolatedCollateralUsd`, isolatedCollateralUsd);
  return {
    market,
    sizeBase: side === 'long' ? sizeBase : -sizeBase,
    entryPriceUsd,
    isolatedCollateralUsd: isolatedCollateralUsd ?? null,
    settledFundingUsdPerBase,
  };
}

function assertFinite(account: string, field: string, value: number): void {
  if (!Number.isFinite(value)) throw new PositionRuleError(account, field, `must be a number, found ${value}`);
}

/** Orders text by code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
