import type { PenaltyShapeParameters, ReserveParameters, SearchedParameters } from '../../core/reserve-parameters.js';
import type { Candidate } from '../../search/space.js';

/** The searched numbers of a reserve, in the order of the space's dimensions. */
export const PARAMETER_NAMES = ['ltvBps', 'liquidationThresholdBps', 'liquidationBonusBps'] as const satisfies readonly (keyof ReserveParameters)[];
const SHAPE_NAMES = ['minimumShareBps', 'healthForMaxBps', 'sizeForMaxUsd'] as const satisfies readonly (keyof PenaltyShapeParameters)[];

/** One number of a parameter set: of a reserve (`asset` is `null` for the one under study), or of the penalty's shape. */
export type LayoutEntry = { readonly name: string } & (
  | { readonly of: 'reserve'; readonly asset: string | null; readonly key: keyof ReserveParameters }
  | { readonly of: 'penalty'; readonly key: keyof PenaltyShapeParameters }
);

/** How a parameter set lies in a point of the space, and back. */
export interface ParameterLayout {
  /** In the order of the space's dimensions: `ltvBps`, …, `WETH.ltvBps`, …, `penalty.minimumShareBps`, …. */
  readonly entries: readonly LayoutEntry[];
  readonly parametersOf: (candidate: Candidate) => SearchedParameters;
  readonly candidateOf: (parameters: SearchedParameters) => Candidate;
}

/** Lays out the sets that hold the same numbers as the one in force. */
export function layOutParameters(current: SearchedParameters): ParameterLayout {
  const assets = Object.keys(current.furtherReserves ?? {});
  const shapeNames = SHAPE_NAMES.filter((key) => current.penaltyShape?.[key] !== undefined);
  const ofReserve = (asset: string | null): LayoutEntry[] => PARAMETER_NAMES.map((key) => ({ name: asset === null ? key : `${asset}.${key}`, of: 'reserve', asset, key }));
  const entries = [...[null, ...assets].flatMap(ofReserve), ...shapeNames.map((key): LayoutEntry => ({ name: `penalty.${key}`, of: 'penalty', key }))];
  const width = PARAMETER_NAMES.length;
  const readReserve = (candidate: Candidate, place: number): ReserveParameters => ({
    ltvBps: candidate[place * width]!,
    liquidationThresholdBps: candidate[place * width + 1]!,
    liquidationBonusBps: candidate[place * width + 2]!,
  });
  const readShape = (candidate: Candidate): PenaltyShapeParameters =>
    Object.fromEntries(shapeNames.map((key, index) => [key, candidate[(assets.length + 1) * width + index]!])) as unknown as PenaltyShapeParameters;
  return {
    entries,
    parametersOf: (candidate) => ({
      ...readReserve(candidate, 0),
      ...(assets.length > 0 ? { furtherReserves: Object.fromEntries(assets.map((asset, index) => [asset, readReserve(candidate, index + 1)])) } : {}),
      ...(shapeNames.length > 0 ? { penaltyShape: readShape(candidate) } : {}),
    }),
    candidateOf: (parameters) => entries.map((entry) => readEntry(parameters, entry)),
  };
}

function readEntry(parameters: SearchedParameters, entry: LayoutEntry): number {
  if (entry.of === 'penalty') return parameters.penaltyShape![entry.key]!;
  return (entry.asset === null ? parameters : parameters.furtherReserves![entry.asset]!)[entry.key];
}
