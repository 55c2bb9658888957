/**
 * A report as plain data: sections made of blocks, every text unescaped.
 *
 * One description feeds the HTML and the Markdown renderer, so both say the same and escaping happens in one place each.
 */
import type { EChartsOption } from 'echarts';

export type Tone = 'good' | 'bad' | 'caution' | 'quiet';

export interface Cell {
  readonly text: string;
  /** A second line in small print, e.g. the confidence interval. */
  readonly detail?: string;
  readonly tone?: Tone;
}

export interface Column {
  readonly label: string;
  readonly align: 'left' | 'right';
}

export interface Card {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  readonly tone?: Tone;
}

export interface ChartSize {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Drawn for a phone: fewer ticks, shorter words. */
  readonly isNarrow: boolean;
}

export interface Chart {
  /** Unique in the document; letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What a reader who cannot see the picture should be told. */
  readonly alternative: string;
  /** `half` charts stand side by side on a wide screen. */
  readonly span: 'full' | 'half';
  /** Height as a share of the usual one. */
  readonly heightRatio?: number;
  readonly buildOption: (size: ChartSize) => EChartsOption;
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'subheading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'cards'; readonly cards: readonly Card[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly kind: 'note'; readonly tone: Tone; readonly title: string; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'figures'; readonly figures: readonly Figure[] };

export interface Figure {
  readonly chart: Chart;
  /** One sentence that says what the picture shows, with numbers. */
  readonly reading: string;
}

export interface Section {
  /** Anchor; letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A cell that holds text only. */
export function textCell(text: string): Cell {
  return { text };
}

/** Columns from their labels; labels that start with `>` are right-aligned, as numbers should be. */
export function buildColumns(...labels: readonly string[]): Column[] {
  return labels.map((label) =>
    label.startsWith('>') ? { label: label.slice(1), align: 'right' } : { label, align: 'left' },
  );
}
