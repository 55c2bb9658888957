import { z } from 'zod';
import { formatDecimal } from '../../core/decimal.js';
import { UsageError } from '../../core/errors.js';
import { findRuleViolations, ParameterRuleError, type ParameterSet } from '../../protocol/parameter-rules.js';
import type { MarkedMarket, MarkedMarkets } from '../../protocol/perps/account/margin-unit.js';
import { createAccount, type PerpAccount } from '../../protocol/perps/account/position.js';
import type { LiquidationTerms } from '../../protocol/perps/liquidation/liquidate-unit.js';
import type { PerpVenue } from '../../protocol/perps/venues/perp-venue.js';
import { checkSchema, decimalText, type AccountFile } from './account-file.js';

/** Where every position has its own margin and nothing is shared. */
const ISOLATED_ONLY: readonly string[] = ['gmx-v2'];

const number = decimalText.transform(Number);
const rawInteger = z
  .union([z.string().regex(/^\d+$/), z.int().min(0)], { error: 'must be a whole number in raw units; quote it when it is long' })
  .transform((value) => BigInt(value));

const positionSchema = z.array(
  z.strictObject({
    market: z.string(),
    side: z.enum(['long', 'short']),
    sizeBase: number,
    entryPriceUsd: number,
    isolatedCollateralUsd: number.optional(),
    settledFundingUsdPerBase: number.default(0),
  }),
);

const marketSchema = z.strictObject({
  markets: z.record(
    z.string(),
    z.strictObject({
      parameters: z.record(z.string(), z.union([rawInteger, z.array(rawInteger)])),
      openInterestUsd: number.default(0),
      fundingUsdPerBase: number.default(0),
    }),
  ),
});

/** A perps account with the markets it needs, as the file and the prices to assume say. */
export interface PerpsCase {
  readonly account: PerpAccount;
  /** The venue's other accounts; `null` when the file names none. */
  readonly others: readonly PerpAccount[] | null;
  readonly markets: MarkedMarkets;
  readonly termsByMarket: ReadonlyMap<string, LiquidationTerms>;
}

/**
 * Reads a perps account's market section, positions and prices.
 *
 * @throws UsageError, ParameterRuleError or PositionRuleError naming the field and the rule
 */
export function readPerpsCase(venue: PerpVenue, file: AccountFile): PerpsCase {
  const { markets: given } = checkSchema(marketSchema, file.market, 'market', 'market');
  const markets = new Map<string, MarkedMarket>();
  const termsByMarket = new Map<string, LiquidationTerms>();
  for (const [name, { parameters, openInterestUsd, fundingUsdPerBase }] of Object.entries(given)) {
    const set: ParameterSet = parameters;
    assertRules(venue, `market.markets.${name}.parameters`, set);
    const priceWad = Object.hasOwn(file.prices, name) ? file.prices[name]! : 0n;
    if (priceWad <= 0n) throw new UsageError(`prices.${name}: a price above 0 is needed for every market`, { where: 'prices' });
    const priceUsd = Number(formatDecimal(priceWad, 18));
    markets.set(name, { schedule: venue.buildSchedule(set), priceUsd, openInterestUsd, fundingUsdPerBase });
    termsByMarket.set(name, venue.buildTerms(set));
  }
  const read = (name: string, collateralUsd: string | undefined, positions: readonly unknown[], prefix: string): PerpAccount =>
    createAccount(name, Number(collateralUsd ?? 0), readPositions(venue, markets, positions, prefix));
  return {
    account: read(file.account, file.crossCollateralUsd, file.positions, 'positions'),
    others: file.others?.map((other, index) => read(other.account, other.crossCollateralUsd, other.positions, `others[${index}].positions`)) ?? null,
    markets,
    termsByMarket,
  };
}

function readPositions(venue: PerpVenue, markets: MarkedMarkets, positions: readonly unknown[], prefix: string): Parameters<typeof createAccount>[2] {
  return checkSchema(positionSchema, positions, prefix, prefix).map(({ isolatedCollateralUsd, ...row }, index) => {
    const field = `${prefix}[${index}]`;
    if (!markets.has(row.market)) {
      throw new UsageError(`${field}.market: no market is called ${row.market}`, { where: field, suggestions: [`Known markets: ${[...markets.keys()].join(', ')}.`] });
    }
    if (isolatedCollateralUsd === undefined) {
      if (!ISOLATED_ONLY.includes(venue.name)) return row;
      throw new UsageError(`${field}.isolatedCollateralUsd: is required, ${venue.name} keeps every position's collateral apart`, { where: field });
    }
    return { ...row, isolatedCollateralUsd };
  });
}

/** @throws ParameterRuleError naming the field below `prefix` and the rule it breaks */
function assertRules({ rules }: PerpVenue, prefix: string, values: ParameterSet): void {
  const [first, ...others] = findRuleViolations(rules, values).map(({ field, rule }) => ({ field: `${prefix}.${field}`, rule }));
  if (first) throw new ParameterRuleError(rules.venue, [first, ...others]);
}
