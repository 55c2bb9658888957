import type { InapplicableRule, MarginTable, TierBaseline } from '../../../core/perp-run-result.js';
import { averageImpactRatio } from '../../../market/depth/power-law.js';
import { formatDuration, formatLevel, formatRatio, formatUsd } from '../../../report/format-numbers.js';
import { HYPERLIQUID_TABLES } from '../../../protocol/perps/venues/hyperliquid/rules.js';
import { BASELINE_DEFAULTS } from '../../../search/baselines/defaults.js';
import { computeHistoricalVarMargin, type HistoricalVarMargin } from '../../../search/baselines/historical-var-margin.js';
import type { PerpScenario } from '../../../simulation/perps/scenario.js';
import { answerOrNull } from '../../stages/baselines/ask-rules.js';
import { readLogPrices } from '../../stages/baselines/log-prices.js';
import type { BuiltPerpScenario } from '../build-perp-scenario.js';
import type { PerpRunInputs } from '../perp-inputs.js';
import { joinRules } from '../tier-numbers.js';

/** Largest leverage that the venue's tables hold. */
const LEVERAGE_MAX = 50;
/** Maintenance over initial margin. */
const MAINTENANCE_SHARE = 0.5;

/** A rule's table before it is held against anything; `null` where it has none. */
export interface TierRuleAnswer extends Pick<TierBaseline, 'rule' | 'name' | 'inputs'> {
  readonly table: MarginTable | null;
  /** How it comes to its table, in a sentence. */
  readonly basis: string;
}

/** Rules of the field that are asked in every run on a lending market, and why not here. */
export const INAPPLICABLE_RULES: readonly InapplicableRule[] = [
  { rule: 'smart-ltv', name: 'SmartLTV', why: 'It gives the loan-to-value at which one asset may be borrowed against another, from the debt against it; a position of perpetual futures owes nothing until it is under water, and its margin is the quote money itself.' },
  { rule: 'gauntlet-morpho', name: 'Gauntlet × Morpho', why: 'It finds the LLTV at which liquidators who are paid an incentive sell one whale’s collateral in time; a margin table pays no incentive, the venue closes positions itself.' },
];

/** Asks every rule that has an answer on margin tiers. @param recommended its floors are what a rule that gives margins alone is asked at */
export function askTierRules(inputs: PerpRunInputs, built: BuiltPerpScenario, recommended: MarginTable): TierRuleAnswer[] {
  return [askHistoricalVar(inputs, built, recommended), askPublishedTables(built)];
}

/** What one market's history asks of a position of this size. */
interface MarketMargin extends HistoricalVarMargin {
  readonly market: string;
  readonly closeCostRatio: number;
}

/**
 * Maintenance by historical value-at-risk plus the cost of closing: of each tier at its largest position, by the market of those under study that asks most.
 *
 * The time to close is a step and the oracle's delay. A tier ends at the next floor, the last at the largest position.
 */
function askHistoricalVar(inputs: PerpRunInputs, built: BuiltPerpScenario, recommended: MarginTable): TierRuleAnswer {
  const { scenario, studied } = built.job;
  const { level } = BASELINE_DEFAULTS;
  const horizonSteps = 1 + scenario.oracle.delaySteps;
  const grid = { fitFrom: inputs.market.market.fitFrom, snapshotUnixSeconds: inputs.dataset.snapshotUnixSeconds, stepSeconds: scenario.stepSeconds };
  const histories = [...studied].map((market) => ({ market, logPrices: readLogPrices(inputs.dataset.prices, scenario.book.markets[market]!.factors.map((factor) => scenario.factors[factor]!), grid) }));
  const askAt = (notionalUsd: number): MarketMargin =>
    histories
      .map(({ market, logPrices }): MarketMargin => {
        const closeCostRatio = measureCloseCost(scenario, market, notionalUsd);
        return { market: scenario.book.markets[market]!.market, closeCostRatio, ...computeHistoricalVarMargin({ logPrices, horizonSteps, level, closeCostRatio }) };
      })
      .reduce((most, margin) => (margin.maintenanceRate > most.maintenanceRate ? margin : most));
  const sizes = recommended.map(({ floorUsd }, tier) => ({ floorUsd, notionalUsd: recommended[tier + 1]?.floorUsd ?? Math.max(floorUsd, measureLargestPosition(scenario, studied)) }));
  const tiers = answerOrNull(() => sizes.map(({ floorUsd, notionalUsd }) => ({ floorUsd, notionalUsd, ...askAt(notionalUsd) })));
  const [first] = tiers ?? [];
  const described = (tiers ?? []).flatMap(({ market, notionalUsd, lossRatio, closeCostRatio, maintenanceRate }, tier): [string, number | string][] => [
    [`tier${tier + 1}Market`, market],
    [`tier${tier + 1}NotionalUsd`, notionalUsd],
    [`tier${tier + 1}LossRatio`, lossRatio],
    [`tier${tier + 1}CloseCostRatio`, closeCostRatio],
    [`tier${tier + 1}MaintenanceRate`, maintenanceRate],
  ]);
  return {
    rule: 'historical-var',
    name: 'Historical VaR margin',
    inputs: { level, horizonSteps, ...(first ? { windows: first.windows } : {}), ...Object.fromEntries(described) },
    table: tiers && joinRules(tiers.map(({ floorUsd, maintenanceRate }) => ({ floorUsd, leverageMax: toLeverage(maintenanceRate) }))),
    basis: first ? `${first.market} asks most: ${formatLevel(level)} of its moves within ${formatDuration(horizonSteps * scenario.stepSeconds)} stay below ${formatRatio(first.lossRatio)}, and closing ${formatUsd(first.notionalUsd)} costs ${formatRatio(first.closeCostRatio)}.` : 'The prices are too short.',
  };
}

/** The largest whole leverage whose maintenance margin is no less; 1 where even that asks for less. */
function toLeverage(maintenanceRate: number): number {
  return Math.max(1, Math.min(LEVERAGE_MAX, Math.floor(MAINTENANCE_SHARE / maintenanceRate)));
}

/** Average impact of closing a position in one market, through all factors of its price. */
function measureCloseCost({ book, depth }: PerpScenario, market: number, notionalUsd: number): number {
  return book.markets[market]!.factors.reduce((sum, factor) => sum + averageImpactRatio(depth[factor]!, notionalUsd / depth[factor]!.quoteStartPriceUsd), 0);
}

function measureLargestPosition({ book }: PerpScenario, studied: ReadonlySet<number>): number {
  return book.positionSizeBase.reduce((most, size, row) => {
    const market = book.positionMarket[row]!;
    return studied.has(market) ? Math.max(most, Math.abs(size) * book.markets[market]!.startPriceUsd) : most;
  }, 0);
}

/** The tables that Hyperliquid publishes for its large markets; of several markets under study, at every notional the tightest. */
function askPublishedTables({ studiedMarkets }: BuiltPerpScenario): TierRuleAnswer {
  const published = studiedMarkets.filter((market) => Object.hasOwn(HYPERLIQUID_TABLES, market));
  const rules = published.flatMap((market) => {
    const { lowerBound, maxLeverage } = HYPERLIQUID_TABLES[market]!;
    return (lowerBound as readonly bigint[]).map((bound, tier) => ({ floorUsd: Number(bound), leverageMax: Number((maxLeverage as readonly bigint[])[tier]!) }));
  });
  return {
    rule: 'published-tables',
    name: 'Hyperliquid’s published tables',
    inputs: { markets: published.join(', ') || 'none', marketsWithout: studiedMarkets.length - published.length },
    table: rules.length === 0 ? null : joinRules(rules),
    basis: published.length === 0 ? 'It publishes none for them.' : `The tightest of those for ${published.join(', ')}.`,
  };
}
