import { RUN_FILES } from '../stages/run-files.js';

const { result, manifest, market, policy, reportHtml, reportMarkdown, metricsTable, candidatesTable, pathsTable, replayTable, accountsTable, newlyLiquidatableTable } = RUN_FILES;

/** What the run folder of a perps run holds: what a lending run's does, but for the tests against history, and with the venue's own draft. */
export const PERP_RUN_FILES = { result, manifest, market, policy, reportHtml, reportMarkdown, proposal: 'proposal/forum.md', accountsTable, metricsTable, candidatesTable, pathsTable, replayTable, newlyLiquidatableTable } as const;
