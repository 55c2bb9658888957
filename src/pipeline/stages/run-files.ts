/** What a run folder holds besides its manifest: name in `result.files` → path inside the folder. */
export const RUN_FILES = {
  result: 'result.json',
  manifest: 'manifest.json',
  market: 'market.yaml',
  policy: 'policy.yaml',
  reportHtml: 'report.html',
  reportMarkdown: 'report.md',
  proposal: 'proposal/arfc.md',
  metricsTable: 'tables/metrics.csv',
  candidatesTable: 'tables/candidates.csv',
  pathsTable: 'tables/paths.csv',
  replayTable: 'tables/replay.csv',
  newlyLiquidatableTable: 'tables/newly-liquidatable.csv',
} as const;
