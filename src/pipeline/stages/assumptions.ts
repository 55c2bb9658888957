import type { Assumption } from '../../core/run-result.js';
import type { MarketFile } from '../config/market-file.js';
import type { PolicyFile } from '../config/policy-file.js';
import type { LendingDataset } from '../ports.js';
import { describeOwners, listMechanics } from './mechanics-assumptions.js';

/** Lists what a run takes as given because nothing in the dataset measures it: the reader's first place to disagree. */
export function listAssumptions(market: MarketFile, policy: PolicyFile, dataset: LendingDataset): Assumption[] {
  const { market: rules, liquidators, oracle } = market;
  const unresolved = dataset.assets.filter(({ kind }) => kind === 'unresolved').map(({ asset }) => asset);
  return [
    { name: 'impact recovery half-life', value: rules.recoveryHalfLifeHours, unit: 'hours', why: 'Quotes of single moments say nothing on recovery; the sensitivity table doubles it.' },
    { name: 'permanent share of impact', value: rules.permanentShareRatio, unit: 'ratio', why: 'Quotes do not identify it.' },
    { name: 'depth against the quotes', value: rules.depthScale, unit: 'multiple', why: 'Depth in a crash is thinner than on the day of the quotes; the sensitivity table halves it.' },
    { name: 'gas and fees per liquidation call', value: liquidators.gasUsd, unit: 'usd', why: 'Order of magnitude of a call on a calm day; it rises in a crash.' },
    { name: 'liquidator capacity', value: liquidators.capacityUsdPerStep, unit: 'usd per hour', why: 'Flash loans let liquidators repay more than they own.' },
    { name: 'calls on one account', value: liquidators.callsPerAccountPerStep, unit: 'per hour', why: 'Several blocks fit in one step of the simulation.' },
    { name: 'oracle delay', value: oracle.delaySteps, unit: 'hours', why: 'Price feeds update within one step of the simulation; a longer delay can be set.' },
    ...listMechanics(market),
    {
      name: 'borrowers after a change',
      value: policy.borrowers.response === 'none' ? 'passive' : `take ${policy.borrowers.shareRatio * 100} % of the room`,
      unit: 'policy',
      why: 'The cautious end: nobody repays in time, everybody uses what looser parameters allow.',
    },
    describeOwners(market),
    { name: 'drift of prices', value: 0, unit: 'per hour', why: 'The mean of hourly returns cannot be told from zero.' },
    { name: 'dollar assets', value: 'constant', unit: 'usd', why: 'Stablecoin moves are not simulated.' },
    ...(unresolved.length > 0
      ? [{ name: 'balances the source does not break down', value: unresolved.join(', '), unit: 'assets', why: 'The market file says how they move; the bundled one takes the adverse choice when ETH falls.' }]
      : []),
  ];
}
