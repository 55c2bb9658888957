import type { SignerView } from '../calls/signer-view.js';
import { toOneLine } from './front-matter.js';

/** A call as lines: where it goes, which function, each argument with its meaning. */
export function describeCall({ target, value, signature, decoded }: SignerView): string[] {
  const width = Math.max(0, ...decoded.map(({ name }) => name.length));
  return [
    `to    ${target}${value === '0' ? '' : ` with ${value} wei`}`,
    `call  ${signature.replace(/^function (\w+)\(.*$/, '$1')}`,
    ...decoded.map(({ name, value: held, meaning }) => `      ${name.padEnd(width)} = ${toOneLine(held)}${meaning === undefined ? '' : `  (${toOneLine(meaning)})`}`),
  ];
}
