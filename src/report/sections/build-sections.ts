/** The whole report as data, in reading order: the answer first, the means of checking it last. */
import type { RunResult } from '../../core/run-result.js';
import type { Section } from '../blocks.js';
import { buildAccountsSection } from './accounts.js';
import { buildAnswerSection } from './answer.js';
import { buildAssumptionsSection, buildWarningsSection } from './assumptions.js';
import { buildAttributionSection } from './attribution.js';
import { buildBacktestSection } from './backtest.js';
import { buildBaselinesSection } from './baselines.js';
import { buildConstraintsSection } from './constraints.js';
import { buildFrontierSection } from './frontier.js';
import { buildHistorySection } from './history.js';
import { buildLossesSection } from './losses.js';
import { buildMetricsSection } from './metrics.js';
import { buildModelsSection } from './models.js';
import { buildParametersSection } from './parameters.js';
import { buildRerunSection } from './rerun.js';
import { buildScheduleSection } from './schedule.js';

const SECTION_BUILDERS: readonly ((result: RunResult) => Section)[] = [
  buildAnswerSection,
  buildParametersSection,
  buildMetricsSection,
  buildAttributionSection,
  buildConstraintsSection,
  buildFrontierSection,
  buildBaselinesSection,
  buildScheduleSection,
  buildAccountsSection,
  buildLossesSection,
  buildBacktestSection,
  buildHistorySection,
  buildModelsSection,
  buildAssumptionsSection,
  buildWarningsSection,
  buildRerunSection,
];

/**
 * Builds the report's sections; nothing is escaped yet.
 *
 * @throws InternalError when the decision contradicts the recommended values
 */
export function buildSections(result: RunResult): Section[] {
  return SECTION_BUILDERS.map((build) => build(result));
}
