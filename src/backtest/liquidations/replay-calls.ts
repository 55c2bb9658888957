import { assertInvariant } from '../../core/assert.js';
import type { Piecewise } from '../../core/piecewise.js';
import type { LendingScenario } from '../../simulation/scenario.js';
import type { FactorHistory } from '../replay/replay-window.js';
import { createWindowReplay } from '../replay/window-replay.js';

/** One liquidation call, recorded or simulated. */
export interface LiquidationCall {
  readonly account: string;
  readonly collateralAsset: string;
  readonly debtAsset: string;
  readonly unixSeconds: number;
  readonly debtRepaidUsd: number;
  /** Value of the collateral taken over that of the debt repaid. */
  readonly seizedOverRepaid: number;
}

export interface CallReplayPlan {
  readonly scenario: LendingScenario;
  readonly factors: readonly { readonly factor: string; readonly history: FactorHistory }[];
  readonly fromUnixSeconds: number;
  readonly toUnixSeconds: number;
}

/**
 * Sends a book through every whole horizon of a span and notes each liquidation call.
 *
 * Every horizon begins with the book anew. Units: USD at the oracle; a call is stamped with the end of its step.
 */
export function* replayCalls({ scenario, factors, fromUnixSeconds, toUnixSeconds }: CallReplayPlan): Piecewise<LiquidationCall[]> {
  const { book, steps, stepSeconds, liquidation } = scenario;
  assertInvariant(liquidation.auction === undefined, 'calls are compared with calls, and this venue sells by auction');
  const lengthSeconds = steps * stepSeconds;
  const windows = Math.floor((toUnixSeconds - fromUnixSeconds) / lengthSeconds);
  const calls: LiquidationCall[] = [];
  let startUnixSeconds = fromUnixSeconds;
  const replay = createWindowReplay(scenario, factors, (account, { collateralRow, debtRow, repaidUsd, terms }, step) => {
    calls.push({
      account: book.accounts[account]!,
      collateralAsset: book.assets[book.collateralAsset[collateralRow]!]!.asset,
      debtAsset: book.assets[book.debtAsset[debtRow]!]!.asset,
      unixSeconds: startUnixSeconds + step * stepSeconds,
      debtRepaidUsd: repaidUsd,
      seizedOverRepaid: terms.seizedRatio,
    });
  });
  for (let window = 0; window < windows; window++) {
    startUnixSeconds = fromUnixSeconds + window * lengthSeconds;
    replay(startUnixSeconds);
    yield (window + 1) / windows;
  }
  return calls;
}
