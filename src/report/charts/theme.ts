/**
 * Colours of the charts as stand-in tokens.
 *
 * ECharts must be able to parse a colour, and a picture must follow the reader's light or dark setting; so options use these hex
 * values, which mean nothing by themselves, and the SVG gets the CSS variable of the same name in their place.
 */
export const CHART_COLOURS = {
  ink: '#a10001',
  muted: '#a10002',
  grid: '#a10003',
  surface: '#a10004',
  current: '#a10005',
  recommended: '#a10006',
  good: '#a10007',
  bad: '#a10008',
  accent: '#a10009',
} as const;

/** The CSS variable that stands for each token: `#a10001` → `var(--chart-ink)`. */
export const CHART_VARIABLES: ReadonlyMap<string, string> = new Map(
  Object.entries(CHART_COLOURS).map(([name, token]) => [token, `var(--chart-${name})`]),
);
