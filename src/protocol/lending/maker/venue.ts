import { RAY, subtractToZero, WAD } from '../fixed-point.js';
import {
  assertAccountSound,
  findPosition,
  LiquidationRefusedError,
  listAmounts,
  openUnscaledPosition,
  requireAsset,
  scaleUsdPrices,
  type AccountValuation,
  type LendingAccount,
  type LendingPosition,
  type LendingVenue,
  type LiquidationOutcome,
  type LiquidationRequest,
  type OraclePrices,
} from '../venue.js';
import { buyFromAuction, computeAuctionPriceRay, needsReset } from './auction.js';
import { computeSpotRay, isVaultUnsafe, openVaultAuction, type MakerIlk, type MakerVault } from './liquidate-vault.js';

const NAME = 'Maker';
const DEBT_ASSET = 'DAI';
const FEED_TO_RAY = 10n ** 9n;

/**
 * Builds the mechanics of one Maker collateral type.
 *
 * Units: prices with 18 decimals, one to two hours old (`readDelayedPriceWad`); values with 45 decimals. A debt position's scaled amount is
 * the normalised debt, its index the rate.
 * A liquidation takes the vault and sells all of it in one purchase at the auction's age; amounts asked for are ignored.
 */
export function createMakerVenue(ilk: MakerIlk): LendingVenue {
  return {
    name: NAME,
    baseDecimals: 45,
    valueAsset: null,
    priceDecimalsByAsset: { [ilk.collateralAsset]: 18 },
    decimalsByAsset: { [ilk.collateralAsset]: 18, [DEBT_ASSET]: 18 },
    openPosition: openUnscaledPosition,
    readAmount: ({ scaledRaw, indexRay }) => (scaledRaw * indexRay) / RAY,
    scalePrices: (pricesUsdWad) => scaleUsdPrices(NAME, [ilk.collateralAsset], pricesUsdWad, 18),
    valueAccount: (account, prices) => {
      assertAccountSound(NAME, account);
      return valueVault(ilk, readVault(ilk, account), requireAsset(NAME, prices, ilk.collateralAsset, 'price'));
    },
    findLargestLiquidation: (account, _request, prices) => {
      const vault = readVault(ilk, account);
      try {
        return openVaultAuction(ilk, vault, requireAsset(NAME, prices, ilk.collateralAsset, 'price')).dueRad / RAY;
      } catch (error) {
        if (error instanceof LiquidationRefusedError) return 0n;
        throw error;
      }
    },
    liquidate: (account, request, prices) => {
      assertAccountSound(NAME, account);
      return sellVault(ilk, account, request, prices);
    },
  };
}

function readVault({ collateralAsset }: MakerIlk, account: LendingAccount): MakerVault {
  const debt = findPosition(account, DEBT_ASSET, 'debt');
  return {
    inkWad: findPosition(account, collateralAsset, 'collateral')?.scaledRaw ?? 0n,
    artWad: debt?.scaledRaw ?? 0n,
    rateRay: debt?.indexRay ?? RAY,
  };
}

function valueVault(ilk: MakerIlk, vault: MakerVault, priceWad: bigint): AccountValuation {
  const collateralRaw = vault.inkWad * priceWad * FEED_TO_RAY;
  const debtRaw = vault.artWad * vault.rateRay;
  const limitRaw = vault.inkWad * computeSpotRay(ilk, priceWad);
  return {
    collateralRaw,
    debtRaw,
    borrowLimitRaw: limitRaw,
    liquidationLimitRaw: limitRaw,
    healthFactorWad: debtRaw === 0n ? null : (limitRaw * WAD) / debtRaw,
    isLiquidatable: isVaultUnsafe(ilk, vault, priceWad),
    badDebtRaw: subtractToZero(debtRaw, collateralRaw),
  };
}

/** What is raised beyond the debt is the penalty: it goes to the protocol, in DAI. */
function sellVault(ilk: MakerIlk, account: LendingAccount, { auctionAgeSeconds = 0 }: LiquidationRequest, prices: OraclePrices): LiquidationOutcome {
  const { vaultAfter, auction, dueRad } = openVaultAuction(ilk, readVault(ilk, account), requireAsset(NAME, prices, ilk.collateralAsset, 'price'));
  const age = BigInt(Math.floor(auctionAgeSeconds));
  if (needsReset(ilk.auction, auction, age)) throw new LiquidationRefusedError(NAME, 'auction-needs-reset', `an auction of ${age} s must be reset first`);
  const priceRay = computeAuctionPriceRay(ilk.auction.fall, auction.topRay, age);
  const { paidRad, boughtWad, returnedWad } = buyFromAuction(auction, auction.lotWad, priceRay, ilk.auction.leftoverRad);
  const positions: LendingPosition[] = [
    openUnscaledPosition(ilk.collateralAsset, 'collateral', vaultAfter.inkWad + returnedWad),
    { asset: DEBT_ASSET, side: 'debt', scaledRaw: vaultAfter.artWad, indexRay: vaultAfter.rateRay },
  ];
  const repaidRad = paidRad < dueRad ? paidRad : dueRad;
  return {
    accountAfter: { ...account, positions: positions.filter(({ scaledRaw }) => scaledRaw !== 0n) },
    repaid: listAmounts({ asset: DEBT_ASSET, amountRaw: repaidRad / RAY }),
    paidBy: 'liquidator',
    seized: listAmounts({ asset: ilk.collateralAsset, amountRaw: boughtWad }),
    protocolFee: listAmounts({ asset: DEBT_ASSET, amountRaw: (paidRad - repaidRad) / RAY }),
    writtenOff: listAmounts({ asset: DEBT_ASSET, amountRaw: (dueRad - repaidRad) / RAY }),
  };
}
