/** Arrow keys walk through a chart's points, and a reader who hears the page is told each. */
import type { ECharts } from 'echarts/core';

interface Series {
  readonly name?: string;
  readonly data: readonly unknown[];
}

/** Lets the frame take the focus: left and right go from point to point, up and down from series to series, Escape leaves. */
export function addKeyboard(frame: HTMLElement, title: string, chart: () => ECharts): void {
  const spoken = document.createElement('p');
  spoken.className = 'spoken';
  spoken.setAttribute('aria-live', 'polite');
  frame.after(spoken);
  frame.tabIndex = 0;
  // A picture has no parts that can be walked through.
  frame.setAttribute('role', 'group');
  frame.setAttribute('aria-label', `${title}. Arrow keys read its values. ${frame.getAttribute('aria-label') ?? ''}`);
  let seriesAt = 0;
  let pointAt = -1;
  const show = (): void => {
    const series = listSeries(chart());
    const { index, length } = series[seriesAt]!;
    pointAt = Math.max(0, Math.min(pointAt, length - 1));
    chart().dispatchAction({ type: 'showTip', seriesIndex: index, dataIndex: pointAt });
    spoken.textContent = [...frame.querySelectorAll('.tip > *')].map((line) => line.textContent).join('; ');
  };
  frame.addEventListener('keydown', (event) => {
    const series = listSeries(chart());
    if (series.length === 0) return;
    const moves: Record<string, () => void> = {
      ArrowRight: () => pointAt++,
      ArrowLeft: () => pointAt--,
      ArrowDown: () => (seriesAt = (seriesAt + 1) % series.length),
      ArrowUp: () => (seriesAt = (seriesAt + series.length - 1) % series.length),
    };
    if (event.key === 'Escape') chart().dispatchAction({ type: 'hideTip' });
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
    show();
  });
  frame.addEventListener('blur', () => chart().dispatchAction({ type: 'hideTip' }));
}

/** Series that a reader can be told of, by their place. */
function listSeries(chart: ECharts): { readonly index: number; readonly length: number }[] {
  const series = (chart.getOption() as { readonly series: readonly Series[] }).series;
  return series.flatMap(({ name, data }, index) => (name === '' || data.length === 0 ? [] : [{ index, length: data.length }]));
}
