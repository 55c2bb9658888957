import type { Assumption } from '../../core/run-result.js';
import type { MarketFile } from '../config/market-file.js';

/** What a market file may set, how it is named to a reader, and what it means; a rule that is left out is not listed. */
type Rule = readonly [name: string, value: string | number | undefined, unit: string, why: string];

/** Lists the rules of oracle, depth, liquidators and backstop that a market file sets beyond what every run has. */
export function listMechanics({ oracle, market, liquidation = {}, liquidators, backstop, alongside = [] }: MarketFile): Assumption[] {
  const { depthVolatility } = market;
  const { population } = liquidators;
  const rules: readonly Rule[] = [
    ['oracle average', oracle.averageSteps, 'hours', 'The oracle reads a geometric mean of so many hourly prices.'],
    ['oracle deviation threshold', oracle.deviationRatio, 'ratio', 'A price is published when it has moved so far from the last one.'],
    ['oracle heartbeat', oracle.heartbeatSteps, 'hours', 'A price is published after so long, however little it moved.'],
    ['oracle feeds of their own', oracle.feeds?.map(({ factor }) => factor).join(', '), 'factors', 'These factors are published by a threshold, heartbeat, mean or delay of their own.'],
    ['oracle price caps', oracle.caps?.map(({ factor }) => factor).join(', '), 'factors', 'Adapters hold the published price of these factors down.'],
    ['depth against volatility', depthVolatility?.impactExponent, 'exponent', 'Impact grows by (volatility over its ordinary level) to this power.'],
    ['half-life of that volatility', depthVolatility?.halfLifeHours, 'hours', 'How fast the market forgets unrest.'],
    ['health that a call restores', liquidation.targetHealth, 'ratio', 'A call repays what brings the account there, in place of a close factor.'],
    ['penalty', liquidation.penalty?.kind, 'rule', 'The penalty may rise as health falls, or with the size of the call.'],
    ['share of the penalty kept by the protocol', liquidation.protocolFeeShareRatio, 'ratio', 'What the liquidator does not receive.'],
    ['auctions', liquidation.auction && `from ${liquidation.auction.startRatio} × the oracle`, 'rule', 'Collateral is sold by Dutch auctions in place of calls.'],
    ['gas against volatility', liquidators.gasVolatilityExponent, 'exponent', 'Gas grows by (volatility over its ordinary level) to this power.'],
    ['flash fee', liquidators.flashFeeRatio, 'ratio', 'Fee on the debt that a flash loan lends for a call.'],
    ['liquidator latency', liquidators.latencySteps, 'hours', 'From an account’s becoming unsound to the first call on it.'],
    ['settlement delay', liquidators.settlementDelaySteps, 'hours', 'From seizing collateral to selling it.'],
    ['premium for that exposure', liquidators.exposurePremium, 'standard deviations', 'What a call must earn for holding collateral so long.'],
    ['liquidators', population?.count, 'count', 'Of equal capacity.'],
    ['liquidators awake', population?.onlineRatio, 'ratio', 'Chance of each to be awake in an hour.'],
    ['order of liquidation', liquidators.order, 'rule', 'The weakest account first, or the call that earns most.'],
    ['insurance fund', backstop?.fundUsd, 'usd', 'Pays before suppliers do.'],
    ['inflow of the fund', backstop?.inflowUsdPerStep, 'usd per hour', 'What it earns whatever happens.'],
    ['share of liquidation fees to the fund', backstop?.feeShareRatio, 'ratio', 'What it earns of the protocol’s part of each penalty.'],
    ['venues alongside', alongside.length > 0 ? alongside.join(', ') : undefined, 'datasets', 'Their sales move the same prices.'],
  ];
  return rules.flatMap(([name, value, unit, why]) => (value === undefined ? [] : [{ name, value, unit, why }]));
}

/** What owners do in a crash. */
export function describeOwners({ borrowers }: MarketFile): Assumption {
  const name = 'borrowers in a crash';
  if (!borrowers) return { name, value: 'passive', unit: 'behaviour', why: 'No top-ups are modelled, so liquidations are overstated.' };
  const { kind, belowHealth, targetHealth, probabilityPerStep } = borrowers;
  return {
    name,
    value: `${kind === 'repay' ? 'repay' : 'top up'} below health ${belowHealth}, to ${targetHealth}`,
    unit: 'behaviour',
    why: `The chance in an hour rises to ${probabilityPerStep * 100} % as health falls to 1; nothing in the dataset measures it.`,
  };
}
