/** A lending market with a price history, and the pools that its asset is sold into: what a run that pulls first needs. */
import { createRandomStream } from '../../../src/core/random-stream.js';
import { AAVE, AAVE_TOKENS, addAaveAction, addAaveUser, fillAave } from './aave-v3.js';
import { TEST_BLOCK, TEST_TIME } from './messari-lending.js';
import { SubgraphServer } from './server.js';
import { fillUniswap, readRecorded, UNISWAP, USDC, WETH } from './uniswap-v3.js';

const HOURS = 40 * 24;

/** Forty accounts that owe USDC against WETH, forty days of hourly prices; the caller stops both servers. */
export async function startAaveAndPools(): Promise<{ aave: SubgraphServer; uniswap: SubgraphServer }> {
  const aave = await SubgraphServer.start({ entitySdl: AAVE });
  fillAave(aave);
  for (let index = 0; index < 40; index++) addAaveUser(aave, index, null, { WETH: { supply: String(10n ** 18n * BigInt(10 + index)) }, USDC: { debt: String(1_000_000 * (5000 + 150 * index)) } });
  const random = createRandomStream(1, 'prices', 0);
  let price = 1800;
  for (let hour = HOURS; hour > 0; hour--) {
    price *= Math.exp(0.01 * (random.nextUint32() / 2 ** 32 - 0.5));
    aave.add('PriceHistoryItem', { id: `${AAVE_TOKENS.WETH}${hour}`, asset: AAVE_TOKENS.WETH, price: String(Math.round(price * 1e8)), timestamp: TEST_TIME - hour * 3600 });
  }
  addAaveAction(aave, 'Supply', TEST_BLOCK, 4, 'WETH', '5');
  // The same tokens as in Aave's pool, at Aave's addresses.
  const uniswap = await SubgraphServer.start({ entitySdl: UNISWAP });
  fillUniswap(uniswap, await readRecorded(), { [USDC]: AAVE_TOKENS.USDC, [WETH]: AAVE_TOKENS.WETH });
  uniswap.add('Transaction', { id: '0xaa', blockNumber: String(TEST_BLOCK) });
  uniswap.add('Swap', { id: '0xaa#1', timestamp: String(TEST_TIME), transaction: '0xaa' });
  uniswap.add('TokenHourData', { id: `${WETH}-1`, token: AAVE_TOKENS.WETH, periodStartUnix: TEST_TIME - (TEST_TIME % 3600) - 3600, volume: '9', open: '1', high: '1', low: '1', close: '1' });
  return { aave, uniswap };
}
