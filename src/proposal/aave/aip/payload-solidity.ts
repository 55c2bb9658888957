/**
 * The Solidity of an AIP's payload.
 *
 * @source aave-proposals-v3, generator/templates; struct fields of v3.6 and v3.7: aave-v3-origin, IAaveV3ConfigEngine
 */
import { ENGINE_STRUCTS, listFields, type AaveEngineVersion, type EngineField, type EngineStruct, type EngineUpdate } from '../engine-structs.js';
import type { AipPayload, PayloadAsset } from './payload-names.js';

export const SOLIDITY_HEADER = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.0;\n';

/** The payload: lists of updates, where all that does not change is `KEEP_CURRENT`. */
export function renderPayload({ network, engine, contract, updates, assets }: AipPayload): string {
  const overrides = ENGINE_STRUCTS.flatMap((struct) => {
    const own = updates.filter((update) => update.struct === struct);
    return own.length === 0 ? [] : [renderOverride(struct, own, engine, assets)];
  });
  const constants = assets.map(({ constant, address }) => `  address public constant ${constant} = ${address};\n`).join('');
  return `${SOLIDITY_HEADER}
import {AaveV3Payload${network.chain}} from 'aave-helpers/src/v3-config-engine/AaveV3Payload${network.chain}.sol';
import {EngineFlags} from 'aave-v3-origin/contracts/extensions/v3-config-engine/EngineFlags.sol';
import {IAaveV3ConfigEngine} from 'aave-v3-origin/contracts/extensions/v3-config-engine/IAaveV3ConfigEngine.sol';

/**
 * @title ${contract}
 * @dev For engines of Aave ${engine}. Ratios in basis points, the liquidation bonus as the excess over 100 %; caps in whole tokens.
 */
contract ${contract} is AaveV3Payload${network.chain} {
${constants}${constants === '' ? '' : '\n'}${overrides.join('\n')}}
`;
}

function renderOverride(struct: EngineStruct, updates: readonly EngineUpdate[], engine: AaveEngineVersion, assets: readonly PayloadAsset[]): string {
  const items = updates.map((update, index) => {
    const key = struct.key === 'asset' ? assets.find(({ name }) => name === update.subject.asset)!.constant : String(update.subject.id);
    const indent = struct.nested ? '        ' : '      ';
    const fields = listFields(struct, engine).map((field) => `${indent}${field.name}: ${renderValue(field, update)}`).join(',\n');
    const held = struct.nested ? `      ${struct.nested.field}: IAaveV3ConfigEngine.${struct.nested.struct}({\n${fields}\n      })` : fields;
    return `    updates[${index}] = IAaveV3ConfigEngine.${struct.name}({\n      ${struct.key}: ${key},\n${held}\n    });\n`;
  });
  return `  function ${struct.override}() public pure override returns (IAaveV3ConfigEngine.${struct.name}[] memory) {
    IAaveV3ConfigEngine.${struct.name}[] memory updates = new IAaveV3ConfigEngine.${struct.name}[](${updates.length});
${items.join('')}    return updates;
  }
`;
}

function renderValue({ type, parameter }: EngineField, { changes }: EngineUpdate): string {
  const change = changes.find((candidate) => candidate.parameter === parameter);
  if (!change) return type === 'string' ? 'EngineFlags.KEEP_CURRENT_STRING' : 'EngineFlags.KEEP_CURRENT';
  return change.unit.kind === 'ratio' ? formatBpsLiteral(change.to as bigint) : formatTokensLiteral(change.to as bigint);
}

/** Basis points as Aave's payloads write them: 7350 → `73_50`, 50 → `50`. */
export function formatBpsLiteral(bps: bigint): string {
  return bps < 100n ? String(bps) : `${bps / 100n}_${String(bps % 100n).padStart(2, '0')}`;
}

/** Whole tokens in threes: 1200000 → `1_200_000`. */
export function formatTokensLiteral(tokens: bigint): string {
  return tokens.toString().replace(/\B(?=(\d{3})+(?!\d))/g, '_');
}
