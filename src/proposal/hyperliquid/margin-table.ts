import { UsageError } from '../../core/errors.js';
import { groupBySubject, type ChangeSubject, type ProposalModel, type ProposedChange } from '../model.js';
import { refuseParameter, requireSubject } from '../pick-values.js';

const COLUMNS = ['lowerBound', 'maxLeverage'];
const DEX_NAME_MAX = 6;

interface MarginTierForm {
  readonly lowerBound: number;
  readonly maxLeverage: number;
}

export interface MarginTableAction {
  /** What a deployer must check before sending: the wire form is known from client libraries only. */
  readonly verified: false;
  readonly note: string;
  readonly action: object;
  /** Sent after it, with the number that the table was given. */
  readonly then: object;
}

/**
 * Builds the deployer's actions of a HIP-3 exchange: insert a margin table, then give it to its coins; coins of one exchange with the same
 * tiers share one table.
 *
 * Units: tier bounds in whole USDC of notional, leverage whole.
 * @throws UsageError when a column of the table is not stated, or a market is not written `dex:COIN`
 * @source Hyperliquid docs, HIP-3 deployer actions; insertMarginTable from third-party client libraries
 */
export function buildMarginTableActions(model: ProposalModel): MarginTableAction[] {
  const tables = new Map<string, { readonly dex: string; readonly marginTiers: readonly MarginTierForm[]; readonly coins: (readonly [string, number | null])[] }>();
  for (const [subject, changes] of groupBySubject(model.changes)) {
    const unknown = changes.find(({ parameter }) => !COLUMNS.includes(parameter));
    if (unknown) refuseParameter(unknown, 'a margin table', COLUMNS);
    const coin = requireSubject(changes[0]!, 'market');
    const [bounds, leverages] = COLUMNS.map((name) => pickColumn(model, subject, name)) as [bigint[], bigint[]];
    const marginTiers = bounds.map((bound, index) => ({ lowerBound: Number(bound), maxLeverage: Number(leverages[index]) }));
    const dex = readDex(coin);
    const key = JSON.stringify([dex, marginTiers]);
    const table = tables.get(key) ?? { dex, marginTiers, coins: [] };
    table.coins.push([coin, subject.id]);
    tables.set(key, table);
  }
  return [...tables.values()].map(({ dex, marginTiers, coins }) => {
    const name = coins.length === 1 ? coins[0]![0] : dex;
    const description = `${name} ${marginTiers.map(({ maxLeverage }) => `${maxLeverage}x`).join('/')}`;
    // The exchange takes its lists in the order of their bytes.
    const sorted = [...coins].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      verified: false,
      note: 'Not verified: the form of insertMarginTable is known from client libraries only. Try it on testnet first.',
      action: { type: 'perpDeploy', insertMarginTable: { dex, marginTable: { description, marginTiers } } },
      then: { type: 'perpDeploy', setMarginTableIds: sorted.map(([coin, id]) => [coin, id ?? 'TODO: number of the inserted table']) },
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
  throw new UsageError(`'${coin}' is no market of a HIP-3 exchange`, { where: 'changes, market', suggestions: [`Write dex:COIN, the name of the exchange at most ${DEX_NAME_MAX} characters long. The main exchange's tables are its validators': for them, post the forum draft.`] });
}
