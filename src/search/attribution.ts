import type { Candidate } from './space.js';

/** Up to so many changed parameters all orders are gone, over 2ⁿ sets; of more, the n rotations of one order, over about n² sets. */
const ALL_ORDERS_MAX = 5;

/** How a change from one candidate to another is shared out over the parameters that changed. */
export interface AttributionPlan {
  /** Indices of the dimensions that changed. */
  readonly changed: readonly number[];
  /** Orders of changing them one after the other in which every set on the way may be set. */
  readonly orders: readonly (readonly number[])[];
  /** Whether every order can be gone: then the shares are Shapley's; else the mean over those that can. */
  readonly isComplete: boolean;
  /** Whether the orders are rotations of one order, for there are too many of them: every parameter then takes every turn once. */
  readonly isRotated: boolean;
  /** Every set on any of these ways, each once, `from` and `to` among them: what must be evaluated. */
  readonly candidates: readonly Candidate[];
}

/**
 * Plans the attribution of a change: which sets between `from` and `to` have to be evaluated.
 *
 * Special cases: no change gives no order; where no order can be gone the whole change stays one block and `orders` is empty; of more than 5 changed
 * parameters the orders are the rotations of the dimensions' own.
 */
export function planAttribution(from: Candidate, to: Candidate, maySet: (candidate: Candidate) => boolean): AttributionPlan {
  const changed = from.flatMap((value, index) => (value === to[index] ? [] : [index]));
  const isRotated = changed.length > ALL_ORDERS_MAX;
  const every = isRotated ? changed.map((_, turn) => [...changed.slice(turn), ...changed.slice(0, turn)]) : listOrders(changed);
  const orders = changed.length === 0 ? [] : every.filter((order) => walk(from, to, order).slice(1, -1).every(maySet));
  const candidates = new Map([from, to, ...orders.flatMap((order) => walk(from, to, order))].map((candidate) => [String(candidate), candidate]));
  return { changed, orders, isComplete: orders.length === every.length, isRotated, candidates: [...candidates.values()] };
}

/**
 * Shares out the change of one figure over the changed parameters: the mean, over the plan's orders, of what each adds when its turn comes.
 *
 * Formula: φ_i = mean over orders of v(before ∪ {i}) − v(before); over all orders this is the Shapley value. The shares add up to
 * v(to) − v(from) exactly, as every order does. Shape: in the order of `plan.changed`.
 * @param valueOf the figure of a candidate, by its `String(candidate)`
 * @source L. S. Shapley, "A value for n-person games", Contributions to the Theory of Games II (1953)
 */
export function attributeChange(plan: AttributionPlan, from: Candidate, to: Candidate, valueOf: (key: string) => number): number[] {
  return plan.changed.map((index) => {
    const gains = plan.orders.map((order) => {
      const way = walk(from, to, order);
      const turn = order.indexOf(index);
      return valueOf(String(way[turn + 1])) - valueOf(String(way[turn]));
    });
    return gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  });
}

/** The sets on the way, both ends included. */
function walk(from: Candidate, to: Candidate, order: readonly number[]): Candidate[] {
  const way: Candidate[] = [from];
  for (const index of order) way.push(way.at(-1)!.map((value, i) => (i === index ? to[i]! : value)));
  return way;
}

function listOrders(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first) => listOrders(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}
