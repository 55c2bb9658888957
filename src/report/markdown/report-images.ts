import type { Piecewise } from '../../core/piecewise.js';
import type { Chart, ChartSize, Figure, Section } from '../blocks.js';
import { renderStandaloneSvg } from '../charts/render-svg.js';

/** Beside report.md, which links into it. */
const IMAGE_FOLDER = 'images';
const SIZE: ChartSize = { widthPx: 760, heightPx: 360, isNarrow: false };

/** Where a chart's picture lies, as seen from report.md. */
export function findImagePath({ id }: Pick<Chart, 'id'>): string {
  return `${IMAGE_FOLDER}/${id}.svg`;
}

/** Draws every chart of a report as a file of its own: path beside report.md → SVG. */
export function* renderReportImages(sections: readonly Section[]): Piecewise<Record<string, string>> {
  const images: Record<string, string> = {};
  const figures = sections.flatMap(listFigures);
  for (const [index, { chart }] of figures.entries()) {
    images[findImagePath(chart)] = renderStandaloneSvg(chart, { ...SIZE, heightPx: Math.round(SIZE.heightPx * (chart.heightRatio ?? 1)) });
    yield (index + 1) / figures.length;
  }
  return images;
}

export function listFigures({ blocks }: Pick<Section, 'blocks'>): readonly Figure[] {
  return blocks.flatMap((block) => (block.kind === 'figures' ? block.figures : []));
}
