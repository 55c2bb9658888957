import { SourceError } from '../../core/errors.js';

/**
 * Tokens that are at one address on one network alone: USDC as its issuer or the network's bridge made it.
 *
 * @source bgd-labs/aave-address-book f61c976, src/ts/AaveV3*.ts
 */
const LANDMARKS: Readonly<Record<string, readonly string[]>> = {
  ethereum: ['0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'],
  arbitrum: ['0xaf88d065e77c8cc2239327c5edb3a432268e5831', '0xff970a61a04b1ca14834a43f5de4533ebddb5cc8'],
  optimism: ['0x0b2c639c533813f4aa9d7837caf62653d097ff85', '0x7f5c764cbc14f9669b88837ca1490cca17c31607'],
  base: ['0x833589fcd6edb6e08f4c7c32d4f71b54bda02913', '0xd9aaec86b65d86f6a7b5b1b0c42ffa531710b6ca'],
  polygon: ['0x3c499c542cef5e3811e1192ce70d8cc03d5c3359', '0x2791bca1f2de4661ed88a30c99a7a9449aa84174'],
  avalanche: ['0xb97ef9ef8734c71904d8002f8b6bc66dd9c48a6e'],
  gnosis: ['0xddafbb505ad214d7b80b1f830fccc89b60fb7a83', '0x2a22f9c3b484c3629090feed35f17ff8f88f76f0'],
  bsc: ['0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d'],
  scroll: ['0x06efdbff2a14a7c8e15944d1f4a48f9f95f663a4'],
};

/**
 * Holds the tokens of a source against the network that the user named: most schemas do not state theirs.
 *
 * Special cases: nothing is said of networks and subgraphs without a known token.
 * @throws SourceError when there is the known token of another network and none of this one
 */
export function requireNetworkTokens(tokens: ReadonlyMap<string, string>, network: string, host: string): void {
  const ids = new Set([...tokens.values()].map((id) => id.toLowerCase()));
  const found = Object.entries(LANDMARKS).filter(([, addresses]) => addresses.some((address) => ids.has(address))).map(([name]) => name);
  if (found.length === 0 || found.includes(network) || LANDMARKS[network] === undefined) return;
  throw new SourceError(`${host}: the subgraph is of network ${found.join(' or ')}, not ${network}: it has that network's USDC`, { where: '--network', suggestions: [`Give --network ${found[0]}, or the endpoint for ${network}.`] });
}
