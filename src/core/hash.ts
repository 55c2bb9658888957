import { hash } from 'node:crypto';

/** Hashes bytes or UTF-8 text with SHA-256, as 64 hex digits. */
export function hashSha256(content: Uint8Array | string): string {
  return hash('sha256', content, 'hex');
}

/** Writes plain JSON data with object keys in order of code units and no white space, so that equal content gives equal text. */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${toCanonicalJson(item)}`).join(',')}}`;
}
