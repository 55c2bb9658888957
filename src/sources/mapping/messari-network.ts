import { SourceError } from '../../core/errors.js';
import type { SourceEntity } from '../../pipeline/pull-ports.js';

/** The names that Messari's schemas give to networks. */
const NETWORKS: Readonly<Record<string, string>> = {
  ethereum: 'MAINNET',
  arbitrum: 'ARBITRUM_ONE',
  optimism: 'OPTIMISM',
  polygon: 'MATIC',
  avalanche: 'AVALANCHE',
  gnosis: 'XDAI',
  bsc: 'BSC',
  base: 'BASE',
  scroll: 'SCROLL',
};

/** @throws SourceError when the protocol states another network than the one asked for */
export function requireNetwork(protocol: SourceEntity | undefined, network: string): void {
  const expected = NETWORKS[network];
  const stated = protocol?.['network'];
  if (expected === undefined || typeof stated !== 'string' || stated === expected) return;
  const known = Object.entries(NETWORKS).find(([, name]) => name === stated)?.[0] ?? stated;
  throw new SourceError(`the subgraph is of network ${known}, not ${network}`, { where: '--network', suggestions: [`Give --network ${known}, or the endpoint for ${network}.`] });
}
