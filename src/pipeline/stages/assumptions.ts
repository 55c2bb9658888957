import type { Assumption } from '../../core/run-result.js';
import type { MarketFile } from '../config/market-file.js';
import type { PolicyFile } from '../config/policy-file.js';
import type { LendingDataset } from '../ports.js';

/** Lists what a run takes as given because nothing in the dataset measures it: the reader's first place to disagree. */
export function listAssumptions(market: MarketFile, policy: PolicyFile, dataset: LendingDataset): Assumption[] {
  const { market: rules, liquidators, oracle } = market;
  const unresolved = dataset.assets.filter(({ kind }) => kind === 'unresolved').map(({ asset }) => asset);
  return [
    { name: 'impact recovery half-life', value: rules.recoveryHalfLifeHours, unit: 'hours', why: 'the quotes are of one day and say nothing on recovery; at twice this value the model shows bad debt in the 2022 windows that history did not' },
    { name: 'permanent share of impact', value: rules.permanentShareRatio, unit: 'ratio', why: 'not identified by quotes' },
    { name: 'depth against the quotes', value: rules.depthScale, unit: 'multiple', why: 'the quotes are of 2023-11-20; depth in a crash is thinner, see the sensitivity table' },
    { name: 'gas and fees per liquidation call', value: liquidators.gasUsd, unit: 'usd', why: 'order of magnitude of a mainnet call; rises in a crash' },
    { name: 'liquidator capacity', value: liquidators.capacityUsdPerStep, unit: 'usd per hour', why: 'never binding at this value in the bundled book: flash loans' },
    { name: 'calls on one account', value: liquidators.callsPerAccountPerStep, unit: 'per hour', why: 'several blocks fit in an hour' },
    { name: 'oracle delay', value: oracle.delaySteps, unit: 'hours', why: 'price feeds update well within one step' },
    {
      name: 'borrowers after a change',
      value: policy.borrowers.response === 'none' ? 'passive' : `take ${policy.borrowers.shareRatio * 100} % of the room`,
      unit: 'policy',
      why: 'the cautious end: nobody repays in time, everybody uses what a looser parameter allows',
    },
    { name: 'borrowers in a crash', value: 'passive', unit: 'behaviour', why: 'no top-ups are modelled, so liquidations are overstated' },
    { name: 'drift of prices', value: 0, unit: 'per hour', why: 'the mean of hourly returns cannot be told from zero' },
    { name: 'dollar assets', value: 'constant', unit: 'usd', why: 'stablecoin moves are not simulated' },
    ...(unresolved.length > 0
      ? [{ name: 'balances the source does not break down', value: unresolved.join(', '), unit: 'assets', why: 'collateral taken to move with ETH, debt to be in dollars: the adverse choice when ETH falls' }]
      : []),
  ];
}
