import { concatHex, sha256, stringToHex, toHex, type Hex } from 'viem';
import { UsageError } from '../../core/errors.js';

/** Files up to this size are one block; longer ones are cut into a tree. */
const CHUNK_BYTES = 262_144;

/**
 * Gives the 32 bytes inside the CIDv0 under which IPFS stores a text: sha2-256 of its one block.
 *
 * Block: dag-pb node {Data (1): UnixFS {Type (1): 2 = file, Data (2): bytes, filesize (3)}}, as `ipfs add` writes it.
 * @throws UsageError when the text does not fit into one block
 * @source ipfs/specs, UnixFS and DAG-PB
 */
export function hashIpfsText(text: string): Hex {
  const bytes = stringToHex(text);
  const size = (bytes.length - 2) / 2;
  if (size > CHUNK_BYTES) throw new UsageError(`the text has ${size} bytes; more than ${CHUNK_BYTES} need a tree of blocks`, { where: 'text of the proposal', suggestions: ['Shorten it, or take the hash from `ipfs add`.'] });
  // An empty file has no data field at all.
  const data: Hex = size === 0 ? '0x' : concatHex(['0x12', encodeVarint(size), bytes]);
  const unixFs = concatHex(['0x0802', data, '0x18', encodeVarint(size)]);
  return sha256(concatHex(['0x0a', encodeVarint((unixFs.length - 2) / 2), unixFs]));
}

/** Seven bits a byte, lowest first, the top bit set on all but the last. */
function encodeVarint(value: number): Hex {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return toHex(Uint8Array.from(bytes));
}
