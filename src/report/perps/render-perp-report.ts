import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { Page } from '../html/render-page.js';
import { buildPerpSections } from './perp-sections.js';

/** The report of a perps run before it is rendered. */
export function buildPerpReportPage(result: PerpRunResult): Page {
  return { run: result, decision: result.recommended.decision, sections: buildPerpSections(result) };
}
