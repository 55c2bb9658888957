import { UsageError } from '../../core/errors.js';
import { groupBySubject, type ChangeSubject, type ProposalModel, type ProposedChange } from '../model.js';
import { refuseParameter, requireSubject } from '../pick-values.js';

const COLUMNS = ['lowerBound', 'maxLeverage'];
const DEX_NAME_MAX = 6;

export interface MarginTableAction {
  /** What a deployer must check before sending: the wire form is known from client libraries only. */
  readonly verified: false;
  readonly note: string;
  readonly action: object;
  /** Sent after it, with the number that the table was given. */
  readonly then: object;
}

/**
 * Builds the deployer's actions of a HIP-3 exchange: insert a margin table, then give it to the coin.
 *
 * Units: tier bounds in whole USDC of notional, leverage whole.
 * @throws UsageError when a column of the table is not stated, or the market is not written `dex:COIN`
 * @source Hyperliquid docs, HIP-3 deployer actions; insertMarginTable from third-party client libraries
 */
export function buildMarginTableActions(model: ProposalModel): MarginTableAction[] {
  return groupBySubject(model.changes).map(([subject, changes]) => {
    const unknown = changes.find(({ parameter }) => !COLUMNS.includes(parameter));
    if (unknown) refuseParameter(unknown, 'a margin table', COLUMNS);
    const coin = requireSubject(changes[0]!, 'market');
    const [bounds, leverages] = COLUMNS.map((name) => pickColumn(model, subject, name)) as [bigint[], bigint[]];
    const marginTiers = bounds.map((bound, index) => ({ lowerBound: Number(bound), maxLeverage: Number(leverages[index]) }));
    const description = `${coin} ${marginTiers.map(({ maxLeverage }) => `${maxLeverage}x`).join('/')}`;
    return {
      verified: false,
      note: 'Not verified: the form of insertMarginTable is known from client libraries only. Try it on testnet first.',
      action: { type: 'perpDeploy', insertMarginTable: { dex: readDex(coin), marginTable: { description, marginTiers } } },
      then: { type: 'perpDeploy', setMarginTableIds: [[coin, subject.id ?? 'TODO: number of the inserted table']] },
    };
  });
}

function pickColumn({ changes, kept }: ProposalModel, { market, id }: ChangeSubject, name: string): readonly bigint[] {
  const stated: ProposedChange | undefined = [...changes, ...kept].find(({ parameter, subject }) => parameter === name && subject.market === market && subject.id === id);
  if (stated && typeof stated.to !== 'bigint') return stated.to;
  throw new UsageError(`a margin table needs ${name} as a list`, { where: `changes, ${name}`, suggestions: ['Give one entry per tier, for example `from: [0, 3000000]`.'] });
}

function readDex(coin: string): string {
  const dex = /^([^:]+):[^:]+$/.exec(coin)?.[1];
  if (dex !== undefined && dex.length <= DEX_NAME_MAX) return dex;
  throw new UsageError(`'${coin}' is no market of a HIP-3 exchange`, { where: 'changes, market', suggestions: [`Write dex:COIN, the name of the exchange at most ${DEX_NAME_MAX} characters long; the main exchange's tables are its validators'.`] });
}
