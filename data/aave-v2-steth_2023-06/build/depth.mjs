import { readCsv } from './csv.mjs';

const PAIRS = ['wstETH>WETH', 'WETH>USDC', 'WBTC>USDC', 'wstETH>USDC'];

/** Builds the 1inch quotes of the pairs that liquidators of this market would trade. */
export function buildDepthQuoteRows(dataFolder) {
  return readCsv(`${dataFolder}/oneinch-quotes-2023-11`, 'oneinch_quotes.csv.gz')
    .filter((quote) => PAIRS.includes(`${quote.src_sym}>${quote.dst_sym}`))
    .map((quote) => ({
      sell_asset: quote.src_sym,
      buy_asset: quote.dst_sym,
      unix_seconds: Number(quote.timestamp),
      sell_amount: Number(quote.in_tokens),
      buy_amount: Number(quote.out_tokens),
      impact_ratio: Number(quote.price_impact),
    }));
}

/** Builds the balances of the Curve stETH pool: two rows per observation. */
export function buildPoolBalanceRows(dataFolder) {
  return readCsv(`${dataFolder}/curve-pool-balances-daily`, 'stETH_pool.csv.gz').flatMap((row) =>
    [
      ['ETH', row.eth_balance],
      ['stETH', row.steth_balance],
    ].map(([asset, balance]) => ({
      pool: 'curve-steth',
      unix_seconds: Number(row.timestamp),
      asset,
      balance_raw: BigInt(balance),
      virtual_price_raw: BigInt(row.virtual_price),
    })),
  );
}
