import { getAddress, type Address } from 'viem';
import { UsageError } from '../../../core/errors.js';
import { requireAddress, type AddressBook } from '../../address-book.js';
import type { ProposalModel } from '../../model.js';
import { requireSubject } from '../../pick-values.js';
import { sortIntoStructs, type AaveEngineVersion, type EngineUpdate } from '../engine-structs.js';
import { AIP_NETWORKS, type AipNetwork } from './networks.js';

/** An asset as the payload names it. */
export interface PayloadAsset {
  /** As runs and address books call it. */
  readonly name: string;
  /** `STETH`: constant in the contract. */
  readonly constant: string;
  readonly address: Address;
}

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
  readonly updates: readonly EngineUpdate[];
  readonly assets: readonly PayloadAsset[];
  /** E-mode categories that it changes. */
  readonly categories: readonly number[];
  /** Block that the test forks at. */
  readonly forkBlock: number;
}

/**
 * Names the files and gathers what they say.
 *
 * @throws UsageError when the network has no such pool, an asset no address or no letter to name it by, or no struct holds a parameter
 * @source aave-proposals-v3, generator: src/YYYYMMDD_<Pool>_<ShortName>/<Pool>_<ShortName>_<YYYYMMDD>.sol
 */
export function buildAipPayload(model: ProposalModel, engine: AaveEngineVersion, book: AddressBook, isoDate: string, forkBlock: number): AipPayload {
  const network = Object.hasOwn(AIP_NETWORKS, model.network) ? AIP_NETWORKS[model.network] : undefined;
  if (!network) throw new UsageError(`no Aave v3 pool of ${model.network} is known`, { where: '--format aip', suggestions: [`Known networks: ${Object.keys(AIP_NETWORKS).join(', ')}.`] });
  const updates = sortIntoStructs(model.changes);
  const assets = nameAssets(updates, book);
  const categories = [...new Set(updates.filter(({ struct }) => struct.key === 'eModeCategory').map(({ changes }) => requireSubject(changes[0]!, 'id')))];
  const shortName = buildShortName(updates, assets, categories);
  const pool = `AaveV3${network.chain}`;
  const compactDate = isoDate.replaceAll('-', '');
  return { network, engine, pool, shortName, contract: `${pool}_${shortName}_${compactDate}`, folder: `${compactDate}_${pool}_${shortName}`, compactDate, updates, assets, categories, forkBlock };
}

/** The name becomes a Solidity identifier, so nothing else of the text may pass. */
function nameAssets(updates: readonly EngineUpdate[], book: AddressBook): PayloadAsset[] {
  const names = [...new Set(updates.flatMap(({ subject }) => subject.asset ?? []))];
  const assets = names.map((name) => {
    const letters = keepLetters(name);
    // The compiler refuses a literal without its checksum.
    return { name, constant: `${/^\d/.test(letters) ? '_' : ''}${letters.toUpperCase()}`, address: getAddress(requireAddress(book, 'assets', name)) };
  });
  const twin = assets.find(({ constant }, index) => assets.findIndex((other) => other.constant === constant) !== index);
  if (twin) throw new UsageError(`two assets would both be called ${twin.constant}`, { where: '--format aip', suggestions: ['Propose them apart, or name them apart in the address book.'] });
  return assets;
}

function keepLetters(name: string): string {
  const letters = name.replace(/[^A-Za-z0-9]/g, '');
  if (letters !== '') return letters;
  throw new UsageError(`a contract cannot be named after the asset '${name}'`, { where: '--format aip', suggestions: ['Name the asset with letters in the market file.'] });
}

const KINDS: Readonly<Record<string, string>> = { CollateralUpdate: 'Collateral', CapsUpdate: 'Caps', BorrowUpdate: 'Borrow', RateStrategyUpdate: 'Rates', EModeCategoryUpdate: 'EMode' };

/** `StETHCollateral` of one asset and kind, `EModeCategory1`, otherwise `RiskParameters`. */
function buildShortName(updates: readonly EngineUpdate[], assets: readonly PayloadAsset[], categories: readonly number[]): string {
  const kinds = [...new Set(updates.map(({ struct }) => KINDS[struct.name]!))];
  if (kinds.length > 1 || assets.length + categories.length > 1) return 'RiskParameters';
  if (assets.length === 0) return `EModeCategory${categories[0]}`;
  const letters = keepLetters(assets[0]!.name);
  return `${letters[0]!.toUpperCase()}${letters.slice(1)}${kinds[0]}`;
}
