import { DataError } from '../../../core/errors.js';

const WAD = 10n ** 18n;
const BPS = 10_000n;

/** One position with what the contract needs to value it. */
export interface ValuedPosition {
  readonly side: 'collateral' | 'debt';
  readonly amountRaw: bigint;
  readonly decimals: number;
  /** Oracle price of one whole token in the base currency, scaled by 10^18. */
  readonly oraclePriceRaw: bigint;
  readonly liquidationThresholdBps: number;
}

export interface AccountData {
  readonly collateralBaseRaw: bigint;
  readonly debtBaseRaw: bigint;
  readonly averageThresholdBps: number;
  /** Scaled by 10^18; `null` when the account owes nothing. */
  readonly healthFactorRaw: bigint | null;
}

/** The dataset rows that health factors are recomputed from. */
export interface HealthFactorInputs {
  readonly assets: readonly { readonly asset: string; readonly decimals: number }[];
  readonly reserves: readonly {
    readonly market: string;
    readonly asset: string;
    readonly liquidationThresholdBps: number;
    readonly oraclePriceRaw: bigint;
  }[];
  readonly positions: readonly {
    readonly market: string;
    readonly account: string;
    readonly asset: string;
    readonly side: 'collateral' | 'debt';
    readonly amountRaw: bigint;
    readonly liquidationThresholdBps: number | null;
  }[];
}

/**
 * Values an account as the Aave v2 contract does, digit by digit.
 *
 * value = ⌊price · amount / 10^decimals⌋; average threshold = ⌊Σ value · LT / Σ value⌋ in whole bps, so an account can be up to
 * one bps worse than the exact mean; HF = wadDiv(percentMul(collateral, average threshold), debt), both rounding half up.
 *
 * Units: base currency scaled by 10^18, thresholds in bps.
 * Special cases: collateral whose threshold is 0 does not count at all; without debt the health factor is `null`, i.e. infinite.
 *
 * @source aave/protocol-v2, contracts/protocol/libraries/logic/GenericLogic.sol, `calculateUserAccountData` and
 * `calculateHealthFactorFromBalances`; math/PercentageMath.sol `percentMul`; math/WadRayMath.sol `wadDiv`
 * @example one whole token at price 1 with LT 8000 against a debt of 0.5 gives HF 1.6
 */
export function computeAccountData(positions: readonly ValuedPosition[]): AccountData {
  let collateralBaseRaw = 0n;
  let weightedThreshold = 0n;
  let debtBaseRaw = 0n;
  for (const position of positions) {
    const valueRaw = (position.oraclePriceRaw * position.amountRaw) / 10n ** BigInt(position.decimals);
    if (position.side === 'debt') {
      debtBaseRaw += valueRaw;
    } else if (position.liquidationThresholdBps !== 0) {
      collateralBaseRaw += valueRaw;
      weightedThreshold += valueRaw * BigInt(position.liquidationThresholdBps);
    }
  }
  const averageThreshold = collateralBaseRaw === 0n ? 0n : weightedThreshold / collateralBaseRaw;
  return {
    collateralBaseRaw,
    debtBaseRaw,
    averageThresholdBps: Number(averageThreshold),
    healthFactorRaw: computeHealthFactorRaw(collateralBaseRaw, debtBaseRaw, averageThreshold),
  };
}

/** HF = wadDiv(percentMul(collateral, threshold), debt); `null` without debt. */
function computeHealthFactorRaw(collateralBaseRaw: bigint, debtBaseRaw: bigint, thresholdBps: bigint): bigint | null {
  if (debtBaseRaw === 0n) return null;
  const weightedRaw = (collateralBaseRaw * thresholdBps + BPS / 2n) / BPS;
  return (weightedRaw * WAD + debtBaseRaw / 2n) / debtBaseRaw;
}

/** Turns a raw health factor into a number; no debt gives `Infinity`, never a sentinel. */
export function healthFactorFromRaw(healthFactorRaw: bigint | null): number {
  return healthFactorRaw === null ? Infinity : Number(healthFactorRaw) / 1e18;
}

/**
 * Values every account of a dataset by `computeAccountData`, keyed `market/account`.
 *
 * A position's own threshold, where it has one, replaces the reserve's.
 *
 * @throws DataError when a position names an asset or a reserve that the rows do not declare.
 */
export function computeAccounts(inputs: HealthFactorInputs): ReadonlyMap<string, AccountData> {
  const decimalsByAsset = new Map(inputs.assets.map((row) => [row.asset, row.decimals]));
  const reserveByKey = new Map(inputs.reserves.map((row) => [`${row.market}/${row.asset}`, row]));
  const positionsByAccount = new Map<string, ValuedPosition[]>();
  for (const row of inputs.positions) {
    const decimals = decimalsByAsset.get(row.asset);
    const reserve = reserveByKey.get(`${row.market}/${row.asset}`);
    if (decimals === undefined || reserve === undefined) {
      throw new DataError(`a position names ${row.market}/${row.asset}, which is not among the assets and reserves`, {
        where: `lending_positions, account ${row.account}`,
      });
    }
    const key = `${row.market}/${row.account}`;
    const held = positionsByAccount.get(key) ?? [];
    held.push({
      side: row.side,
      amountRaw: row.amountRaw,
      decimals,
      oraclePriceRaw: reserve.oraclePriceRaw,
      liquidationThresholdBps: row.liquidationThresholdBps ?? reserve.liquidationThresholdBps,
    });
    positionsByAccount.set(key, held);
  }
  return new Map([...positionsByAccount].map(([key, held]) => [key, computeAccountData(held)]));
}
