import { describe, expect, test } from '@jest/globals';
import { DataError } from '../../../src/core/errors.js';
import { RAY, WAD } from '../../../src/protocol/lending/fixed-point.js';
import { buyFromAuction, computeAuctionPriceRay, DUTCH_SINCE_UNIX_SECONDS, findAuctionKind, needsReset, settleEnglishAuction } from '../../../src/protocol/lending/maker/auction.js';
import { readDelayedPriceWad } from '../../../src/protocol/lending/maker/delayed-price.js';
import { isVaultUnsafe, openVaultAuction, type MakerIlk } from '../../../src/protocol/lending/maker/liquidate-vault.js';
import { createMakerVenue } from '../../../src/protocol/lending/maker/venue.js';
import { LiquidationRefusedError } from '../../../src/protocol/lending/venue.js';

/** Formulas worked by hand from dss `dog.sol`, `clip.sol`, `abaci.sol` and osm `osm.sol`; penalty 13 %, liquidation ratio 150 %. */
const RAD = RAY * WAD;
const ilk: MakerIlk = {
  collateralAsset: 'ETH',
  liquidationRatioRay: (150n * RAY) / 100n,
  penaltyFactorWad: (113n * WAD) / 100n,
  dustRad: 5_000n * RAD,
  auctionRoomRad: 1_000_000n * RAD,
  auction: {
    startFactorRay: (120n * RAY) / 100n,
    fall: { kind: 'stairstep', cutRay: (99n * RAY) / 100n, stepSeconds: 90n },
    resetSeconds: 7_200n,
    resetShareRay: (45n * RAY) / 100n,
    leftoverRad: 5_650n * RAD,
  },
};
const vault = { inkWad: 10n * WAD, artWad: 10_000n * WAD, rateRay: RAY };

describe('vaults', () => {
  test('10 ETH against 10,000 DAI are unsafe below 1,500, not at it', () => {
    expect(isVaultUnsafe(ilk, vault, 1_500n * WAD)).toBe(false);
    expect(isVaultUnsafe(ilk, vault, 1_500n * WAD - 1n)).toBe(true);
  });

  test('the auction raises debt and 13 % penalty, from 120 % of the price', () => {
    const { auction, dueRad, vaultAfter } = openVaultAuction(ilk, vault, 1_400n * WAD);
    expect([auction.tabRad, auction.lotWad, auction.topRay]).toEqual([11_300n * RAD, 10n * WAD, 1_680n * RAY]);
    expect([dueRad, vaultAfter.inkWad, vaultAfter.artWad]).toEqual([10_000n * RAD, 0n, 0n]);
  });

  test('room for 5,650 of DAI takes half of the vault; a rest below the dust limit is taken as well', () => {
    const half = openVaultAuction({ ...ilk, auctionRoomRad: 5_650n * RAD }, vault, 1_400n * WAD);
    expect([half.vaultAfter.artWad, half.vaultAfter.inkWad]).toEqual([5_000n * WAD, 5n * WAD]);
    const whole = openVaultAuction({ ...ilk, auctionRoomRad: 5_700n * RAD }, vault, 1_400n * WAD);
    expect(whole.vaultAfter.artWad).toBe(0n);
  });
});

describe('Dutch auctions', () => {
  test('a cut of 1 % every 90 s: 1,000 after 89 s, 990 after 90, 980.1 after 180', () => {
    const price = (age: bigint): bigint => computeAuctionPriceRay(ilk.auction.fall, 1_000n * RAY, age);
    expect([price(89n), price(90n), price(180n)]).toEqual([1_000n * RAY, 990n * RAY, (9_801n * RAY) / 10n]);
  });

  test('a linear fall over an hour is at half after 30 minutes and at 0 after an hour', () => {
    const fall = { kind: 'linear', durationSeconds: 3_600n } as const;
    expect([computeAuctionPriceRay(fall, 1_000n * RAY, 1_800n), computeAuctionPriceRay(fall, 1_000n * RAY, 3_600n)]).toEqual([500n * RAY, 0n]);
  });

  const auction = { tabRad: 11_300n * RAD, lotWad: 10n * WAD, topRay: 1_680n * RAY };

  test('at 1,400 the tab of 11,300 is raised with 8.07 ETH, and the rest returns to the owner', () => {
    const { paidRad, boughtWad, returnedWad, auctionAfter } = buyFromAuction(auction, 10n * WAD, 1_400n * RAY, 0n);
    expect([paidRad, boughtWad, returnedWad, auctionAfter]).toEqual([11_300n * RAD, (11_300n * WAD) / 1_400n, 10n * WAD - (11_300n * WAD) / 1_400n, null]);
  });

  test('a partial purchase leaves at least the leftover limit: 5 ETH at 1,400 are cut to 5,650 paid', () => {
    const { paidRad, auctionAfter } = buyFromAuction(auction, 5n * WAD, 1_400n * RAY, 5_650n * RAD);
    expect([paidRad, auctionAfter!.tabRad]).toEqual([5_650n * RAD, 5_650n * RAD]);
    expect(() => buyFromAuction({ ...auction, tabRad: 5_650n * RAD }, WAD, 1_400n * RAY, 5_650n * RAD)).toThrow(LiquidationRefusedError);
  });

  test('after two hours, or below 45 % of the start, an auction must be reset', () => {
    const started = { tabRad: 1n, lotWad: 1n, topRay: 1_000n * RAY };
    expect([needsReset(ilk.auction, started, 7_110n), needsReset(ilk.auction, started, 7_201n)]).toEqual([false, true]);
  });

  test('a sale at half of the price leaves bad debt: 10 ETH at 700 pay 7,000 of 10,000', () => {
    const linear = { ...ilk, auction: { ...ilk.auction, startFactorRay: RAY, fall: { kind: 'linear', durationSeconds: 3_600n } as const } };
    const venue = createMakerVenue(linear);
    const account = { positions: [venue.openPosition('ETH', 'collateral', 10n * WAD), venue.openPosition('DAI', 'debt', 10_000n * WAD)] };
    const request = { collateralAsset: 'ETH', debtAsset: 'DAI', debtToCoverRaw: 0n, auctionAgeSeconds: 1_800 };
    const { repaid, writtenOff, seized } = venue.liquidate(account, request, { ETH: 1_400n * WAD });
    expect([repaid[0]!.amountRaw, writtenOff[0]!.amountRaw, seized[0]!.amountRaw]).toEqual([7_000n * WAD, 3_000n * WAD, 10n * WAD]);
  });
});

describe('auction kind and oracle', () => {
  test('auctions are English until the end of March 2021, Dutch from April on', () => {
    expect([findAuctionKind(DUTCH_SINCE_UNIX_SECONDS - 1), findAuctionKind(Date.UTC(2021, 3, 1) / 1_000)]).toEqual(['english', 'dutch']);
  });

  test('an English auction without a second bidder sells everything for nothing, as on 12 March 2020', () => {
    const { paidRad, boughtWad } = settleEnglishAuction({ tabRad: 11_300n * RAD, lotWad: 10n * WAD, topRay: 0n }, 1_400n * RAY, 0n);
    expect([paidRad, boughtWad]).toEqual([0n, 10n * WAD]);
  });

  test('the price in force is the one of the hour before the last full hour', () => {
    const history = [8, 9, 10].map((hour) => ({ unixSeconds: hour * 3_600, priceWad: BigInt(hour) }));
    expect([readDelayedPriceWad(history, 10 * 3_600 + 3_599), readDelayedPriceWad(history, 11 * 3_600)]).toEqual([9n, 10n]);
    expect(() => readDelayedPriceWad(history, 8 * 3_600)).toThrow(DataError);
  });
});
