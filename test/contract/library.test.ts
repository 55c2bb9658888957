import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PERP_VENUES } from '../../src/protocol/perps/venues/find-venue.js';
import { installFromCheckout, packInto } from '../support/packed.js';
import { CHECKOUT } from '../support/run-plimsoll.js';

/** What other programs rely on. A name that goes, or comes, is a decision: change it here and in docs/guide/library.md. */
const EXPORTS = {
  plimsoll: [
    'DataError', 'EXIT_CODES', 'InfeasibleError', 'InternalError', 'InterruptedError', 'ModelError', 'PlimsollError', 'SourceError', 'UsageError',
    'fitGarch', 'fitParetoTail', 'fitPowerLaw', 'fitVolatility', 'inspectAccount', 'propose', 'queryData', 'runPipeline', 'searchParameters', 'simulate', 'verifyRun',
  ],
  'plimsoll/market': [
    'HISTORICAL_DRAWDOWNS', 'VOLATILITY_FIT_DEFAULTS', 'averageImpactRatio', 'buildPathModel', 'buyFromStableswap', 'chooseThreshold', 'compareDepthLaws', 'compareModels',
    'computeReturnsPercent', 'computeTailRisk', 'diagnoseResiduals', 'estimateCorrelation', 'fitDcc', 'fitEwma', 'fitGarch', 'fitHar', 'fitJumpDiffusion', 'fitParetoTail',
    'fitPegProcess', 'fitPowerLaw', 'fitResilience', 'fitTCopula', 'fitVolatility', 'forecastVariance', 'generatePath', 'mapDrawdown', 'planExecution', 'sellIntoStableswap',
    'sellIntoTicks', 'shrinkCorrelation', 'simulateVolatility', 'sumRealisedVariance',
  ],
  'plimsoll/protocol': [
    'LiquidationRefusedError', 'PERP_VENUES', 'ParameterRuleError', 'PositionRuleError', 'VENUE_RULES', 'applyTrade', 'buildBracketSchedule', 'buildLeverageSchedule', 'computeAccounts',
    'computeBankruptcyPriceUsd', 'computeBonusWad', 'computeLiquidationPriceUsd', 'computeMarginUsd', 'createAaveV2Venue', 'createAaveV3Venue', 'createAaveV4Venue', 'createCometVenue',
    'createGenericVenue', 'createMakerVenue', 'createMorphoVenue', 'createPerpAccount', 'deleveragePosition', 'findLiquidationPrice', 'findParameterViolations', 'findPerpVenue',
    'findRuleViolations', 'liquidateUnit', 'measureExposure', 'seizeProfits', 'settleFunding', 'settleWave', 'splitMarginUnits', 'valueMarginUnit',
  ],
  'plimsoll/simulation': [
    'NO_STRESS', 'applyReserveParameters', 'compareSamples', 'createFastEngine', 'createReferenceEngine', 'estimateEs', 'estimateMean', 'estimatePairedDifference', 'estimateProbability',
    'estimateVar', 'evaluateCandidates', 'startExecutor', 'summariseSamples',
  ],
  'plimsoll/search': [
    'CmaEsSampler', 'Nsga2Sampler', 'computeHistoricalVarThreshold', 'computeSmartLtv', 'createGridSampler', 'createSobolSampler', 'enumerateGrid', 'findGauntletMorphoLltv',
    'findNonDominated', 'recommend', 'runSampler', 'searchInStages',
  ],
  'plimsoll/backtest': [
    'VAR_MODELS', 'classifyExceedances', 'computeSkill', 'computeSquaredErrors', 'cutWindow', 'evaluateModels', 'replayBook', 'runToEnd', 'testChristoffersen', 'testConditionalCoverage',
    'testExpectedShortfall', 'testIndependence', 'testKupiec',
  ],
};

/** Uses what it imports by type, and expects the compiler to refuse what is wrong. */
const CONSUMER = `
import { fitGarch, runPipeline, simulate, UsageError, type RunOptions, type Surroundings } from 'plimsoll';
import { fitPegProcess, type GarchFit } from 'plimsoll/market';
import { createAaveV3Venue, createGenericVenue, findPerpVenue, type GenericMarket, type LendingVenue, type PerpVenue } from 'plimsoll/protocol';
import { estimateEs } from 'plimsoll/simulation';
import { findNonDominated, type Sampler } from 'plimsoll/search';
import { testKupiec } from 'plimsoll/backtest';
const fit: GarchFit = fitGarch(new Float64Array(100));
const beta: number = fit.parameters.beta;
const options: RunOptions = { quick: true };
const around: Surroundings = { workingFolder: '.', signal: new AbortController().signal };
export async function use(): Promise<number> {
  const outcome = await runPipeline(options, around);
  const simulation = await simulate({ ltvBps: 7000 });
  if (outcome.kind === 'lending') return outcome.result.recommended.ltvBps + beta;
  return simulation.kind === 'lending' ? simulation.reply.paths : estimateEs(new Float64Array(2), 0.99).value;
}
export const generic = (market: GenericMarket): LendingVenue => createGenericVenue(market);
export const perps: PerpVenue = findPerpVenue('gmx-v2');
// @ts-expect-error a number is not a series
fitGarch(3);
// @ts-expect-error no such option
await runPipeline({ speed: 'fast' });
export const rest: readonly unknown[] = [fitPegProcess, createAaveV3Venue, findNonDominated, testKupiec, UsageError, null as unknown as LendingVenue, null as unknown as Sampler];
`;

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-library-'));
const user = join(scratch, 'user');
beforeAll(() => {
  installFromCheckout(packInto(scratch).tarball, user);
  writeFileSync(join(user, 'package.json'), '{"type":"module"}');
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the package as a library', () => {
  test('offers the entries and names that are written down, and nothing else', () => {
    const script = `
      const entries = ${JSON.stringify(Object.keys(EXPORTS))};
      const found = await Promise.all(entries.map(async (entry) => [entry, Object.keys(await import(entry)).sort()]));
      console.log(JSON.stringify(Object.fromEntries(found)));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: user, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(EXPORTS);
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, unknown> };
    expect(Object.keys(exports)).toEqual([...Object.keys(EXPORTS).map((entry) => entry.replace('plimsoll', '.')), './schemas/*', './package.json']);
  });

  test('offers every venue that there is', () => {
    const builders = readdirSync('src/protocol/lending', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('venue.ts'))
      .flatMap((file) => [...readFileSync(`src/protocol/lending/${file}`, 'utf8').matchAll(/^export function (create\w+Venue)\(/gm)].map(([, name]) => name!));
    expect(builders.length).toBeGreaterThan(6);
    expect(EXPORTS['plimsoll/protocol']).toEqual(expect.arrayContaining(builders));
    const guide = readFileSync('docs/guide/library.md', 'utf8');
    expect(builders.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
    const folders = readdirSync('src/protocol/perps/venues', { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    expect(PERP_VENUES.map(({ name }) => name)).toEqual(folders.sort());
  });

  test('hides what it does not offer', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', "await import('plimsoll/dist/src/core/hash.js')"], { cwd: user, encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('ERR_PACKAGE_PATH_NOT_EXPORTED')]);
  });

  test('is typed for a program that a strict compiler reads', () => {
    writeFileSync(join(user, 'consumer.ts'), CONSUMER);
    symlinkSync(join(CHECKOUT, 'node_modules/@types'), join(user, 'node_modules/@types'), 'junction');
    const compile = ['node_modules/typescript/bin/tsc', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022', '--types', 'node', join(user, 'consumer.ts')];
    const { stdout } = spawnSync(process.execPath, compile, { cwd: CHECKOUT, encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  test("runs the README's example, of twenty lines at most, from a folder of its own", () => {
    const example = /```js\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))![1]!;
    expect(example.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('//')).length).toBeLessThanOrEqual(20);
    writeFileSync(join(user, 'example.js'), example);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['example.js'], { cwd: user, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [garch, badDebt, reason] = stdout.split('\n');
    expect(garch).toMatch(/^GARCH\(1,1\): alpha 0\.\d+, beta 0\.\d+$/);
    expect(badDebt).toMatch(/^bad debt, ES 99 %: \$\d+$/);
    expect(reason).toContain(join('reports', 'aave-v2-steth-june-2023-moderate-'));
    const [run] = readdirSync(join(user, 'reports'));
    expect(JSON.parse(readFileSync(join(user, 'reports', run!, 'manifest.json'), 'utf8'))).toMatchObject({ moment: { commandLine: ['runPipeline', '{"quick":true}'] } });
  });

  test('runs the examples of its guide', () => {
    const examples = [...readFileSync('docs/guide/library.md', 'utf8').matchAll(/```js\n([\s\S]*?)```/g)].map(([, example]) => example!);
    const outcomes = examples.map((example, index) => {
      writeFileSync(join(user, `guide-${index}.js`), example);
      const { stdout, stderr } = spawnSync(process.execPath, [`guide-${index}.js`], { cwd: user, encoding: 'utf8' });
      return stdout + stderr;
    });
    // 10 · 2,000 · 0.86 / 15,000; and 15,000 / 0.86 = 17,441.8604651, as a collateral's value in millionths, rounded against the borrower, over 10.
    expect(outcomes[0]).toMatch(/^health 1\.1466666666666\d+, liquidatable at 1744\.1860466 USDC\n$/);
    // Equity 2,000 over 20,000 · 1.25 % + 10,000 · 2.5 %; where 2,000 + 15 (p − 2,000) = 250 + 2.5 % (15 p − 20,000).
    expect(outcomes[1]).toMatch(/^health 4, liquidatable at 1897\.435897\d* USD\n$/);
    expect(outcomes.length).toBe(2);
  });
});
