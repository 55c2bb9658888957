import { describe, expect, test } from '@jest/globals';
import type { PerpRunResult } from '../../../src/core/perp-run-result.js';
import type { RunResult } from '../../../src/core/run-result.js';
import { runToEnd } from '../../../src/core/piecewise.js';
import { renderHtmlReport } from '../../../src/report/html/render-html-report.js';
import { renderPage } from '../../../src/report/html/render-page.js';
import { buildPerpReportPage } from '../../../src/report/perps/render-perp-report.js';
import { completeResult } from '../../../src/storage/complete-result.js';
import { buildSamplePerpResult } from '../../support/sample-perp-result.js';
import { buildSampleResult } from '../../support/sample-result.js';

/** A result as it was before forecasts were rolled through history. */
function buildOlderResult(): RunResult {
  const result = structuredClone(buildSampleResult());
  const backtest = result.backtest as unknown as Record<string, unknown>;
  for (const field of ['rolling', 'bookLosses', 'liquidationForecast']) delete backtest[field];
  for (const window of result.backtest.windows as unknown as Record<string, unknown>[]) delete window['baselines'];
  return result;
}

describe('an outcome of an earlier version', () => {
  test('on margin tiers is completed too, and its report says what was not computed', () => {
    const { attribution: _, baselines: __, inapplicableRules: ___, updateSchedule: ____, windows: _______, pictures, ...older } = buildSamplePerpResult();
    const { priceFan: _____, marginHealth: ______, ...olderPictures } = pictures;
    const completed = completeResult({ ...older, pictures: olderPictures } as unknown as PerpRunResult);
    expect([completed.attribution.parameters, completed.baselines, completed.updateSchedule, completed.windows]).toEqual([[], [], null, []]);
    expect(completed.warnings.at(-1)).toMatchObject({ code: 'older-result', message: expect.stringContaining('attribution, baselines, inapplicableRules, updateSchedule, windows, pictures.priceFan, pictures.marginHealth') });
    expect(runToEnd(renderPage(buildPerpReportPage(completed), null))).toContain('there is nothing to attribute');
    expect(completeResult(buildSamplePerpResult())).toEqual(buildSamplePerpResult());
  });


  test('is completed with nothing in the place of what it lacks, and a warning that names it', () => {
    const older = buildOlderResult();
    const { backtest, warnings } = completeResult(older);
    expect([backtest.rolling, backtest.bookLosses, backtest.liquidationForecast]).toEqual([null, null, null]);
    expect(backtest.windows.map(({ baselines }) => baselines)).toEqual(backtest.windows.map(() => []));
    expect(warnings.at(-1)).toMatchObject({ code: 'older-result', message: expect.stringMatching(/plimsoll 0\.1\.0 .*backtest\.rolling, backtest\.bookLosses, backtest\.liquidationForecast, backtest\.windows\.baselines/) });
    expect(warnings).toHaveLength(older.warnings.length + 1);
    expect(renderHtmlReport(completeResult(older))).toContain('Not tested: a quick run leaves it out');
  });

  test('that lacks nothing is left as it is, and what was given is not changed', () => {
    const result = buildSampleResult();
    expect(completeResult(result)).toBe(result);
    const older = buildOlderResult();
    completeResult(older);
    expect(older).toEqual(buildOlderResult());
  });
});
