import fc from 'fast-check';
import { encodeAbiParameters, keccak256, type AbiFunction, type Hex } from 'viem';
import { computeMaxBorrow, liquidateMorpho, ORACLE_PRICE_SCALE, type MorphoRequest } from '../../src/protocol/lending/morpho-blue/liquidate.js';
import { toAssetsUp, type MorphoMarket, type MorphoTotals } from '../../src/protocol/lending/morpho-blue/market.js';
import { MORPHO_RULES } from '../../src/protocol/lending/morpho-blue/parameters.js';
import { LiquidationRefusedError } from '../../src/protocol/lending/venue.js';
import { findRuleViolations } from '../../src/protocol/parameter-rules.js';
import { toAssetsUp as pulledDebt } from '../../src/sources/adapters/morpho-blue/shares.js';
import { compileArtifacts } from './support/artifacts.js';
import { chooseRuns } from '../support/fuzz.js';
import { runCompared } from './support/case-count.js';
import { Reverted, TestChain, type Contract } from './support/evm.js';

/** @source @morpho-org/morpho-blue 1.0.0, compiled with solc 0.8.19 through its IR, as its authors do */

const OWNER: Hex = '0x00000000000000000000000000000000000b0001';
const LENDER: Hex = '0x00000000000000000000000000000000000b0002';
const BORROWER: Hex = '0x00000000000000000000000000000000000b0003';
const OTHER: Hex = '0x00000000000000000000000000000000000b0004';
const MAX = 2n ** 127n;
const WAD = 10n ** 18n;

interface Deployed {
  readonly chain: TestChain;
  readonly morpho: Contract;
  readonly oracle: Contract;
  readonly irm: Contract;
  readonly loan: Contract;
  readonly collateral: Contract;
}

async function deploy(): Promise<Deployed> {
  const source = compileArtifacts('morpho-blue');
  const chain = new TestChain();
  const morpho = await chain.deploy(source('Morpho'), OWNER, [OWNER]);
  const [oracle, irm] = [await chain.deploy(source('OracleMock'), OWNER), await chain.deploy(source('IrmMock'), OWNER)];
  const [loan, collateral] = [await chain.deploy(source('ERC20Mock'), OWNER), await chain.deploy(source('ERC20Mock'), OWNER)];
  await chain.send(morpho, OWNER, 'enableIrm', irm.address);
  for (const account of [LENDER, BORROWER, OTHER]) {
    for (const token of [loan, collateral]) {
      await chain.send(token, account, 'setBalance', account, MAX);
      await chain.send(token, account, 'approve', morpho.address, MAX);
    }
  }
  return { chain, morpho, oracle, irm, loan, collateral };
}

interface Drawn {
  readonly lltvWad: bigint;
  readonly collateralRaw: bigint;
  readonly priceRaw: bigint;
  /** Share of the borrowing limit that is borrowed, per mille. */
  readonly borrowedPerMille: bigint;
  readonly otherDebtRaw: bigint;
  readonly elapsedSeconds: bigint;
  /** The moved price over the price at which the position is just healthy, per mille. */
  readonly pricePerMille: bigint;
  readonly by: 'seized' | 'repaid';
  readonly sharePerMille: bigint;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  lltvWad: fc.oneof(fc.constantFrom(385n, 625n, 770n, 860n, 915n, 945n, 965n, 980n).map((perMille) => (perMille * WAD) / 1_000n), fc.bigInt(WAD / 100n, WAD - 1n)),
  collateralRaw: fc.oneof(fc.bigInt(1_000n, 10n ** 9n), fc.bigInt(10n ** 9n, 10n ** 24n)),
  priceRaw: fc.bigInt(ORACLE_PRICE_SCALE / 1_000n, ORACLE_PRICE_SCALE * 1_000n),
  borrowedPerMille: fc.bigInt(500n, 1_000n),
  otherDebtRaw: fc.bigInt(0n, 10n ** 20n),
  elapsedSeconds: fc.bigInt(0n, 40_000_000n),
  pricePerMille: fc.oneof(fc.bigInt(300n, 990n), fc.bigInt(990n, 1_003n)),
  by: fc.constantFrom('seized', 'repaid'),
  sharePerMille: fc.oneof(fc.constant(1_000n), fc.bigInt(1n, 1_010n)),
});

test('Morpho Blue: the model seizes, repays, shares losses and refuses what the contract does', async () => {
  const contracts = await deploy();
  const counts = { liquidated: 0, 'liquidated with bad debt': 0, refused: 0 };
  const property = fc.asyncProperty(drawn, async (situation) => {
    const compared = await contracts.chain.discard(() => play(contracts, situation));
    if (!compared) return fc.pre(false);
    expect(compared.model).toEqual(compared.chain);
    counts[compared.outcome] += 1;
  });
  await runCompared('Morpho Blue liquidate', property, chooseRuns(1_500, 30), counts);
  expect(counts.liquidated).toBeGreaterThan(0);
}, 900_000);

test('Morpho Blue enables exactly the LLTVs that the rules accept, 0 apart', async () => {
  const { chain, morpho } = await deploy();
  let compared = 0;
  for (const lltvWad of [1n, WAD / 2n, WAD - 1n, WAD, WAD + 1n]) {
    const isAccepted = await chain.discard(() => accepts(chain.send(morpho, OWNER, 'enableLltv', lltvWad)));
    expect({ lltvWad, isAccepted: findRuleViolations(MORPHO_RULES, { lltvWad }).length === 0 }).toEqual({ lltvWad, isAccepted });
    compared += 1;
  }
  process.stderr.write(`conformance: Morpho Blue enableLltv: ${compared} cases compared\n`);
});

async function accepts(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof Reverted) return false;
    throw error;
  }
}

interface Compared {
  readonly chain: unknown;
  readonly model: unknown;
  readonly outcome: 'liquidated' | 'liquidated with bad debt' | 'refused';
}

/** Opens a market and a position, lets interest accrue, moves the oracle, liquidates on both sides. */
async function play({ chain, morpho, oracle, irm, loan, collateral }: Deployed, situation: Drawn): Promise<Compared | null> {
  const params = { loanToken: loan.address, collateralToken: collateral.address, oracle: oracle.address, irm: irm.address, lltv: situation.lltvWad };
  const send = (from: Hex, name: string, ...args: readonly unknown[]): Promise<unknown> => chain.send(morpho, from, name, params, ...args);
  await chain.send(morpho, OWNER, 'enableLltv', situation.lltvWad);
  await send(OWNER, 'createMarket');
  await chain.send(oracle, OWNER, 'setPrice', situation.priceRaw);
  const opening: MorphoMarket = marketOf(situation, { supplyAssetsRaw: 0n, borrowAssetsRaw: 0n, borrowSharesRaw: 0n });
  const debtRaw = (computeMaxBorrow(opening, situation.collateralRaw, situation.priceRaw) * situation.borrowedPerMille) / 1_000n;
  if (debtRaw === 0n) return null;
  await send(LENDER, 'supply', (debtRaw + situation.otherDebtRaw) * 2n, 0n, LENDER, '0x');
  await send(BORROWER, 'supplyCollateral', situation.collateralRaw, BORROWER, '0x');
  await send(BORROWER, 'borrow', debtRaw, 0n, BORROWER, BORROWER);
  if (situation.otherDebtRaw > 0n) {
    await send(OTHER, 'supplyCollateral', 10n ** 30n, OTHER, '0x');
    if (!(await accepts(send(OTHER, 'borrow', situation.otherDebtRaw, 0n, OTHER, OTHER)))) return null;
  }
  chain.timestamp += situation.elapsedSeconds;
  await send(OTHER, 'accrueInterest');

  const id = hashMarketId(morpho, params);
  const market = marketOf(situation, await readTotals(chain, morpho, id));
  const position = await readPosition(chain, morpho, id);
  const owedRaw = toAssetsUp(market.totals, position.borrowSharesRaw);
  // What a pull makes of the shares is what the contract asks for all of them.
  const [costRaw] = (await chain.discard(() => send(BORROWER, 'repay', 0n, position.borrowSharesRaw, BORROWER, '0x'))) as readonly bigint[];
  expect(pulledDebt(position.borrowSharesRaw, { assetsRaw: market.totals.borrowAssetsRaw, sharesRaw: market.totals.borrowSharesRaw })).toBe(costRaw);
  const justHealthyRaw = (owedRaw * WAD * ORACLE_PRICE_SCALE) / (situation.lltvWad * situation.collateralRaw);
  const priceRaw = (justHealthyRaw * situation.pricePerMille) / 1_000n;
  if (priceRaw === 0n) return null;
  await chain.send(oracle, OWNER, 'setPrice', priceRaw);
  const [seized, shares] =
    situation.by === 'seized' ? [(situation.collateralRaw * situation.sharePerMille) / 1_000n, 0n] : [0n, (position.borrowSharesRaw * situation.sharePerMille) / 1_000n];
  if (seized + shares === 0n) return null;
  const request: MorphoRequest = situation.by === 'seized' ? { seizedRaw: seized } : { repaidSharesRaw: shares };

  const model = runModel(() => liquidateMorpho(market, position, request, priceRaw));
  let amounts: readonly bigint[];
  try {
    amounts = (await send(OTHER, 'liquidate', BORROWER, seized, shares, '0x')) as readonly bigint[];
  } catch (error) {
    if (!(error instanceof Reverted)) throw error;
    // Solidity's own underflow check refuses what is larger than the position: Panic(0x11).
    const reason = error.reason === 'position is healthy' ? 'healthy' : error.reason === 'Panic' ? 'underflow' : error.reason;
    return { chain: reason, model: model instanceof LiquidationRefusedError ? (model.reason === 'healthy' ? 'healthy' : 'underflow') : model, outcome: 'refused' };
  }
  const after = { position: await readPosition(chain, morpho, id), totals: await readTotals(chain, morpho, id) };
  if (model instanceof LiquidationRefusedError) return { chain: { amounts, ...after }, model: model.reason, outcome: 'refused' };
  return {
    chain: { amounts, ...after },
    model: { amounts: [model.seizedRaw, model.repaidRaw], position: model.positionAfter, totals: model.totalsAfter },
    outcome: model.badDebtRaw > 0n ? 'liquidated with bad debt' : 'liquidated',
  };
}

function marketOf({ lltvWad }: Drawn, totals: MorphoTotals): MorphoMarket {
  return { collateralAsset: 'C', loanAsset: 'L', collateralDecimals: 18, loanDecimals: 18, lltvWad, totals };
}

function runModel<T>(work: () => T): T | LiquidationRefusedError {
  try {
    return work();
  } catch (error) {
    if (error instanceof LiquidationRefusedError) return error;
    throw error;
  }
}

function hashMarketId(morpho: Contract, params: object): Hex {
  const create = morpho.abi.find((entry) => entry.type === 'function' && entry.name === 'createMarket') as AbiFunction;
  return keccak256(encodeAbiParameters(create.inputs, [params]));
}

async function readTotals(chain: TestChain, morpho: Contract, id: Hex): Promise<MorphoTotals> {
  const [supplyAssetsRaw, , borrowAssetsRaw, borrowSharesRaw] = await chain.read<readonly bigint[]>(morpho, 'market', id);
  return { supplyAssetsRaw: supplyAssetsRaw!, borrowAssetsRaw: borrowAssetsRaw!, borrowSharesRaw: borrowSharesRaw! };
}

async function readPosition(chain: TestChain, morpho: Contract, id: Hex): Promise<{ collateralRaw: bigint; borrowSharesRaw: bigint }> {
  const [, borrowSharesRaw, collateralRaw] = await chain.read<readonly bigint[]>(morpho, 'position', id, BORROWER);
  return { collateralRaw: collateralRaw!, borrowSharesRaw: borrowSharesRaw! };
}
