import type { Assumption } from '../../core/run-result.js';
import type { PerpMarketFile } from './perp-market-file.js';
import type { PerpRunInputs } from './perp-inputs.js';

/** Lists what a run on perpetual futures takes as given because nothing in the dataset measures it. */
export function listPerpAssumptions({ market, policy, dataset }: PerpRunInputs): Assumption[] {
  const { market: rules, liquidators, oracle, backstop } = market;
  return [
    { name: 'insurance fund', value: backstop.fundUsd, unit: 'usd', why: 'The dataset does not record it; what the backstop keeps of units taken over comes on top.' },
    { name: 'deleveraging', value: backstop.adlShareRatio, unit: 'of what the fund leaves open', why: 'Winners are closed at the bankruptcy price in the venue’s queue order, for no more than their profit; what they do not take over is sold, and that loss is shared by equity.' },
    { name: 'impact recovery half-life', value: rules.recoveryHalfLifeHours, unit: 'hours', why: 'Quotes of single moments say nothing on recovery.' },
    { name: 'permanent share of impact', value: rules.permanentShareRatio, unit: 'ratio', why: 'Quotes do not identify it.' },
    { name: 'depth against the quotes', value: rules.depthScale, unit: 'multiple', why: 'The quotes are of another venue: its own book is not recorded. The sensitivity table halves it.' },
    { name: 'liquidator capacity', value: liquidators.capacityUsdPerStep, unit: 'usd per hour', why: 'Nothing measures what the book takes from forced orders in an hour.' },
    { name: 'calls on one unit', value: liquidators.callsPerUnitPerStep, unit: 'per hour', why: `Calls follow one another after ${liquidators.secondsBetweenCalls} s at the price of the hour.` },
    { name: 'time between looks', value: market.stepSeconds, unit: 'seconds', why: 'A venue looks at every block. Hourly steps see falls only when they are over, so deficits are overstated, the more the thinner the margin.' },
    { name: 'oracle delay', value: oracle.delaySteps, unit: 'hours', why: 'The mark follows the market within one step.' },
    {
      name: 'traders after a change',
      value: policy.traders.response === 'none' ? 'passive' : `use ${policy.traders.shareRatio * 100} % of the room`,
      unit: 'policy',
      why: 'The cautious end: nobody closes in time, everybody uses the leverage that looser tiers allow.',
    },
    { name: 'new tiers bind open positions', value: 'at once', unit: '', why: 'Hyperliquid has lowered leverage before without moving the liquidation price of positions until they were next changed: whom a tightening hits is then overstated here.' },
    { name: 'traders in a crash', value: 'passive', unit: 'behaviour', why: 'Nobody adds margin or closes, so liquidations are overstated.' },
    describeFunding(market.funding, dataset.name),
    { name: 'drift of prices', value: 0, unit: 'per hour', why: 'The mean of hourly returns cannot be told from zero.' },
  ];
}

function describeFunding(funding: PerpMarketFile['funding'], dataset: string): Assumption {
  if (!funding) return { name: 'funding', value: 0, unit: 'per hour', why: `Funding of the time is not recorded in ${dataset}.` };
  if (funding.kind === 'premium') return { name: 'funding cap', value: funding.rateMax, unit: `per ${funding.intervalHours} hours`, why: 'Funding follows the premium rule; the premium is what forced trades leave, nothing else moves it.' };
  const rates = Object.values(funding.ratesPerDay);
  return { name: 'largest funding rate', value: Math.max(0, ...rates.map(Math.abs)), unit: 'per day', why: 'Rates by market as the market file gives them, the same at every hour.' };
}
