/** Hex digits of a market's id in its name: some markets are anyone's to create, and fewer digits could be made to collide. */
const DIGITS = 16;

/** The name of one of many markets of a protocol. @param id in hex, with 0x */
export function nameMarket(protocol: string, network: string, id: string): string {
  return `${protocol}-${network}-${id.slice(0, 2 + DIGITS)}`;
}
