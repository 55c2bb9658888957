/**
 * The layers of ARCHITECTURE.md as rules. `test/contract/layers.test.ts` breaks each one on purpose, in
 * `test/support/violations/<rule>/`, so that a rule which stops working is seen.
 */
const HERE = '(?:^|^test/support/violations/[^/]+/)';
const inSrc = (folders) => `${HERE}src/(?:${folders.join('|')})/`;
const npm = (...names) => `(?:^|/)node_modules/(?:${names.join('|')})/`;

const FLOORS = ['core', 'numeric', 'market', 'protocol', 'simulation', 'search', 'backtest', 'report', 'proposal'];
/** What each floor may see beside itself. Narrower bans with names of their own follow below. */
const SEEN_FROM = {
  core: [],
  numeric: ['core'],
  market: ['core', 'numeric', 'protocol'],
  protocol: ['core', 'numeric', 'market'],
  simulation: ['core', 'numeric', 'market', 'protocol'],
  search: ['core', 'numeric', 'market', 'protocol', 'simulation'],
  backtest: ['core', 'numeric', 'market', 'protocol', 'simulation', 'search'],
};

const floors = Object.entries(SEEN_FROM).map(([floor, seen]) => ({
  name: 'floors',
  comment: 'A floor imports itself and lower floors only: core < numeric < market, protocol < simulation, search < backtest.',
  severity: 'error',
  from: { path: inSrc([floor]) },
  to: { path: `${HERE}(?:src|commands|bin)/`, pathNot: inSrc([floor, ...seen]) },
}));

/** Packages and Node modules that a floor may use because they compute and touch nothing outside. */
const PURE_ENOUGH = [
  { from: `${HERE}src/core/hash\\.ts$`, to: '^(?:node:)?crypto$' },
  { from: `${HERE}src/simulation/executors/`, to: `^(?:node:)?(?:worker_threads|url)$|${npm('piscina')}` },
  { from: `${HERE}src/report/`, to: npm('echarts') },
  { from: `${HERE}src/proposal/`, to: npm('viem') },
  { from: `${HERE}src/market/depth/`, to: npm('ml-regression') },
];
const allowedFrom = PURE_ENOUGH.map(({ from }) => from);
/** Guarded everywhere by a rule of their own. */
const BEHIND_A_DOOR = npm('graphql', 'graphql-request', '@duckdb', 'danfojs-node', '@oclif', 'inquirer', '@inquirer', 'chalk');
const NETWORK = '^(?:node:)?(?:http|https|http2|net|tls|dgram|dns)$';
const FILES = '^(?:node:)?fs(?:/promises)?$';

const floorsWithoutIo = [
  { from: { path: inSrc(FLOORS), pathNot: allowedFrom }, to: {} },
  ...PURE_ENOUGH.map(({ from, to }) => ({ from: { path: from }, to: { pathNot: to } })),
].map(({ from, to }) => ({
  name: 'floors-without-io',
  comment: 'Floors compute: no Node modules and no packages, save the few listed in PURE_ENOUGH.',
  severity: 'error',
  from,
  to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: [to.pathNot, BEHIND_A_DOOR, FILES].filter(Boolean) },
}));

module.exports = {
  forbidden: [
    ...floors,
    ...floorsWithoutIo,
    {
      name: 'market-and-protocol-apart',
      comment: 'What prices do and what a protocol does meet in simulation only.',
      severity: 'error',
      from: { path: `${HERE}src/(market|protocol)/` },
      to: { path: inSrc(['market', 'protocol']), pathNot: `${HERE}src/$1/` },
    },
    {
      name: 'search-blind',
      comment: 'The search sees a parameter space and a function to evaluate; nothing of markets or protocols.',
      severity: 'error',
      from: { path: inSrc(['search']) },
      to: { path: inSrc(['market', 'protocol', 'simulation']) },
    },
    {
      name: 'report-and-proposal-plain',
      comment: 'A report reads plain result data, so it can be rebuilt from a run folder alone.',
      severity: 'error',
      from: { path: inSrc(['report']) },
      to: { path: `${HERE}(?:src|commands|bin)/`, pathNot: inSrc(['core', 'report']) },
    },
    {
      name: 'report-and-proposal-plain',
      comment: 'So does a proposal, which may quote sections of the report; never the other way round.',
      severity: 'error',
      from: { path: inSrc(['proposal']) },
      to: { path: `${HERE}(?:src|commands|bin)/`, pathNot: inSrc(['core', 'report', 'proposal']) },
    },
    {
      name: 'adapters-apart',
      comment: 'An adapter knows core, itself and the ports it implements; never a floor or another adapter.',
      severity: 'error',
      from: { path: `${HERE}src/(sources|storage|frame)/` },
      to: { path: `${HERE}(?:src|commands|bin)/`, pathNot: [inSrc(['core']), `${HERE}src/$1/`, `${HERE}src/pipeline/(?:pull-)?ports\\.ts$`] },
    },
    {
      name: 'graphql-behind-sources',
      comment: 'Only src/sources speaks GraphQL, or to the network at all.',
      severity: 'error',
      from: { pathNot: inSrc(['sources']) },
      to: { path: [npm('graphql', 'graphql-request'), NETWORK] },
    },
    {
      name: 'duckdb-and-fs-behind-storage',
      comment: 'Only src/storage touches files and DuckDB; bin/ prepares the checkout and is no part of the program.',
      severity: 'error',
      from: { path: `${HERE}(?:src|commands)/`, pathNot: inSrc(['storage']) },
      to: { path: [FILES, npm('@duckdb')] },
    },
    {
      name: 'danfo-behind-frame',
      comment: 'Only src/frame knows danfojs, in the package or as the bundle.',
      severity: 'error',
      from: { pathNot: inSrc(['frame']) },
      to: { path: [npm('danfojs-node'), 'danfo\\.m?[jt]s$'] },
    },
    {
      name: 'ui-only-at-the-edge',
      comment: 'oclif, inquirer and chalk are known to src/cli, commands and bin only, and nothing below imports those.',
      severity: 'error',
      from: { path: `${HERE}src/`, pathNot: [inSrc(['cli']), inSrc([...FLOORS, 'sources', 'storage', 'frame'])] },
      to: { path: [npm('@oclif', 'inquirer', '@inquirer', 'chalk'), inSrc(['cli']), `${HERE}(?:commands|bin)/`] },
    },
    {
      name: 'ui-only-at-the-edge',
      comment: 'Floors and adapters do not know oclif, inquirer and chalk either.',
      severity: 'error',
      from: { path: inSrc([...FLOORS, 'sources', 'storage', 'frame']) },
      to: { path: npm('@oclif', 'inquirer', '@inquirer', 'chalk') },
    },
    {
      name: 'cli-shows-only',
      comment: 'src/cli shows what a pipeline returns; it computes nothing and reaches no adapter.',
      severity: 'error',
      from: { path: inSrc(['cli']) },
      to: { path: `${HERE}(?:src|commands|bin)/`, pathNot: inSrc(['cli', 'core', 'pipeline', 'report']) },
    },
    {
      name: 'library-on-top',
      comment: 'src/library is what other programs import; the program itself imports the modules behind it.',
      severity: 'error',
      from: { path: `${HERE}(?:src|commands|bin)/`, pathNot: inSrc(['library']) },
      to: { path: inSrc(['library']) },
    },
    {
      name: 'commands-thin',
      comment: 'A command parses flags, calls one pipeline function and renders: it imports src/cli, src/pipeline and @oclif/core.',
      severity: 'error',
      from: { path: `${HERE}commands/` },
      to: { pathNot: [inSrc(['cli', 'pipeline']), npm('@oclif/core'), BEHIND_A_DOOR, FILES] },
    },
    {
      name: 'no-circular',
      comment: 'Modules that need each other are one module, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-test',
      comment: 'The program does not depend on its tests.',
      severity: 'error',
      from: { path: `${HERE}(?:src|commands|bin)/` },
      to: { path: `${HERE}test/(?!support/violations/)` },
    },
    {
      name: 'no-orphans',
      comment: 'A module that nothing imports and that imports nothing is left over.',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'no-unresolvable',
      comment: 'A rule cannot judge an import that does not resolve.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports count: a type from another layer is knowledge of that layer.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      // Without these, packages with an `exports` map resolve to nothing and every rule about them passes in silence.
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.d.ts'],
    },
  },
};
