import { z } from 'zod';
import { AAVE_V2_RESERVE_RULES, AAVE_V3_EMODE_RULES, AAVE_V3_RESERVE_RULES, aaveReserveParameters } from '../../protocol/lending/aave-v3/parameters.js';
import type { AaveV3Version } from '../../protocol/lending/aave-v3/market.js';
import { createAaveV2Venue } from '../../protocol/lending/aave-v2/venue.js';
import { createAaveV3Venue } from '../../protocol/lending/aave-v3/venue.js';
import { AAVE_V4_RULES } from '../../protocol/lending/aave-v4/parameters.js';
import { createAaveV4Venue } from '../../protocol/lending/aave-v4/venue.js';
import { COMET_RULES } from '../../protocol/lending/compound-v3/parameters.js';
import { createCometVenue } from '../../protocol/lending/compound-v3/venue.js';
import { RAY } from '../../protocol/lending/fixed-point.js';
import { createGenericVenue } from '../../protocol/lending/generic/venue.js';
import { MAKER_RULES } from '../../protocol/lending/maker/parameters.js';
import { createMakerVenue } from '../../protocol/lending/maker/venue.js';
import { MORPHO_RULES } from '../../protocol/lending/morpho-blue/parameters.js';
import { createMorphoVenue } from '../../protocol/lending/morpho-blue/venue.js';
import type { LendingVenue } from '../../protocol/lending/venue.js';
import { findRuleViolations, ParameterRuleError, type ParameterSet, type VenueParameterRules } from '../../protocol/parameter-rules.js';
import { bps, checkSchema, decimal } from './account-file.js';

const WAD_DECIMALS = 18;
const RAY_DECIMALS = 27;
const RAD_DECIMALS = 45;
const tokenDecimals = z.int().min(0).max(18);
const wad = decimal(WAD_DECIMALS);
const ray = decimal(RAY_DECIMALS);
/** Without the market's totals, one share is worth a millionth of the smallest unit, as in a new market. */
const NEW_MARKET_TOTALS = { supplyAssetsRaw: 0n, borrowAssetsRaw: 0n, borrowSharesRaw: 0n };

type Builder = (market: unknown) => LendingVenue;

const reader =
  <T>(schema: z.ZodType<T>, build: (market: T) => LendingVenue): Builder =>
  (market) =>
    build(checkSchema(schema, market, 'market', 'market'));

/** @throws ParameterRuleError naming the field below `prefix` and the rule it breaks */
function assertRules(rules: VenueParameterRules, prefix: string, values: ParameterSet): void {
  const [first, ...others] = findRuleViolations(rules, values).map(({ field, rule }) => ({ field: `${prefix}.${field}`, rule }));
  if (first) throw new ParameterRuleError(rules.venue, [first, ...others]);
}

const aaveReserve = z.strictObject({
  decimals: tokenDecimals,
  ltvBps: bps,
  liquidationThresholdBps: bps,
  liquidationBonusBps: bps,
  liquidationProtocolFeeBps: bps.default(0n),
});
const aaveEMode = z.strictObject({ ltvBps: bps, liquidationThresholdBps: bps, liquidationBonusBps: bps, collateralAssets: z.array(z.string()) });
const aaveMarket = z.strictObject({ reserves: z.record(z.string(), aaveReserve), eModes: z.record(z.string().regex(/^\d+$/), aaveEMode).default({}) });

/** A threshold of 0 marks an asset that is borrowed only; the collateral rules say nothing about it. */
function assertAaveReserves(rules: VenueParameterRules, { reserves, eModes }: z.output<typeof aaveMarket>): void {
  for (const [asset, reserve] of Object.entries(reserves)) {
    if (reserve.liquidationThresholdBps === 0n) continue;
    const { ltvBps, liquidationThresholdBps, liquidationBonusBps, ...rest } = aaveReserveParameters(reserve);
    const known = rules === AAVE_V2_RESERVE_RULES ? {} : rest;
    assertRules(rules, `market.reserves.${asset}`, { ltvBps: ltvBps!, liquidationThresholdBps: liquidationThresholdBps!, liquidationBonusBps: liquidationBonusBps!, ...known });
  }
  for (const [category, { collateralAssets: _, ...values }] of Object.entries(eModes)) assertRules(AAVE_V3_EMODE_RULES, `market.eModes.${category}`, values);
}

const readAaveV3 = (version: AaveV3Version): Builder =>
  reader(aaveMarket, (market) => {
    assertAaveReserves(AAVE_V3_RESERVE_RULES, market);
    return createAaveV3Venue({ version, ...market });
  });

const readAaveV2: Builder = reader(aaveMarket, (market) => {
  assertAaveReserves(AAVE_V2_RESERVE_RULES, market);
  return createAaveV2Venue(market);
});

const v4Reserve = z.strictObject({ decimals: tokenDecimals, collateralFactorBps: bps, maxLiquidationBonusBps: bps, liquidationFeeBps: bps });
const readAaveV4: Builder = reader(
  z.strictObject({ reserves: z.record(z.string(), v4Reserve), targetHealthFactor: wad, healthFactorForMaxBonus: wad, liquidationBonusFactorBps: bps }),
  ({ reserves, targetHealthFactor, healthFactorForMaxBonus, liquidationBonusFactorBps }) => {
    const spoke = { targetHealthFactorWad: targetHealthFactor, healthFactorForMaxBonusWad: healthFactorForMaxBonus, liquidationBonusFactorBps };
    assertRules(AAVE_V4_RULES, 'market', spoke);
    for (const [asset, { decimals: _, ...values }] of Object.entries(reserves)) assertRules(AAVE_V4_RULES, `market.reserves.${asset}`, values);
    return createAaveV4Venue({ reserves, ...spoke });
  },
);

const cometAsset = z
  .strictObject({ decimals: tokenDecimals, borrowCollateralFactor: wad, liquidateCollateralFactor: wad, liquidationFactor: wad })
  .transform(({ decimals, ...factors }) => ({
    decimals,
    borrowCollateralFactorWad: factors.borrowCollateralFactor,
    liquidateCollateralFactorWad: factors.liquidateCollateralFactor,
    liquidationFactorWad: factors.liquidationFactor,
  }));
const readComet: Builder = reader(
  z.strictObject({ baseAsset: z.string(), baseDecimals: tokenDecimals, assets: z.record(z.string(), cometAsset), storeFrontPriceFactor: wad, targetReserves: wad.default(0n) }),
  ({ baseAsset, baseDecimals, assets, storeFrontPriceFactor, targetReserves }) => {
    for (const [asset, { decimals: _, ...values }] of Object.entries(assets)) {
      assertRules(COMET_RULES, `market.assets.${asset}`, { ...values, storeFrontPriceFactorWad: storeFrontPriceFactor });
    }
    const targetReservesRaw = targetReserves / 10n ** BigInt(WAD_DECIMALS - baseDecimals);
    return createCometVenue({ baseAsset, baseDecimals, assets, storeFrontPriceFactorWad: storeFrontPriceFactor, baseSupplyIndexRay: RAY, targetReservesRaw });
  },
);

const readMorpho: Builder = reader(
  z.strictObject({ collateralAsset: z.string(), loanAsset: z.string(), collateralDecimals: tokenDecimals, loanDecimals: tokenDecimals, lltv: wad }),
  ({ lltv, ...market }) => {
    assertRules(MORPHO_RULES, 'market', { lltvWad: lltv });
    return createMorphoVenue({ ...market, lltvWad: lltv, totals: NEW_MARKET_TOTALS });
  },
);

const seconds = decimal(0);
const priceFall = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stairstep'), cut: ray, stepSeconds: seconds }).transform(({ cut, ...rest }) => ({ ...rest, cutRay: cut })),
  z.strictObject({ kind: z.literal('linear'), durationSeconds: seconds }),
]);
const readMaker: Builder = reader(
  z.strictObject({
    collateralAsset: z.string(),
    liquidationRatio: ray,
    penalty: wad,
    dust: decimal(RAD_DECIMALS).default(0n),
    auctionRoom: decimal(RAD_DECIMALS).default(10n ** 60n),
    auction: z.strictObject({ startFactor: ray, fall: priceFall, resetSeconds: seconds, resetShare: ray, leftover: decimal(RAD_DECIMALS).default(0n) }),
  }),
  ({ collateralAsset, liquidationRatio, penalty, dust, auctionRoom, auction }) => {
    const penaltyFactorWad = 10n ** 18n + penalty;
    assertRules(MAKER_RULES, 'market', { liquidationRatioRay: liquidationRatio, penaltyFactorWad, startFactorRay: auction.startFactor, resetShareRay: auction.resetShare });
    return createMakerVenue({
      collateralAsset,
      liquidationRatioRay: liquidationRatio,
      penaltyFactorWad,
      dustRad: dust,
      auctionRoomRad: auctionRoom,
      auction: { startFactorRay: auction.startFactor, fall: auction.fall, resetSeconds: auction.resetSeconds, resetShareRay: auction.resetShare, leftoverRad: auction.leftover },
    });
  },
);

const penalty = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), bonus: wad }).transform(({ kind, bonus }) => ({ kind, bonusWad: bonus })),
  z
    .strictObject({ kind: z.literal('health'), bonusMax: wad, minimumShare: wad, healthForMax: wad })
    .transform(({ kind, bonusMax, minimumShare, healthForMax }) => ({ kind, bonusMaxWad: bonusMax, minimumShareWad: minimumShare, healthForMaxWad: healthForMax })),
  z
    .strictObject({ kind: z.literal('size'), bonusMin: wad, bonusMax: wad, sizeForMaxUsd: wad })
    .transform(({ kind, bonusMin, bonusMax, sizeForMaxUsd }) => ({ kind, bonusMinWad: bonusMin, bonusMaxWad: bonusMax, sizeForMaxUsdWad: sizeForMaxUsd })),
  z
    .strictObject({ kind: z.literal('dutch'), startRatio: wad, cut: ray, stepSeconds: z.int().min(1), bonusMax: wad })
    .transform(({ kind, startRatio, cut, stepSeconds, bonusMax }) => ({ kind, startRatioWad: startRatio, cutRay: cut, stepSeconds, bonusMaxWad: bonusMax })),
]);
const closeRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('full') }),
  z.strictObject({ kind: z.literal('share'), share: wad, fullBelowHealth: wad.default(0n) }).transform(({ kind, share, fullBelowHealth }) => ({ kind, shareWad: share, fullBelowHealthWad: fullBelowHealth })),
  z.strictObject({ kind: z.literal('target-health'), targetHealth: wad }).transform(({ kind, targetHealth }) => ({ kind, targetHealthWad: targetHealth })),
]);
const genericAsset = z
  .strictObject({ decimals: tokenDecimals, ltv: wad, liquidationThreshold: wad })
  .transform(({ decimals, ltv, liquidationThreshold }) => ({ decimals, ltvWad: ltv, liquidationThresholdWad: liquidationThreshold }));
const readGeneric: Builder = reader(
  z.strictObject({
    name: z.string().default('generic lending market'),
    assets: z.record(z.string(), genericAsset),
    penalty,
    closeRule,
    protocolFeeShare: wad.default(0n),
    writesOffBadDebt: z.boolean().default(true),
  }),
  ({ protocolFeeShare, ...market }) => createGenericVenue({ ...market, protocolFeeShareWad: protocolFeeShare }),
);

/** Every lending venue by the name that account files use. */
export const LENDING_VENUES: Readonly<Record<string, Builder>> = {
  'aave-v2': readAaveV2,
  'aave-v3.0': readAaveV3('v3.0'),
  'aave-v3.3': readAaveV3('v3.3'),
  'aave-v4': readAaveV4,
  'compound-v3': readComet,
  'morpho-blue': readMorpho,
  maker: readMaker,
  generic: readGeneric,
};
