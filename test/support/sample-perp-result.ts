import type { MarginTable, PerpReplayFigures, PerpRunResult } from '../../src/core/perp-run-result.js';
import type { Metric, MetricSet } from '../../src/core/run-result.js';
import { buildSampleResult } from './sample-result.js';

const exact = (value: number): Metric => ({ value, ciLow: value, ciHigh: value, unit: 'multiple', level: null, horizonSeconds: 0, n: 57, evidence: 'estimated' });
const sampled = (value: number, low: number, high: number, unit: Metric['unit'], level: number | null): Metric => ({ value, ciLow: low, ciHigh: high, unit, level, horizonSeconds: 604_800, n: 256, evidence: 'simulated' });

const REPLAYED: PerpReplayFigures = { closedNotionalUsd: 40_000, deficitUsd: 500, fundDrawUsd: 500, deleveragedUsd: 0, socialisedUsd: 0, liquidatedAccounts: 8, peakImpactRatio: 0.002 };
const metrics = (leverage: Metric, deficit: Metric, deleveraging: Metric): MetricSet => ({ maxLeverageMultiple: leverage, deficitEs99Usd: deficit, deleveragingProbability: deleveraging });

/** A made-up outcome of a run on margin tiers of two markets: from 50× to what is given. */
export function buildSamplePerpResult(table: MarginTable = [{ floorUsd: 0, leverageMax: 35 }], overrides: Partial<PerpRunResult> = {}): PerpRunResult {
  const lending = buildSampleResult();
  const current: MarginTable = [{ floorUsd: 0, leverageMax: 50 }];
  const decision = JSON.stringify(table) === JSON.stringify(current) ? 'keep' : 'change';
  return {
    schemaVersion: 1,
    kind: 'perps',
    runId: 'hyperliquid-may-2023-0123456789',
    tool: lending.tool,
    dataset: { name: 'hyperliquid_2023', sha256: 'c'.repeat(64), description: 'a book', snapshotUnixSeconds: Date.parse('2023-05-02T00:00:00Z') / 1000, accounts: 57, accountsLeftOut: 1, positions: 90, longNotionalUsd: 51_000, shortNotionalUsd: 52_000, licence: 'CC0' },
    market: { name: 'Hyperliquid, May 2023', venue: 'hyperliquid', network: 'hyperliquid', sha256: 'd'.repeat(64) },
    policy: lending.policy,
    markets: ['BTC', 'ETH'],
    seed: 1,
    paths: lending.paths,
    current,
    recommended: { table, decision, reason: 'It keeps every constraint with the most leverage.' },
    metrics: {
      current: metrics(exact(50), sampled(2_080, 1_590, 2_580, 'usd', 0.99), sampled(0.008, 0.002, 0.028, 'ratio', null)),
      recommended: metrics(exact(35), sampled(1_650, 1_430, 1_860, 'usd', 0.99), sampled(0, 0, 0.015, 'ratio', null)),
      difference: metrics(exact(-15), sampled(-430, -785, -94, 'usd', 0.99), sampled(-0.008, -0.019, 0.003, 'ratio', null)),
    },
    constraints: lending.constraints,
    frontier: [],
    search: lending.search,
    attribution: { method: 'shapley', orders: 1, parameters: decision === 'keep' ? [] : [{ tier: 1, parameter: 'leverageMax', from: 50, to: 35, shareByMetric: { maxLeverageMultiple: -15, deficitEs99Usd: -430, deleveragingProbability: -0.008 } }] },
    baselines: [
      {
        rule: 'historical-var',
        name: 'Historical VaR margin',
        inputs: { level: 0.99, tier1Market: 'BTC' },
        outcome: { table: [{ floorUsd: 0, leverageMax: 12 }], metrics: metrics(exact(12), sampled(900, 700, 1_100, 'usd', 0.99), sampled(0, 0, 0.015, 'ratio', null)), constraints: lending.constraints.map((constraint) => ({ ...constraint, holds: false })), newlyLiquidatableAccounts: 9, newlyLiquidatableNotionalUsd: 31_000 },
        disagreement: 'It sets 12×: tighter than the recommended table.',
      },
      { rule: 'published-tables', name: 'Hyperliquid’s published tables', inputs: { markets: 'none' }, outcome: null, disagreement: 'It has no answer on these markets.' },
    ],
    inapplicableRules: [{ rule: 'smart-ltv', name: 'SmartLTV', why: 'A position owes nothing.' }],
    updateSchedule: null,
    newlyLiquidatable: { accounts: 1, notionalUsd: 4_000, top: [{ unit: '0xabc', notionalUsd: 4_000, equityUsd: 45, marginHealthBefore: 1.12, marginHealthAfter: 0.79 }] },
    windows: [{ name: 'FTX collapse 2022', fromUnixSeconds: 1_667_692_800, toUnixSeconds: 1_668_297_600, maxDrawdownRatio: 0.25, current: REPLAYED, recommended: { ...REPLAYED, deficitUsd: 300, fundDrawUsd: 300 }, baselines: [{ rule: 'Historical VaR margin', figures: { ...REPLAYED, deficitUsd: 0, fundDrawUsd: 0 } }], notes: ['a note'] }],
    coverage: lending.backtest.coverage,
    models: lending.models,
    pictures: {
      priceFan: lending.pictures.priceFan,
      badDebt: lending.pictures.badDebt,
      closedNotional: lending.pictures.badDebt,
      marginHealth: { edges: [0, 1, 1.5, 2], currentNotionalUsd: [0, 4_000, 99_000], recommendedNotionalUsd: [4_000, 1_000, 98_000] },
    },
    sensitivity: lending.sensitivity,
    assumptions: lending.assumptions,
    warnings: lending.warnings,
    files: {},
    ...overrides,
  };
}
