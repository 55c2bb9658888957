/** The report as one HTML file that needs nothing else. */
import { runToEnd } from '../../core/piecewise.js';
import type { RunResult } from '../../core/run-result.js';
import { buildSections } from '../sections/build-sections.js';
import { carryResult, renderPage, type Page } from './render-page.js';

/** A run's report before it is rendered. @throws InternalError when the decision contradicts the recommended values */
export function buildReportPage(result: RunResult): Page {
  return { run: result, decision: result.recommended.decision, sections: buildSections(result) };
}

/**
 * Renders the report as one self-contained HTML file: no network, the same bytes for the same result and script.
 *
 * `script` makes the pictures answer a pointer and arrow keys; without it, with scripts switched off and on paper they are drawings.
 * Shape: readable from 360 px wide, light and dark by the reader's setting, printable. Special cases: lists that are empty in the
 * result become a sentence that says so.
 *
 * @throws InternalError when the decision contradicts the recommended values
 */
export function renderHtmlReport(result: RunResult, script: string | null = null): string {
  return runToEnd(renderPage(buildReportPage(result), carryResult(result, script)));
}
