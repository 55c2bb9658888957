/**
 * The structs by which Aave's config engine and its risk steward take updates: one table for calldata and for Solidity.
 *
 * @source aave-v3-origin, IAaveV3ConfigEngine at v3.6.0 and at fd1fbd9 (v3.7)
 */
import type { ChangeSubject, ProposedChange } from '../model.js';
import { refuseParameter } from '../pick-values.js';

export const AAVE_ENGINE_VERSIONS = ['v3.6', 'v3.7'] as const;
export type AaveEngineVersion = (typeof AAVE_ENGINE_VERSIONS)[number];

export interface EngineField {
  readonly name: string;
  readonly type: 'uint256' | 'string';
  /** Parameter that it holds; left out for what is always kept. */
  readonly parameter?: string;
  /** What the proposals repository's generator calls it; its own name when left out. */
  readonly generatorName?: string;
  /** The only version that has it; left out when both do. */
  readonly only?: AaveEngineVersion;
}

export interface EngineStruct {
  /** Struct in Solidity. */
  readonly name: string;
  /** Function of the engine that takes a list of them, and the steward's where it is called otherwise. */
  readonly functionName: string;
  readonly stewardFunctionName?: string;
  /** What a payload overrides to give them. */
  readonly override: string;
  /** What the proposals repository's generator calls the feature. */
  readonly feature: string;
  /** What it is set on: the first field. */
  readonly key: 'asset' | 'eModeCategory';
  readonly fields: readonly EngineField[];
  /** Field and struct that hold the fields, where the engine nests them. */
  readonly nested?: { readonly field: string; readonly struct: string };
}

const held = (name: string, parameter: string): EngineField => ({ name, type: 'uint256', parameter });
const kept = (name: string, only?: AaveEngineVersion): EngineField => ({ name, type: 'uint256', ...(only ? { only } : {}) });
const COLLATERAL = [held('ltv', 'ltvBps'), held('liqThreshold', 'liquidationThresholdBps'), held('liqBonus', 'liquidationBonusBps')];

export const ENGINE_STRUCTS: readonly EngineStruct[] = [
  {
    name: 'CollateralUpdate',
    functionName: 'updateCollateralSide',
    override: 'collateralsUpdates',
    feature: 'COLLATERALS_UPDATE',
    key: 'asset',
    fields: [...COLLATERAL, kept('debtCeiling', 'v3.6'), held('liqProtocolFee', 'liquidationProtocolFeeBps')],
  },
  {
    name: 'CapsUpdate',
    functionName: 'updateCaps',
    override: 'capsUpdates',
    feature: 'CAPS_UPDATE',
    key: 'asset',
    fields: [held('supplyCap', 'supplyCapTokens'), held('borrowCap', 'borrowCapTokens')],
  },
  {
    name: 'BorrowUpdate',
    functionName: 'updateBorrowSide',
    override: 'borrowsUpdates',
    feature: 'BORROWS_UPDATE',
    key: 'asset',
    fields: [kept('enabledToBorrow'), kept('flashloanable'), kept('borrowableInIsolation', 'v3.6'), kept('withSiloedBorrowing', 'v3.6'), held('reserveFactor', 'reserveFactorBps')],
  },
  {
    name: 'RateStrategyUpdate',
    functionName: 'updateRateStrategies',
    stewardFunctionName: 'updateRates',
    override: 'rateStrategiesUpdates',
    feature: 'RATE_UPDATE_V3',
    key: 'asset',
    fields: [
      { ...held('optimalUsageRatio', 'optimalUsageRatioBps'), generatorName: 'optimalUtilizationRate' },
      held('baseVariableBorrowRate', 'baseVariableBorrowRateBps'),
      held('variableRateSlope1', 'variableRateSlope1Bps'),
      held('variableRateSlope2', 'variableRateSlope2Bps'),
    ],
    nested: { field: 'params', struct: 'InterestRateInputData' },
  },
  {
    name: 'EModeCategoryUpdate',
    functionName: 'updateEModeCategories',
    override: 'eModeCategoriesUpdates',
    feature: 'EMODES_UPDATES',
    key: 'eModeCategory',
    fields: [...COLLATERAL, { name: 'label', type: 'string' }, kept('isolated', 'v3.7')],
  },
];

/** One struct to be filled: what it is set on, and the values that move, by parameter. */
export interface EngineUpdate {
  readonly struct: EngineStruct;
  readonly subject: ChangeSubject;
  readonly changes: readonly ProposedChange[];
}

/** The fields of a struct in one version. */
export function listFields({ fields }: EngineStruct, version: AaveEngineVersion): readonly EngineField[] {
  return fields.filter(({ only }) => only === undefined || only === version);
}

/**
 * Sorts changes into the structs that hold them, in the order in which a payload executes them; those of one struct and subject together.
 *
 * @throws UsageError when no struct holds a parameter of an asset, or of an e-mode category
 */
export function sortIntoStructs(changes: readonly ProposedChange[]): EngineUpdate[] {
  const updates: { readonly struct: EngineStruct; readonly subject: ChangeSubject; readonly changes: ProposedChange[] }[] = [];
  for (const change of changes) {
    const key = change.subject.asset === null ? 'eModeCategory' : 'asset';
    const candidates = ENGINE_STRUCTS.filter((struct) => struct.key === key);
    const struct = candidates.find(({ fields }) => fields.some(({ parameter }) => parameter === change.parameter));
    if (!struct) refuseParameter(change, "Aave's config engine", candidates.flatMap(({ fields }) => fields.flatMap(({ parameter }) => parameter ?? [])));
    const same = updates.find((update) => update.struct === struct && update.subject.asset === change.subject.asset && update.subject.id === change.subject.id);
    if (same) same.changes.push(change);
    else updates.push({ struct, subject: change.subject, changes: [change] });
  }
  return updates.sort((a, b) => ENGINE_STRUCTS.indexOf(a.struct) - ENGINE_STRUCTS.indexOf(b.struct));
}
