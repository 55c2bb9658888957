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

/** Those colours on a light page. */
export const LIGHT_COLOURS: Readonly<Record<keyof typeof CHART_COLOURS, string>> = {
  ink: '#18222f',
  muted: '#5a6675',
  grid: '#e4e8ed',
  surface: '#ffffff',
  current: '#93a0af',
  recommended: '#0b6e7d',
  good: '#2b8a5d',
  bad: '#c9562c',
  accent: '#2f7fb5',
};
