import { DataError, UsageError } from '../../core/errors.js';
import type { MarginTable } from '../../core/perp-run-result.js';
import { createAccount } from '../../protocol/perps/account/position.js';
import { buildFlatSchedule } from '../../protocol/perps/margin-schedule/build-curves.js';
import { HYPERLIQUID } from '../../protocol/perps/venues/hyperliquid/venue.js';
import { sumStartNotionalUsd, type PerpBook, type PerpMarket } from '../../simulation/perps/book.js';
import { buildPerpBook } from '../../simulation/perps/build-book.js';
import type { PerpMetricContext } from '../../simulation/perps/perp-metrics.js';
import type { FundingRule, PerpScenario } from '../../simulation/perps/scenario.js';
import type { PerpJob } from '../../simulation/perps/tier-evaluator.js';
import type { FactorDepth } from '../../simulation/scenario.js';
import type { PerpMarketRow } from '../ports.js';
import type { FittedModels } from '../stages/fit-models.js';
import { buildTableSchedule } from './margin-tables.js';
import type { PerpMarketFile } from './perp-market-file.js';
import type { PerpRunInputs } from './perp-inputs.js';

const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_DAY = 86_400;
const PRICE_ONE = 1e18;
const USD_ONE = 1e6;
const BPS = 10_000;
/** Hyperliquid's vault takes over what is below two thirds of its maintenance margin (Hyperliquid docs, "Liquidations"). */
const VAULT_TAKES_BELOW_RATIO = 2 / 3;

export interface BuiltPerpScenario {
  readonly job: PerpJob;
  readonly metricContext: PerpMetricContext;
  /** The table in force in the markets under study. */
  readonly current: MarginTable;
  readonly studiedMarkets: readonly string[];
}

/**
 * Joins dataset, market file and fitted models into what the simulation runs on.
 *
 * @throws DataError or UsageError when a market's price or margins are unknown, or markets under study differ in what is in force
 */
export function buildPerpScenario(inputs: PerpRunInputs, models: FittedModels): BuiltPerpScenario {
  const { dataset, market: file, policy, seed } = inputs;
  const rows = [...dataset.markets].sort((a, b) => (a.market < b.market ? -1 : 1));
  const studiedMarkets = file.studiedMarkets ?? rows.map(({ market }) => market);
  const current = readTableInForce(inputs, rows, studiedMarkets);
  const factors = Object.keys(file.factors);
  const markets = rows.map((row) => toMarket(inputs, row, factors));
  const book = buildBook(inputs, markets);
  const horizonSeconds = file.horizonDays * SECONDS_PER_DAY;
  const { fundUsd, inflowUsdPerStep, adlShareRatio } = file.backstop;
  const scenario: PerpScenario = {
    book,
    factors,
    depth: buildDepth(inputs, models),
    resilience: { recoveryHalfLifeSeconds: file.market.recoveryHalfLifeHours * SECONDS_PER_HOUR, permanentShareRatio: file.market.permanentShareRatio },
    oracle: file.oracle,
    ...(file.funding ? { funding: buildFunding(file.funding, markets) } : {}),
    liquidation: { ...HYPERLIQUID.buildTerms({}), takeOverBelowRatio: VAULT_TAKES_BELOW_RATIO },
    liquidators: file.liquidators,
    backstop: { fundUsd, inflowUsdPerStep, ...(adlShareRatio > 0 ? { adl: { policy: HYPERLIQUID.adl!, shareRatio: adlShareRatio } } : {}) },
    steps: Math.round(horizonSeconds / file.stepSeconds),
    stepSeconds: file.stepSeconds,
    seed,
  };
  const studied = new Set(studiedMarkets.map((name) => markets.findIndex(({ market }) => market === name)));
  return {
    job: { scenario, pathModel: models.pathModel, seed, studied, response: { kind: policy.traders.response, shareRatio: policy.traders.shareRatio } },
    metricContext: { horizonSeconds, openInterestUsd: sumStartNotionalUsd(book), accounts: dataset.accounts.length },
    current,
    studiedMarkets,
  };
}

/** The one table that all markets under study have: a single tier of what the dataset tells. */
function readTableInForce({ dataset }: PerpRunInputs, rows: readonly PerpMarketRow[], studiedMarkets: readonly string[]): MarginTable {
  const leverages = studiedMarkets.map((name) => {
    const row = rows.find(({ market }) => market === name);
    if (!row) throw new UsageError(`studiedMarkets: the dataset has no market ${name}`, { where: dataset.name, suggestions: [`Markets there: ${rows.map(({ market }) => market).join(', ')}.`] });
    return Math.floor(BPS / requireMargins(dataset.name, row).initialMarginBps);
  });
  const [leverageMax] = leverages;
  const other = leverages.findIndex((leverage) => leverage !== leverageMax);
  if (other >= 0) {
    throw new UsageError(`studiedMarkets: ${studiedMarkets[0]} and ${studiedMarkets[other]} have different leverages in force, ${leverageMax} and ${leverages[other]}`, {
      where: dataset.name,
      suggestions: ['Study markets together that share one table, and the others in a run of their own.'],
    });
  }
  return [{ floorUsd: 0, leverageMax: leverageMax! }];
}

function requireMargins(dataset: string, { market, initialMarginBps, maintenanceMarginBps }: PerpMarketRow): { initialMarginBps: number; maintenanceMarginBps: number } {
  if (initialMarginBps !== null && maintenanceMarginBps !== null) return { initialMarginBps, maintenanceMarginBps };
  throw new DataError(`dataset ${dataset} does not tell the margins of market ${market}`, {
    where: 'perp_markets',
    suggestions: ['Pull it again with the margins of the venue: `--choose initial-margin-bps=…`, `maintenance-margin-bps` and `liquidation-fee-bps`.'],
  });
}

function toMarket({ dataset, market: file, marketFile }: PerpRunInputs, row: PerpMarketRow, factors: readonly string[]): PerpMarket {
  const moves = file.markets[row.market];
  if (!moves) throw new UsageError(`markets.${row.market}: nothing says what moves it`, { where: marketFile.path, suggestions: [`Name its factors, of ${factors.join(', ')}.`] });
  const { initialMarginBps, maintenanceMarginBps } = requireMargins(dataset.name, row);
  // Whole leverages are what the venue stores; another margin in force is taken as it is.
  const isTable = BPS % initialMarginBps === 0 && maintenanceMarginBps * 2 === initialMarginBps;
  const schedule = isTable ? buildTableSchedule([{ floorUsd: 0, leverageMax: BPS / initialMarginBps }]) : buildFlatSchedule(initialMarginBps / BPS, maintenanceMarginBps / BPS);
  return { market: row.market, factors: moves.map((name) => factors.indexOf(name)), startPriceUsd: Number(row.markPriceRaw) / PRICE_ONE, schedule };
}

function buildBook({ dataset }: PerpRunInputs, markets: readonly PerpMarket[]): PerpBook {
  const accounts = [...dataset.accounts]
    .sort((a, b) => (a.account < b.account ? -1 : 1))
    .map(({ account, crossCollateralRaw }) =>
      createAccount(
        account,
        Number(crossCollateralRaw) / USD_ONE,
        dataset.positions
          .filter((row) => row.account === account)
          .map(({ market, sizeRaw, entryPriceRaw, collateralRaw, marginMode }) => ({
            market,
            side: sizeRaw > 0n ? ('long' as const) : ('short' as const),
            sizeBase: Math.abs(Number(sizeRaw)) / PRICE_ONE,
            entryPriceUsd: Number(entryPriceRaw) / PRICE_ONE,
            ...(marginMode === 'isolated' ? { isolatedCollateralUsd: Number(collateralRaw) / USD_ONE } : {}),
          })),
      ),
    );
  return buildPerpBook(accounts, markets);
}

/** Funding by market; a market without a given rate pays none. */
function buildFunding(funding: NonNullable<PerpMarketFile['funding']>, markets: readonly PerpMarket[]): FundingRule {
  if (funding.kind === 'fixed') return { kind: 'fixed', ratesPerDay: markets.map(({ market }) => funding.ratesPerDay[market] ?? 0) };
  const { intervalHours, ...rule } = funding;
  return { ...rule, intervalSeconds: intervalHours * SECONDS_PER_HOUR };
}

/** Depth laws by factor, sizes in USD. */
function buildDepth({ market: file }: PerpRunInputs, models: FittedModels): FactorDepth[] {
  return Object.values(file.factors).map(({ depthScale = 1 }, index) => {
    const { coefficient, exponent, sizeMax } = models.depth[index]!;
    const scale = depthScale * file.market.depthScale;
    return { coefficient: coefficient * scale ** -exponent, exponent, sizeMax: sizeMax * scale, quoteFactor: null, quoteStartPriceUsd: 1 };
  });
}
