import { createRandomStream } from '../../src/core/random-stream.js';
import { createAccount } from '../../src/protocol/perps/account/position.js';
import { buildLeverageSchedule } from '../../src/protocol/perps/margin-schedule/build-tiers.js';
import { buildPerpBook } from '../../src/simulation/perps/build-book.js';
import { createFastPerpEngine, createReferencePerpEngine } from '../../src/simulation/perps/perp-engines.js';
import type { PerpScenario } from '../../src/simulation/perps/scenario.js';
import type { PathEngine } from '../../src/simulation/engine/path-engine.js';
import { medianSeconds, type BenchResult } from './measure.js';

const ACCOUNTS = 50_000;
const MARKETS = 8;
const STEPS = 168;
const PATHS = 4;
/** Of a coin in an ordinary week, and in a calm one. */
const HOURLY_VOLATILITY = 0.008;
const CALM_VOLATILITY = 0.004;
/** Accounts with one position, as nearly all of the bundled book are; the others hold two to four. */
const SINGLE_SHARE = 0.7;

/** A large perps book over a week of hours: the fast engine against the dense one on the same paths, without and with impact, and in a calm week. */
export async function benchPerpEngines(): Promise<BenchResult[]> {
  return [...measure('no feedback', 0, HOURLY_VOLATILITY), ...measure('feedback', 2e-6, HOURLY_VOLATILITY), ...measure('calm week', 2e-6, CALM_VOLATILITY)];
}

function measure(name: string, coefficient: number, volatility: number): BenchResult[] {
  const scenario = drawScenario(coefficient);
  const paths = Array.from({ length: PATHS }, (_, index) => drawPath(index, volatility));
  const secondsOf = (engine: PathEngine, runs: number): number => medianSeconds(runs, () => paths.forEach((path) => engine.runPath(path)));
  const dense = secondsOf(createReferencePerpEngine(scenario), 1);
  const fast = secondsOf(createFastPerpEngine(scenario), 5);
  const unitSteps = scenario.book.unitNames.length * STEPS * PATHS;
  return [
    { name: `dense perps engine, ${name}`, value: unitSteps / dense, unit: 'unit-steps/s', baseline: null, ratio: null },
    { name: `fast perps engine, ${name}`, value: unitSteps / fast, unit: 'unit-steps/s', baseline: 'the dense engine', ratio: dense / fast },
  ];
}

function drawScenario(coefficient: number): PerpScenario {
  const stream = createRandomStream(1, 'perps-benchmark-book', 0);
  const schedule = buildLeverageSchedule([{ floorUsd: 0, leverageMax: 40 }, { floorUsd: 1e6, leverageMax: 20 }]);
  const markets = Array.from({ length: MARKETS }, (_, index) => ({ market: `M${index}`, factors: [index], startPriceUsd: 10 ** (index % 5), schedule }));
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => {
    const count = stream.nextUniform() < SINGLE_SHARE ? 1 : 2 + stream.nextInteger(3);
    const first = stream.nextInteger(MARKETS);
    const inputs = Array.from({ length: count }, (_, place) => {
      const { market, startPriceUsd } = markets[(first + place) % MARKETS]!;
      const side = stream.nextUniform() < 0.6 ? ('long' as const) : ('short' as const);
      return { market, side, sizeBase: (1000 * Math.exp(1.5 * stream.nextNormal())) / startPriceUsd, entryPriceUsd: startPriceUsd * Math.exp(0.05 * stream.nextNormal()), startPriceUsd };
    });
    // Leverage of 1 to 20 on what the account is worth at the start.
    const notionalUsd = inputs.reduce((sum, { sizeBase, startPriceUsd }) => sum + sizeBase * startPriceUsd, 0);
    const profitUsd = inputs.reduce((sum, { side, sizeBase, startPriceUsd, entryPriceUsd }) => sum + (side === 'long' ? 1 : -1) * sizeBase * (startPriceUsd - entryPriceUsd), 0);
    return createAccount(`a${index}`, notionalUsd / Math.exp(stream.nextUniform() * Math.log(20)) - profitUsd, inputs);
  });
  return {
    book: buildPerpBook(accounts, markets),
    factors: markets.map(({ market }) => `${market}/USD`),
    depth: markets.map(() => ({ coefficient, exponent: 0.5, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e8 })),
    resilience: { recoveryHalfLifeSeconds: 6 * 3600, permanentShareRatio: 0.1 },
    steps: STEPS,
    stepSeconds: 3600,
    oracle: { delaySteps: 0 },
    liquidation: { mode: { kind: 'portion-first', portionRatio: 0.2, aboveNotionalUsd: 100_000, cooldownSeconds: 30 }, feeRate: 0 },
    liquidators: { capacityUsdPerStep: 1e9, callsPerUnitPerStep: 4, secondsBetweenCalls: 10 },
    backstop: { fundUsd: 1e9 },
  };
}

function drawPath(index: number, volatility: number): Float64Array {
  const stream = createRandomStream(1, 'perps-benchmark-paths', index);
  const path = new Float64Array((STEPS + 1) * MARKETS);
  for (let at = MARKETS; at < path.length; at += MARKETS) {
    const common = stream.nextNormal();
    for (let factor = 0; factor < MARKETS; factor++) path[at + factor] = path[at + factor - MARKETS]! + volatility * Math.SQRT1_2 * (common + stream.nextNormal());
  }
  return path;
}
