import fc from 'fast-check';
import { createAaveV2Venue } from '../../src/protocol/lending/aave-v2/venue.js';
import { createAaveV3Venue } from '../../src/protocol/lending/aave-v3/venue.js';
import { createAaveV4Venue } from '../../src/protocol/lending/aave-v4/venue.js';
import { createCometVenue } from '../../src/protocol/lending/compound-v3/venue.js';
import { FULL_BPS, RAY, WAD } from '../../src/protocol/lending/fixed-point.js';
import { createGenericVenue } from '../../src/protocol/lending/generic/venue.js';
import { createMakerVenue } from '../../src/protocol/lending/maker/venue.js';
import { createMorphoVenue } from '../../src/protocol/lending/morpho-blue/venue.js';
import { computeIncentiveFactorWad } from '../../src/protocol/lending/morpho-blue/market.js';
import type { PenaltyShape } from '../../src/protocol/lending/penalty.js';
import type { LendingAccount, LendingVenue, OraclePrices } from '../../src/protocol/lending/venue.js';

/** One drawn account on a venue, with what the venue promises about it. */
export interface DrawnVenue {
  readonly venue: LendingVenue;
  readonly account: LendingAccount;
  readonly prices: OraclePrices;
  readonly collateralAsset: string;
  readonly debtAsset: string;
  /** Largest gain of a liquidator over the repaid debt, as a ratio; `null` where liquidations take the account whole. */
  readonly bonusRatio: number | null;
}

interface Drawn {
  readonly thresholdBps: bigint;
  readonly bonusBps: bigint;
  readonly feeBps: bigint;
  readonly collateralUsd: bigint;
  /** Debt over the collateral's threshold value, per mille: above 1,000 is liquidatable. */
  readonly debtPerMille: bigint;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  thresholdBps: fc.bigInt(4_000n, 8_500n),
  bonusBps: fc.bigInt(1n, 1_500n),
  feeBps: fc.bigInt(0n, 5_000n),
  collateralUsd: fc.bigInt(10_000n, 5_000_000n),
  debtPerMille: fc.oneof(fc.bigInt(900n, 1_100n), fc.bigInt(1_000n, 1_600n)),
});

const PRICE_ETH_USD = 2_000n;
const ratioOf = (bps: bigint): number => Number(bps) / 1e4;
const toWad = (bps: bigint): bigint => (bps * WAD) / FULL_BPS;

/** Opens the drawn account: ETH (18 decimals) at 2,000 USD against USDC. */
function open(venue: LendingVenue, { collateralUsd, debtPerMille, thresholdBps }: Drawn, decimals = 6): Pick<DrawnVenue, 'venue' | 'account' | 'collateralAsset' | 'debtAsset'> {
  const debtUsdMille = (collateralUsd * thresholdBps * debtPerMille) / FULL_BPS;
  const debtAsset = 'DAI' in venue.decimalsByAsset ? 'DAI' : 'USDC';
  const positions = [
    venue.openPosition('ETH', 'collateral', (collateralUsd * WAD) / PRICE_ETH_USD),
    venue.openPosition(debtAsset, 'debt', (debtUsdMille * 10n ** BigInt(decimals)) / 1_000n),
  ];
  return { venue, account: { positions }, collateralAsset: 'ETH', debtAsset };
}

const PRICES_USD_WAD = { ETH: PRICE_ETH_USD * WAD, USDC: WAD, DAI: WAD };

const aave = (draw: Drawn) => ({
  ETH: {
    decimals: 18,
    ltvBps: draw.thresholdBps - 500n,
    liquidationThresholdBps: draw.thresholdBps,
    liquidationBonusBps: draw.bonusBps,
    liquidationProtocolFeeBps: draw.feeBps,
  },
  USDC: { decimals: 6, ltvBps: 0n, liquidationThresholdBps: 1n, liquidationBonusBps: 1n, liquidationProtocolFeeBps: 0n },
});

const constantBonus = (venue: LendingVenue, draw: Drawn): DrawnVenue => ({
  ...open(venue, draw),
  prices: venue.scalePrices(PRICES_USD_WAD),
  bonusRatio: ratioOf(draw.bonusBps),
});

function buildGeneric(draw: Drawn, penalty: PenaltyShape): DrawnVenue {
  const asset = { ltvWad: toWad(draw.thresholdBps - 500n), liquidationThresholdWad: toWad(draw.thresholdBps) };
  const venue = createGenericVenue({
    name: `generic, ${penalty.kind} penalty`,
    assets: { ETH: { decimals: 18, ...asset }, USDC: { decimals: 6, ltvWad: 0n, liquidationThresholdWad: 0n } },
    penalty,
    closeRule: { kind: 'full' },
    protocolFeeShareWad: toWad(draw.feeBps),
    writesOffBadDebt: true,
  });
  return constantBonus(venue, draw);
}

const BUILDERS: Readonly<Record<string, (draw: Drawn) => DrawnVenue>> = {
  'Aave v2': (draw) => constantBonus(createAaveV2Venue({ reserves: aave(draw) }), draw),
  'Aave v3.0': (draw) => constantBonus(createAaveV3Venue({ version: 'v3.0', reserves: aave(draw) }), draw),
  'Aave v3.3': (draw) => constantBonus(createAaveV3Venue({ version: 'v3.3', reserves: aave(draw) }), draw),
  'Aave v4': (draw) => {
    const reserve = { decimals: 18, collateralFactorBps: draw.thresholdBps, maxLiquidationBonusBps: draw.bonusBps, liquidationFeeBps: draw.feeBps };
    const settings = { targetHealthFactorWad: (11n * WAD) / 10n, healthFactorForMaxBonusWad: (9n * WAD) / 10n, liquidationBonusFactorBps: 5_000n };
    return constantBonus(createAaveV4Venue({ ...settings, reserves: { ETH: reserve, USDC: { ...reserve, decimals: 6, collateralFactorBps: 0n } } }), draw);
  },
  'Morpho Blue': (draw) => {
    const lltvWad = toWad(draw.thresholdBps);
    const totals = { supplyAssetsRaw: 10n ** 15n, borrowAssetsRaw: 7n * 10n ** 14n, borrowSharesRaw: 65n * 10n ** 19n };
    const venue = createMorphoVenue({ collateralAsset: 'ETH', loanAsset: 'USDC', collateralDecimals: 18, loanDecimals: 6, lltvWad, totals });
    return { ...constantBonus(venue, draw), bonusRatio: Number(computeIncentiveFactorWad(lltvWad)) / 1e18 - 1 };
  },
  'Compound v3': (draw) => {
    const asset = { decimals: 18, borrowCollateralFactorWad: toWad(draw.thresholdBps - 500n), liquidateCollateralFactorWad: toWad(draw.thresholdBps), liquidationFactorWad: toWad(FULL_BPS - draw.bonusBps) };
    const venue = createCometVenue({ baseAsset: 'USDC', baseDecimals: 6, assets: { ETH: asset }, storeFrontPriceFactorWad: WAD / 2n, baseSupplyIndexRay: RAY, targetReservesRaw: 10n ** 15n });
    return { ...constantBonus(venue, draw), bonusRatio: null };
  },
  Maker: (draw) => {
    const venue = createMakerVenue({
      collateralAsset: 'ETH',
      liquidationRatioRay: (FULL_BPS * RAY) / draw.thresholdBps,
      penaltyFactorWad: WAD + toWad(draw.bonusBps),
      dustRad: 0n,
      auctionRoomRad: 10n ** 60n,
      auction: { startFactorRay: RAY, fall: { kind: 'linear', durationSeconds: 3_600n }, resetSeconds: 7_200n, resetShareRay: 0n, leftoverRad: 0n },
    });
    return { ...open(venue, draw, 18), prices: venue.scalePrices(PRICES_USD_WAD), bonusRatio: null };
  },
  'generic, constant penalty': (draw) => buildGeneric(draw, { kind: 'constant', bonusWad: toWad(draw.bonusBps) }),
  'generic, health penalty': (draw) =>
    buildGeneric(draw, { kind: 'health', bonusMaxWad: toWad(draw.bonusBps), minimumShareWad: WAD / 2n, healthForMaxWad: (9n * WAD) / 10n }),
  'generic, size penalty': (draw) =>
    buildGeneric(draw, { kind: 'size', bonusMinWad: toWad(draw.bonusBps) / 3n, bonusMaxWad: toWad(draw.bonusBps), sizeForMaxUsdWad: 1_000_000n * WAD }),
  'generic, Dutch penalty': (draw) =>
    buildGeneric(draw, { kind: 'dutch', startRatioWad: WAD, cutRay: (99n * RAY) / 100n, stepSeconds: 90, bonusMaxWad: toWad(draw.bonusBps) }),
};

export const VENUE_NAMES = Object.keys(BUILDERS);

/** Draws an account on the named venue. */
export function drawVenue(name: string): fc.Arbitrary<DrawnVenue> {
  return drawn.map(BUILDERS[name]!);
}
