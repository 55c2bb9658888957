import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { computeIncentiveFactorWad, toAssetsUp as modelled } from '../../../../src/protocol/lending/morpho-blue/market.js';
import { computeBonusWad, toAssetsUp } from '../../../../src/sources/adapters/morpho-blue/shares.js';

const WAD = 10n ** 18n;

/** The model of the venue is itself held against the contract's bytecode. */
test('debts and bonus are those of the modelled venue', () => {
  const amount = fc.bigInt(0n, 2n ** 100n);
  fc.assert(fc.property(amount, amount, amount, fc.bigInt(0n, WAD - 1n), (sharesRaw, assetsRaw, moreSharesRaw, lltvWad) => {
    const totals = { assetsRaw, sharesRaw: sharesRaw + moreSharesRaw };
    expect(toAssetsUp(sharesRaw, totals)).toBe(modelled({ supplyAssetsRaw: assetsRaw, borrowAssetsRaw: assetsRaw, borrowSharesRaw: totals.sharesRaw }, sharesRaw));
    expect(computeBonusWad(lltvWad)).toBe(computeIncentiveFactorWad(lltvWad) - WAD);
  }), { seed: 1 });
});

/** The formula in decimals: 1 / (1 − 0.3 · (1 − LLTV)) − 1, at most 15 %. */
test.each([
  [985n, 4], [965n, 10], [945n, 16], [915n, 26], [860n, 43], [770n, 74], [625n, 126], [385n, 150],
])('an LLTV of %i per mille gives a bonus of %i per mille', (lltvPerMille, bonusPerMille) => {
  expect(Number(computeBonusWad((lltvPerMille * WAD) / 1000n) / (WAD / 1000n))).toBe(bonusPerMille);
});
