/** How a search ended and where its figures come from, as plain data: part of `result.json`. */

/** Whether the recommendation is separated from all other candidates, or the paths ran out before. */
export interface SearchStop {
  /** `separated`: no better candidate is within sampling error of the policy. `budget`: some are, and more paths could put them ahead. */
  readonly reason: 'separated' | 'budget';
  readonly rivals: number;
  /** What the best rival would gain in the objective over the recommendation, as a ratio. */
  readonly rivalGainRatio: number;
}

export interface ParameterShare {
  /** `ltvBps` of the reserve under study, `WETH.ltvBps` of a further one, `penalty.minimumShareBps` of the penalty's shape. */
  readonly parameter: string;
  /** In basis points, or in the unit that ends the parameter's name. */
  readonly fromBps: number;
  readonly toBps: number;
  /** Metric name → the part of recommended − current that this parameter brings. The parts of all parameters add up to the whole. */
  readonly shareByMetric: Readonly<Record<string, number>>;
}

/** How much of each metric's change comes from each changed parameter. */
export interface Attribution {
  /**
   * `shapley`: mean over all orders of changing the parameters; `settable-orders`: over those in which every set on the way may be set;
   * `rotated-orders`: over the rotations of one order, of many parameters, in which every set on the way may be set.
   */
  readonly method: 'shapley' | 'settable-orders' | 'rotated-orders' | 'none';
  readonly orders: number;
  readonly parameters: readonly ParameterShare[];
}
