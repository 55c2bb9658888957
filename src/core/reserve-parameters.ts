/** The parameters of lending reserves that are searched, as plain data: part of `result.json`. */

/** The searched parameters of one lending reserve, in basis points; the bonus is the excess over 100 %. */
export interface ReserveParameters {
  readonly ltvBps: number;
  readonly liquidationThresholdBps: number;
  readonly liquidationBonusBps: number;
}

/** The numbers of a penalty that is not the same for every call: from a share of the bonus up to all of it. */
export interface PenaltyShapeParameters {
  /** The least penalty as a share of the bonus, in basis points. */
  readonly minimumShareBps: number;
  /** Health factor, in basis points, at or below which the whole bonus is paid; only of a penalty that grows as health falls. */
  readonly healthForMaxBps?: number;
  /** Repayment from which on the whole bonus is paid; only of a penalty that grows with it. */
  readonly sizeForMaxUsd?: number;
}

/** A whole parameter set: the reserve under study, and what is searched along with it where the market file and policy say so. */
export interface SearchedParameters extends ReserveParameters {
  /** Further reserves, by asset. */
  readonly furtherReserves?: Readonly<Record<string, ReserveParameters>>;
  readonly penaltyShape?: PenaltyShapeParameters;
}
