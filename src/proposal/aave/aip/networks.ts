/** How the proposals repository calls a network. */
export interface AipNetwork {
  readonly chainId: number;
  /** The suffix of pool libraries, payload bases and scripts: `AaveV3Ethereum`. */
  readonly chain: string;
  readonly rpcAlias: string;
  /** The helper that takes a payload's actions to this network. */
  readonly payloadBuilder: string;
}

const network = (chainId: number, chain: string, rpcAlias = chain.toLowerCase(), payloadBuilder = `build${chain}Payload`): AipNetwork => ({ chainId, chain, rpcAlias, payloadBuilder });

/** Name of a network, as runs and address books write it → its chain id and its names. */
export const AIP_NETWORKS: Readonly<Record<string, AipNetwork>> = {
  ethereum: network(1, 'Ethereum', 'mainnet', 'buildMainnetPayload'),
  optimism: network(10, 'Optimism'),
  polygon: network(137, 'Polygon'),
  base: network(8_453, 'Base'),
  arbitrum: network(42_161, 'Arbitrum'),
  avalanche: network(43_114, 'Avalanche'),
};
