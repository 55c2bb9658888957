import type { StageCount } from '../pipeline/progress.js';

/** How far a stage is. */
export interface StageAdvance {
  readonly title: string;
  readonly elapsedMs: number;
  /** 0 to 1, or `null` where the whole is not known. */
  readonly fraction: number | null;
  readonly count: StageCount | null;
  readonly note: string;
}

/** Until a stage has run this long, and this much of it is done, what is left is a guess. */
const REST_AFTER_MS = 2000;
const REST_FROM = 0.02;
/** A rate over less says how a stage began. */
const RATE_AFTER_MS = 1000;
/** Slower than this, the time that one takes says more. */
const RATE_MIN = 0.5;

/** Everything there is to say of a running stage, the most telling first: a line that has no room for all ends with what fits. */
export function describeAdvance({ title, elapsedMs, fraction, count, note }: StageAdvance): { readonly head: string; readonly rest: readonly string[] } {
  const percent = fraction === null ? '' : ` ${Math.floor(fraction * 100)} %`;
  const rest = [describeRest(fraction, elapsedMs), count === null ? '' : describeCount(count), describeRate(count, elapsedMs), note].filter(Boolean);
  return { head: `${title}${percent} ${formatSeconds(elapsedMs)}`, rest };
}

/** How long the rest takes at the pace so far; empty while that is a guess. */
export function describeRest(fraction: number | null, elapsedMs: number): string {
  if (fraction === null || fraction < REST_FROM || fraction >= 1 || elapsedMs < REST_AFTER_MS) return '';
  const seconds = Math.ceil((elapsedMs * (1 - fraction)) / fraction / 1000);
  return seconds < 90 ? `about ${seconds} s left` : `about ${Math.ceil(seconds / 60)} min left`;
}

/** `12,400 paths/s` since the stage began, or what one takes where they are slow; empty while there is none to tell. */
export function describeRate(count: StageCount | null, elapsedMs: number): string {
  if (count === null || count.done === 0 || elapsedMs < RATE_AFTER_MS) return '';
  const perSecond = (1000 * count.done) / elapsedMs;
  if (perSecond < RATE_MIN) return `${(1 / perSecond).toFixed(1)} s each`;
  return `${perSecond < 10 ? perSecond.toFixed(1) : formatWhole(perSecond)} ${count.unit}/s`;
}

export function formatSeconds(elapsedMs: number): string {
  return `${(elapsedMs / 1000).toFixed(1)} s`;
}

/** Joins what fits into `room` characters, between commas; `…` stands for what does not. */
export function fitLine(head: string, rest: readonly string[], room: number): string {
  if (head.length > room) return `${head.slice(0, Math.max(0, room - 1))}…`;
  const parts = rest.flatMap((part) => part.split(', '));
  let line = head;
  for (const [index, part] of parts.entries()) {
    const longer = `${line}${index === 0 ? ' ' : ', '}${part}`;
    if (longer.length > room - (index === parts.length - 1 ? 0 : ' …'.length)) return line.length + ' …'.length > room ? line : `${line} …`;
    line = longer;
  }
  return line;
}

function describeCount({ done, total, unit }: StageCount): string {
  return total === null ? `${formatWhole(done)} ${unit}` : `${formatWhole(done)} of ${formatWhole(total)} ${unit}`;
}

function formatWhole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
