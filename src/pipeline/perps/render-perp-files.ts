import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { Table } from '../../frame/table.js';
import { readBuildFacts } from '../../storage/build-facts.js';
import { renderCsvFiles } from '../csv-files.js';
import { RUN_STAGES } from '../run-stages.js';
import { buildManifest, type RunMoment } from '../stages/render-files.js';
import { renderReportFiles } from '../stages/render-report-files.js';
import { buildMetricsTable, buildPathsTable } from '../stages/tables.js';
import { writeMarginTable } from './margin-tables.js';
import type { PerpRunInputs } from './perp-inputs.js';
import { PERP_RUN_FILES } from './perp-run-files.js';
import type { TierSearch } from './search-tiers.js';

/** Renders every file of a perps run's folder: path inside the folder → content. */
export async function renderPerpFiles(result: PerpRunResult, inputs: PerpRunInputs, search: TierSearch, moment: RunMoment): Promise<Record<string, string>> {
  const { buildPerpReportPage } = await import('../../report/perps/render-perp-report.js');
  const files: Record<string, string> = {
    [PERP_RUN_FILES.result]: `${JSON.stringify(result, null, 1)}\n`,
    [PERP_RUN_FILES.market]: inputs.marketFile.text,
    [PERP_RUN_FILES.policy]: inputs.policyFile.text,
    ...(await renderReportFiles(buildPerpReportPage(result), null, moment, RUN_STAGES.write)),
  };
  Object.assign(files, await renderCsvFiles(buildPerpTables(result, search)));
  files[PERP_RUN_FILES.manifest] = `${JSON.stringify(buildManifest(result, inputs, files, moment, await readBuildFacts(moment.packageFolder)), null, 2)}\n`;
  return files;
}

function buildPerpTables(result: PerpRunResult, { current, recommended }: TierSearch): Record<string, Table> {
  const names = Object.keys(result.metrics.current);
  return {
    [PERP_RUN_FILES.metricsTable]: buildMetricsTable(result),
    [PERP_RUN_FILES.candidatesTable]: {
      columns: ['tiers', 'isFeasible', 'isOnFrontier', 'newlyLiquidatableNotionalUsd', ...names],
      rows: result.frontier.map(({ table, feasible, onFrontier, newlyLiquidatableNotionalUsd, metrics }) => [
        writeMarginTable(table).replaceAll(',', ' '),
        feasible,
        onFrontier,
        newlyLiquidatableNotionalUsd,
        ...names.map((name) => metrics[name]!.value),
      ]),
    },
    [PERP_RUN_FILES.pathsTable]: buildPathsTable({ current, recommended }),
    [PERP_RUN_FILES.newlyLiquidatableTable]: {
      columns: ['unit', 'notionalUsd', 'equityUsd', 'marginHealthBefore', 'marginHealthAfter'],
      rows: result.newlyLiquidatable.top.map((row) => [row.unit, row.notionalUsd, row.equityUsd, row.marginHealthBefore, row.marginHealthAfter]),
    },
  };
}
