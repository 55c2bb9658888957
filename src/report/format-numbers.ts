/**
 * The one place where a report's numbers become text: no locale, no clock, the minus sign is U+2212.
 *
 * Special cases of every function: `NaN` reads `not available`, infinities read `∞` and `−∞`.
 */

const SECONDS_PER_DAY = 86_400;
const SECONDS_PER_HOUR = 3_600;

const SCALES: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
];

function formatFinite(value: number, format: (magnitude: number) => string): string {
  if (Number.isNaN(value)) return 'not available';
  const text = Number.isFinite(value) ? format(Math.abs(value)) : '∞';
  return value < 0 && /[1-9∞]/.test(text) ? `−${text}` : text;
}

/** Drops trailing zeros of a decimal fraction: `1.500` → `1.5`, `2.000` → `2`. */
function dropTrailingZeros(text: string): string {
  return text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;
}

function groupThousands(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Three significant digits of a positive number, without an exponent between 1e-9 and 1e15: in a hurry 7.54e-7 reads as 7.54. */
function formatThreeDigits(magnitude: number): string {
  if (magnitude === 0) return '0';
  if (magnitude < 1e-9 || magnitude >= 1e15) return magnitude.toExponential(2).replace('e+', 'e');
  // Rounded first: 9.999 has one digit before the point, 10.0 has two.
  const rounded = Number(magnitude.toPrecision(3));
  return rounded.toFixed(Math.max(0, 2 - Math.floor(Math.log10(rounded))));
}

/** A large number with a letter for its scale; `undefined` below a thousand. */
function formatScaled(magnitude: number): string | undefined {
  // 999.6 and the like must move up one scale, or they would read `1000`.
  const scaled = SCALES.find(([scale]) => magnitude >= scale * 0.999_5);
  return scaled && `${groupThousands(formatThreeDigits(magnitude / scaled[0]))}${scaled[1]}`;
}

/** An amount of anything in three digits: 0.5 → `0.500`, 89130 → `89.1K`. */
export function formatAmount(amount: number): string {
  return formatFinite(amount, (magnitude) => formatScaled(magnitude) ?? formatThreeDigits(magnitude));
}

/** Dollars in a unit that keeps three digits: `$0`, `$12.30`, `$456`, `$4.56K`, `$1.23M`. Amounts below half a cent read `$0`. */
export function formatUsd(valueUsd: number): string {
  return formatFinite(valueUsd, (magnitude) => {
    if (magnitude < 0.005) return '$0';
    return `$${formatScaled(magnitude) ?? magnitude.toFixed(magnitude < 99.995 ? 2 : 0)}`;
  });
}

/** Basis points as percent with two decimals: 7200 → `72.00 %`. */
export function formatBps(valueBps: number): string {
  return formatFinite(valueBps, (magnitude) => `${(magnitude / 100).toFixed(2)} %`);
}

/** A signed difference of basis points in percentage points: 150 → `+1.50 pp`. */
export function formatBpsDifference(valueBps: number): string {
  return `${valueBps > 0 ? '+' : ''}${formatFinite(valueBps, (magnitude) => `${(magnitude / 100).toFixed(2)} pp`)}`;
}

/** A ratio as percent with three significant digits: 0.01234 → `1.23 %`. */
export function formatRatio(ratio: number): string {
  return formatFinite(ratio, (magnitude) => `${groupThousands(formatThreeDigits(magnitude * 100))} %`);
}

/** A p-value with its relation sign: `= 0.759`, and `< 0.001` for everything smaller. */
export function formatPValue(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${formatFinite(p, (magnitude) => magnitude.toFixed(3))}`;
}

/** A multiple of a start value: 0.853 → `0.853×`. */
export function formatMultiple(multiple: number): string {
  return formatFinite(multiple, (magnitude) => `${groupThousands(formatThreeDigits(magnitude))}×`);
}

/** A count with thousands separators; fractions keep one decimal: 20000 → `20,000`, 12.5 → `12.5`. */
export function formatCount(count: number): string {
  return formatFinite(count, (magnitude) => groupThousands(dropTrailingZeros(magnitude.toFixed(1))));
}

/** A count with its noun: `1 warning`, `2 warnings`, `1,020 accounts`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** An axis label without the zeros that say nothing: `$60.0M` → `$60M`, `0.0100 %` → `0.01 %`, `1.00×` → `1×`. */
export function trimTickLabel(label: string): string {
  return label.replace(/(\d+)(?:\.0+|(\.\d*?[1-9])0+)(?!\d)/, '$1$2');
}

/** A plain number with `digits` significant digits: 0.153413 → `0.1534`. */
export function formatSignificant(value: number, digits = 4): string {
  return formatFinite(value, (magnitude) => {
    if (magnitude === 0) return '0';
    if (magnitude < 1e-4 || magnitude >= 1e9) return magnitude.toExponential(digits - 1).replace('e+', 'e');
    return groupThousands(dropTrailingZeros(Number(magnitude.toPrecision(digits)).toFixed(digits + 4)));
  });
}

/** A health factor: three decimals, `∞` without debt. */
export function formatHealthFactor(healthFactor: number): string {
  return formatFinite(healthFactor, (magnitude) => magnitude.toFixed(3));
}

/** A quantile level as percent: 0.99 → `99 %`, 0.995 → `99.5 %`. */
export function formatLevel(level: number): string {
  return formatFinite(level, (magnitude) => `${dropTrailingZeros((magnitude * 100).toFixed(3))} %`);
}

/** A span of time in the largest unit that divides it: 604800 → `7 days`, 3600 → `1 hour`. */
export function formatDuration(seconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [SECONDS_PER_DAY, 'day'],
    [SECONDS_PER_HOUR, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ];
  const [size, name] = units.find(([unitSeconds]) => Math.abs(seconds) >= unitSeconds) ?? [1, 'second'];
  const amount = formatSignificant(seconds / size, 3);
  return `${amount} ${name}${amount === '1' ? '' : 's'}`;
}

/** A Unix time as a UTC day: 1686787200 → `2023-06-15`. */
export function formatUtcDay(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 10);
}

/** A Unix time as a UTC minute: 1686787200 → `2023-06-15 00:00 UTC`. */
export function formatUtcMinute(unixSeconds: number): string {
  return `${new Date(unixSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
