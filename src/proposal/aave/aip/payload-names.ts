import { getAddress, type Address } from 'viem';
import { UsageError } from '../../../core/errors.js';
import type { ParameterKey } from '../../../report/words/parameters.js';
import type { AddressBook } from '../../address-book.js';
import type { ProposalModel } from '../../model.js';
import { requireAddress, type AaveEngineVersion } from '../collateral-calls.js';
import { AIP_NETWORKS, type AipNetwork } from './networks.js';

/** All that the files of an AIP's folder share. */
export interface AipPayload {
  readonly network: AipNetwork;
  readonly engine: AaveEngineVersion;
  /** `AaveV3Ethereum`. */
  readonly pool: string;
  /** `StETHCollateral`. */
  readonly shortName: string;
  /** `AaveV3Ethereum_StETHCollateral_20230620`, of contract and file. */
  readonly contract: string;
  /** `20230620_AaveV3Ethereum_StETHCollateral`. */
  readonly folder: string;
  readonly compactDate: string;
  readonly asset: string;
  readonly assetAddress: Address;
  /** Basis points of what changes; the bonus is the excess over 100 %. */
  readonly toBps: Readonly<Partial<Record<ParameterKey, number>>>;
  /** Block that the test forks at. */
  readonly forkBlock: number;
}

/**
 * Names the files and gathers what they say.
 *
 * @throws UsageError when the network has no such pool, the asset no address or no letter to name a contract by
 * @source aave-proposals-v3, generator: src/YYYYMMDD_<Pool>_<ShortName>/<Pool>_<ShortName>_<YYYYMMDD>.sol
 */
export function buildAipPayload(model: ProposalModel, engine: AaveEngineVersion, book: AddressBook, isoDate: string, forkBlock: number): AipPayload {
  const network = Object.hasOwn(AIP_NETWORKS, model.network) ? AIP_NETWORKS[model.network] : undefined;
  if (!network) throw new UsageError(`no Aave v3 pool of ${model.network} is known`, { where: '--format aip', suggestions: [`Known networks: ${Object.keys(AIP_NETWORKS).join(', ')}.`] });
  // The name becomes a Solidity identifier, so nothing else of the text may pass.
  const letters = model.asset.replace(/[^A-Za-z0-9]/g, '');
  if (letters === '') throw new UsageError(`a contract cannot be named after the asset '${model.asset}'`, { where: '--format aip', suggestions: ['Name the asset with letters in the market file.'] });
  const shortName = `${letters[0]!.toUpperCase()}${letters.slice(1)}Collateral`;
  const pool = `AaveV3${network.chain}`;
  const compactDate = isoDate.replaceAll('-', '');
  return {
    network,
    engine,
    pool,
    shortName,
    contract: `${pool}_${shortName}_${compactDate}`,
    folder: `${compactDate}_${pool}_${shortName}`,
    compactDate,
    asset: letters,
    // The compiler refuses a literal without its checksum.
    assetAddress: getAddress(requireAddress(book.assets, model.asset, 'assets')),
    toBps: Object.fromEntries(model.changes.map(({ parameter, to }) => [parameter, to])),
    forkBlock,
  };
}

/** Basis points as Aave's payloads write them: 7350 → `73_50`, 50 → `50`. */
export function formatBpsLiteral(bps: number): string {
  return bps < 100 ? String(bps) : `${Math.floor(bps / 100)}_${String(bps % 100).padStart(2, '0')}`;
}
