/** Which page of `docs/models` speaks of which modules: the index is made of it, and a test holds it to the source tree and the library. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './run-plimsoll.js';

export interface ModelPage {
  readonly page: string;
  readonly covers: string;
  /** Files or folders below `src`; the longest that fits a module is the one that counts. */
  readonly modules: readonly string[];
}

/** By subject, in the order of the index. */
export const MODEL_PAGES: Readonly<Record<string, readonly ModelPage[]>> = {
  'Prices and liquidity': [
    { page: 'volatility-models.md', covers: 'EWMA, GARCH, GJR, EGARCH, HAR; innovations, search, choice, range estimators', modules: ['market/volatility'] },
    { page: 'garch.md', covers: 'GARCH(1,1) as it drives the paths', modules: ['market/volatility/fit-garch.ts', 'market/volatility/garch-recursion.ts', 'market/volatility/standard-errors.ts'] },
    { page: 'ewma.md', covers: 'EWMA, the simple rival', modules: ['market/volatility/fit-ewma.ts'] },
    { page: 'tails.md', covers: 'generalised Pareto, thresholds, jump diffusion, stress beyond history', modules: ['market/tails', 'market/paths/filtered-history.ts', 'market/paths/jump-path.ts'] },
    { page: 'dependence.md', covers: 'correlation, shrinkage, DCC, t copula, depeg tail', modules: ['market/dependence'] },
    { page: 'peg.md', covers: 'the ratio of a staked asset to its base', modules: ['market/dependence/peg-process.ts', 'market/dependence/autocovariance.ts'] },
    { page: 'depth.md', covers: 'pools, laws of quotes, recovery, composed depth, execution', modules: ['market/depth'] },
    { page: 'power-law-depth.md', covers: 'the law of impact that the simulation uses', modules: ['market/depth/fit-power-law.ts', 'market/depth/power-law.ts'] },
    { page: 'paths.md', covers: 'Monte Carlo and bootstrap paths, rare events, stress of paths', modules: ['market/paths'] },
  ],
  'Lending venues': [
    { page: 'lending.md', covers: 'what holds of every venue; liquidation prices', modules: ['protocol/lending'] },
    { page: 'aave-v2.md', covers: 'Aave v2', modules: ['protocol/lending/aave-v2'] },
    { page: 'aave-v3.md', covers: 'Aave v3.0 to v3.6', modules: ['protocol/lending/aave-v3'] },
    { page: 'aave-v4.md', covers: 'Aave v4 style', modules: ['protocol/lending/aave-v4'] },
    { page: 'compound-v3.md', covers: 'Compound v3', modules: ['protocol/lending/compound-v3'] },
    { page: 'morpho-blue.md', covers: 'Morpho Blue', modules: ['protocol/lending/morpho-blue'] },
    { page: 'maker.md', covers: 'Maker vaults and auctions', modules: ['protocol/lending/maker'] },
    { page: 'generic-lending.md', covers: 'a market from data, penalty shapes, repaying to a target', modules: ['protocol/lending/generic', 'protocol/lending/penalty.ts', 'protocol/lending/repay-to-health.ts'] },
    { page: 'parameter-rules.md', covers: 'every parameter of every venue: unit, bounds, change limits', modules: ['protocol'] },
  ],
  'Perpetual futures': [
    { page: 'perp-margin-schedules.md', covers: 'margins by tier, size and open interest; liquidation prices', modules: ['protocol/perps', 'protocol/perps/margin-schedule', 'protocol/perps/account'] },
    { page: 'perp-liquidation.md', covers: 'what is closed, how much at once; funding', modules: ['protocol/perps/liquidation', 'protocol/perps/account/funding.ts'] },
    { page: 'perp-backstop.md', covers: 'fund, deleveraging, socialised loss', modules: ['protocol/perps/backstop', 'simulation/perps/deleverage.ts', 'simulation/perps/perp-backstop.ts'] },
    { page: 'perp-simulation.md', covers: 'a perps venue in the simulation; the search of margin tiers', modules: ['simulation/perps'] },
  ],
  'Simulation and search': [
    { page: 'simulation.md', covers: 'a step, who acts, who pays, both engines', modules: ['simulation'] },
    { page: 'oracle.md', covers: 'what the protocol sees of the market', modules: ['simulation/oracle-feed.ts'] },
    { page: 'estimates.md', covers: 'means, tails, probabilities and differences with their intervals', modules: ['simulation/metrics.ts', 'simulation/samples.ts', 'numeric/confidence.ts'] },
    { page: 'search.md', covers: 'space, race, recommendation, attribution, schedule of updates', modules: ['search'] },
    { page: 'samplers.md', covers: 'Sobol, NSGA-II, CMA-ES, grid, hypervolume', modules: ['search/samplers', 'search/explore-space.ts'] },
    { page: 'baselines.md', covers: 'what simpler rules would recommend', modules: ['search/baselines'] },
  ],
  'Held against history': [
    { page: 'coverage.md', covers: 'forecasts of prices and of the book’s losses, walk-forward', modules: ['backtest', 'backtest/coverage'] },
    { page: 'forecast-against-fact.md', covers: 'forecasts of single liquidations', modules: ['backtest/forecast'] },
    { page: 'liquidation-calls.md', covers: 'simulated calls against recorded ones', modules: ['backtest/liquidations'] },
    { page: 'replay.md', covers: 'parameter sets through real crashes', modules: ['backtest/replay'] },
  ],
};

/** Parts of the library that give models. */
const LIBRARY_PARTS = ['market', 'protocol', 'simulation', 'search', 'backtest'] as const;

/** The page of a module. @param module path below `src` */
export function findPage(module: string): string | null {
  const fitting = Object.values(MODEL_PAGES).flat().flatMap(({ page, modules }) => modules.filter((place) => module === place || module.startsWith(`${place}/`)).map((place) => ({ page, place })));
  return fitting.sort((a, b) => b.place.length - a.place.length)[0]?.page ?? null;
}

/** Functions and constants that the library exports, with the page of the module they come from. */
export function listExports(): { readonly part: string; readonly name: string; readonly page: string | null }[] {
  return LIBRARY_PARTS.flatMap((part) => {
    const text = readFileSync(join(CHECKOUT, `src/library/${part}.ts`), 'utf8');
    return [...text.matchAll(/^export \{ (.+) \} from '\.\.\/(.+)\.js';$/gm)].flatMap(([, names, module]) =>
      names!.split(', ').map((name) => ({ part, name: name.replace(/^.* as /, ''), page: findPage(`${module}.ts`) })),
    );
  });
}

export function renderModelIndex(): string {
  const subjects = Object.entries(MODEL_PAGES).flatMap(([subject, pages]) => [
    `## ${subject}`,
    '',
    '| Page | Covers | Code below `src` |',
    '|---|---|---|',
    ...pages.map(({ page, covers, modules }) => `| [${page.replace('.md', '')}](${page}) | ${covers} | ${modules.map((module) => `\`${module}\``).join(', ')} |`),
    '',
  ]);
  const parts = LIBRARY_PARTS.flatMap((part) => {
    const exported = listExports().filter((entry) => entry.part === part && entry.page !== null);
    const pages = [...new Set(exported.map(({ page }) => page!))];
    return pages.map((page) => `| \`plimsoll/${part}\` | ${exported.filter((entry) => entry.page === page).map(({ name }) => `\`${name}\``).join(', ')} | [${page.replace('.md', '')}](${page}) |`);
  });
  return [
    '# Models and mechanics',
    '',
    '<!-- Made from test/support/model-pages.ts: PLIMSOLL_UPDATE_DOCS=1 npm test -- test/contract/model-pages.test.ts -->',
    '',
    'Each page has formulas with units, special cases, the evidence and where the model fails. Docstrings in the code have the shapes, the errors and the sources of single functions.',
    'How the work is spread over threads is in [ARCHITECTURE.md](../../ARCHITECTURE.md#executors).',
    '',
    ...subjects,
    '## By name in the library',
    '',
    '| Import | Names | Page |',
    '|---|---|---|',
    ...parts,
    '',
  ].join('\n');
}
