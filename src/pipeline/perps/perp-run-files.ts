import { RUN_FILES } from '../stages/run-files.js';

const { result, manifest, market, policy, reportHtml, reportMarkdown, metricsTable, candidatesTable, pathsTable, newlyLiquidatableTable } = RUN_FILES;

/** What the run folder of a perps run holds: those of a lending run but for replay and proposal. */
export const PERP_RUN_FILES = { result, manifest, market, policy, reportHtml, reportMarkdown, metricsTable, candidatesTable, pathsTable, newlyLiquidatableTable } as const;
