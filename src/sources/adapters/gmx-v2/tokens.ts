import { UsageError } from '../../../core/errors.js';
import type { SourceToken } from '../../mapping/asset-book.js';

/**
 * Tokens that GMX trades or takes as margin: symbol, address, decimals. The subgraph knows addresses only, and its prices and sizes cannot be
 * read without the decimals; synthetic tokens such as BTC have an address of GMX's own and no contract that could be asked.
 *
 * @source gmx-io/gmx-interface @ a78e920e7c779ddd875ee857cc8b240d20ee42d9, sdk/src/configs/tokens.ts (facts: names, addresses, decimals)
 */
const TOKENS: Readonly<Record<string, string>> = {
  arbitrum: `
    WETH 0x82af49447d8a07e3bd95bd0d56f35241523fbab1 18, WBTC 0x2f2a2543b76a4166549f7aab2e75bef0aefc5b0f 8,
    ARB 0x912ce59144191c1204e64559fe8253a0e49e6548 18, SOL 0x2bcc6d6cdbbdc0a4071e48bb3b969b06b3330c07 9,
    LINK 0xf97f4df75117a78c1a5a0dbb814af92458539fb4 18, UNI 0xfa7f8980b0f1e64a2062791cc3b0871572f1f7f0 18,
    USDC.E 0xff970a61a04b1ca14834a43f5de4533ebddb5cc8 6, USDC 0xaf88d065e77c8cc2239327c5edb3a432268e5831 6,
    USDT 0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9 6, DAI 0xda10009cbd5d07dd0cecc66161fc93d7c9000da1 18,
    FRAX 0x17fc002b466eec40dae837fc4be5c67993ddbd6f 18, MIM 0xfea7a6a0b346362bf88a9e4a88416b77a57d6c2a 18,
    BTC 0x47904963fc8b2340414262125af798b9655e58cd 8, DOGE 0xc4da4c24fd591125c3f47b340b6f4f76111883d8 8,
    LTC 0xb46a094bc4b0adbd801e14b9db95e05e28962764 8, XRP 0xc14e065b0067de91534e032868f5ac6ecf2c6868 6,
    BNB 0xa9004a5421372e1d83fb1f85b0fc986c912f91f3 18, ATOM 0x7d7f1765acbaf847b9a1f7137fe8ed4931fbfeba 6,
    NEAR 0x1ff7f3efbb9481cbd7db4f932cbcd4467144237c 24, AAVE 0xba5ddd1f9d7f570dc94a51479a000e3bce967196 18,
    AVAX 0x565609faf65b92f7be02468acf86f8979423e514 18, OP 0xac800fd6159c2a2cb8fc31ef74621eb430287a5a 18,
    PEPE 0x25d887ce7a35172c62febfd67a1856f20faebb00 18, WIF 0xa1b91fe9fd52141ff8cac388ce3f10bfdc1de79d 6,
    ORDI 0x1e15d08f3ca46853b692ee28ae9c7a0b88a9c994 18, STX 0xbaf07cf91d413c0acb2b7444b9bf13b4e03c9d71 6,
    USDE 0x5d3a1ff2b6bab83b63cd9ad0787074081a52ef34 18, WSTETH 0x5979d7b546e38e414f7e9822514be443a4800529 18,
    SHIB 0x3e57d02f9d196873e55727382974b02edebe6bfd 18, TBTC 0x6c84a8f1c29108f47a79964b5fe888d4f4d0de40 18,
    EIGEN 0x606c3e5075e5555e79aa15f1e9facb776f96c248 18, SATS 0x2cd2eb61d17b78239fcd19aaff72981b5d5ef319 6,
    POL 0x9c74772b713a1b032aeb173e28683d937e51921c 18, APE 0x7f9fbf9bdd3f4105c478b996b648fe6e828a1e98 18,
    SUI 0x197aa2de1313c7ad50184234490e12409b2a1f95 9, SEI 0x55e85a147a1029b985384822c0b2262df8023452 18,
    APT 0x3f8f0dce4dce4d0d1d0871941e79cda82ca50d0b 8, TIA 0x38676f62d166f5ce7de8433f51c6b3d6d9d66c19 6,
    TRX 0xb06aa7e4af937c130ddade66f6ed7642716fe07a 6, TON 0xb2f7cefaeeb08aa347705ac829a7b8be2fb560f3 9,
    WLD 0x75b9add873641b253718810e6c65db6d72311fd0 18, BONK 0x1fd10e767187a92f0ab2abdeef4505e319ca06b2 5,
    TAO 0x938aef36caafbcb37815251b602168087ec14648 9, BOME 0x3eea56a1cccdbfb70a26ad381c71ee17e4c8a15f 6,
    FLOKI 0x6792c5b8962ffbdd020c6b6fd0be7b182e0e33a3 9, MEME 0xaf770f03518686a365300ab35ad860e99967b2f0 18,
    MEW 0x5503cf72f54b6d692d36bbcd391516a7de068687 5, PENDLE 0x0c880f6761f1af8d9aa9c466984b80dab9a8c9e8 18,
    ADA 0x53186c8419beb83fe4da74f7875041a1287337ed 6, BCH 0xc33d9c096e74aa4f571e9417b69a19c4a1e72ef2 8,
    DOT 0xe958f107b467d5172573f761d26931d658c1b436 10, ICP 0xdaf0a71608938f762e37ec5f72f670cc44703454 8,
    XLM 0xc5dbd52ae5a927cf585b884011d0c7631c9974c6 7, RENDER 0x82bb89fcc64c5d4016c5ed1ab016bb0d1c20d6c3 18,
    FIL 0x3aebb98f57081dcbeb0b8ea823cf84900a31e5d8 18, DYDX 0x0739ad7aea69ad36edeb91b0e55cac140427c632 18,
    INJ 0xfde73eddbe6c5712a12b72c470f8fe5c77a7ff17 18, TRUMP 0x30021afa4767ad66aa52a06df8a5ab3aca9371fd 6,
    MELANIA 0xfa4f8e582214ebce1a08eb2a65e08082053e441f 6, ENA 0xfe1aac2cd9c5cc77b58eecfe75981866ed0c8b7a 18,
    AI16Z 0xbb69bd9dc152c2c0f083507641a46193d2b61ebb 9, ANIME 0x37a645648df29205c6261289983fb04ecd70b4b3 18,
    FARTCOIN 0xaca341e61ab6177b0b0df46a612e4311f8a7605f 6, BERA 0x67adabbad211ea9b3b4e2fd0fd165e593de1e983 18,
    LDO 0x9d678b4dd38a6e01df8090aeb7974ad71142b05f 18, VIRTUAL 0xb6672496214c90134a9223894e709f26a5eed362 18,
    PENGU 0x4c1dac9b6eaf122fe3de824c1c2220413f3ac197 6, FET 0x83d5944e7f5ef1d8432002d3cb062e1012f6f8e6 18,
    ONDO 0xecfb4718ad19b626a77491895a2f99ea0ceded08 18, AIXBT 0xca543cb8bcc76e4e0a034f56eb40a1029bdfd70e 18,
    S 0x8f6ccb99d4fd0b4095915147b5ae3bbdb8075394 18, CAKE 0x580b373ac16803bb0133356f470f3c7eef54151b 18,
    HYPE 0xfdfa0a749da3bccee20ae0b4ad50e39b26f58f7c 8, JUP 0xfed500df379427fbc48bdaf3b511b519c7eccd26 6,
    MKR 0x8904de84c3bb3b7d2383f934af40fcb3ef82f28b 18, OM 0x1f3407ea067dfbdf6deb6bbfda4869215fb0ab77 18,
    DOLO 0x97ce1f309b949f7fbc4f58c5cb6aa417a5ff8964 18, ZRO 0xa8193c55c34ed22e1dbe73fd5adc668e51578a67 18,
    MOODENG 0xd3898c6570974aeca38a8acf22fd60739e528a99 6, XMR 0x13674172e6e44d31d4be489d5184f3457c40153a 12,
    PI 0xd1738d37401a0a71f7e382d2cfecd3ab69687017 18, CRV 0xe5f01aeacc8288e9838a60016ab00d7b6675900b 18,
    PUMP 0x9c060b2fa953b5f69879a8b7b81f62bffef360be 18, SPX6900 0xb736be525a65326513351058427d1f47b0cfb045 8,
    MNT 0x955cd91eeae618f5a7b49e1e3c7482833b10dab4 18, ALGO 0x72cd3a21aa7a898028d9501868fbe6ded0020434 6,
    CRO 0xb7efe7c7f059e84ab87a83a169c583fb4a54fac3 8, HBAR 0xeb2a83b973f4dbb9511d92dd40d2ba4c683f0971 8,
    CVX 0x3b6f801c0052dfe0ac80287d611f31b7c47b9a6b 18, KAS 0x91c6a8f6afac036f4abf1ba55f4e76892e865e4a 8,
    AERO 0xecc5eb985ddbb8335b175b0a2a1144e4c978f1f6 18, BRETT 0x4249f6e0808beff7368aaad3f7a3fd511f61ee60 18,
    WLFI 0xc5799ab6e2818fd8d0788db8d156b0c5db1bf97b 18, OKB 0xd37f01a3379f052fef70f63c0be27931891aa2b9 18,
    MORPHO 0xf67b2a901d674b443fa9f6db2a689b37c07fd4fe 18, VVV 0xb79eb5ba64a167676694bb41bc1640f95d309a2f 18,
    WELL 0x465a31e5ba29b8eacc860d499d714a6f07e56e85 18, KTA 0x96ee343e36e8642627faea235d57a9fec8a6e34f 18,
    ZORA 0xc5ff0eb026db972f95df3dff04e697d8b660092a 18, XPL 0x2e73bdbee83d91623736d514b0bb41f2afd9c7fd 18,
    ASTER 0x2aab60e62f05d17e58dec982870bfadc7f4e7adf 18, 0G 0x95c317066cf214b2e6588b2685d949384504f51e 18,
    AVNT 0xdb58eb7f408eba2176ecb44a4696292605cceb39 18, LINEA 0xc4017cfe7d7eabde63d3252cabf26a286fe2b1e0 18,
    MON 0xb96e60ca3a7677b29f1e10dd109e952b275038be 18, SKY 0xeea41cea2204d1156de1bdf2cf4ab6184d17f90b 18,
    ZEC 0x6eabbaa3278556dc5b19c034dc26c0eab60d65b5 8, AR 0x4b9a2b862e1a30e6e844c991d31dc6387c9d65d5 12,
    DASH 0x426fe015a5f4e6ad4e6497ad79265d07ea9f121e 8, SYRUP 0x9759c297fb6c91e252c7292ceca30a509558e5de 18,
    JTO 0xf01d2aa2f3f903a93d57c4bf672c8096de485fa7 9, CHZ 0x5db4692926c8ceebf6da0995358bbc438f3fd80c 18,
    XAUT 0x7624ccccc59361d583f28bec40d37e7771d2ef5d 18, LIT 0xe6172eecbb07f197f52bb73d74daa0e19c31c4db 18,
    IP 0xe7304e9f4ca383bd6312a5179cdc7b40b96a6f5a 18, CC 0x7f2a3967bd0999a860e13ab8dc34af98675cc208 18,
    MET 0x84d523493aac127025ac770981a54c9601326a41 18, GOLD 0xc48d782c5c54157d37d2fa4e6ba27e8cf57da956 18,
    SILVER 0xe41902f9ad379a8cc34a34efa00f5c3ee5112bc8 18, WTIOIL 0xa8ffb545d5cbf1f44e3eba123d60372cd267d73c 18,
    BRENTOIL 0x9c5c4b9ba1feba72186f50d8ae7c58b1d7f0b12f 18, NATGAS 0x620ac65be29066bb9d1e92c65b35b9fd321fb963 18,
    SPCX 0x8cbd0d5d81e7957123e6d8ffae657a40bdc5691b 18, MEGA 0x13983f27ce9365055a6a553233c49fe28e70103e 18,
    GMX 0xfc5a1a6eb076a2c7ad06ed22c90d7e710e35ad0a 18
  `,
  avalanche: `
    WAVAX 0xb31f66aa3c1e785363f0875a1b74e27b85fd66c7 18, WETH.e 0x49d5c2bdffac6ce2bfdb6640f4f80f226bc10bab 18,
    BTC.b 0x152b9d0fdc40c096757f570a51e494bd4b943e50 8, WBTC.e 0x50b7545627a5162f82a992c33b87adc75187b218 8,
    USDC 0xb97ef9ef8734c71904d8002f8b6bc66dd9c48a6e 6, USDC.E 0xa7d7079b0fead91f3e65f86e8915cb59c1a4c664 6,
    USDT 0x9702230a8ea53601f5cd2dc00fdbc13d4df4a8c7 6, USDT.E 0xc7198437980c041c805a1edcba50c1ce5db95118 6,
    DAI.E 0xd586e7f844cea2f87f50152665bcbc2c279d8d70 18, MIM 0x130966628846bfd36ff31a822705796e8cb8c18d 18,
    LINK 0x5947bb275c521040051d82396192181b413227a3 18, DOGE 0xc301e6fe31062c557aee806cc6a841ae989a3ac6 8,
    LTC 0x8e9c35235c38c44b5a53b56a41eaf6db9a430cd6 8, SOL 0xfe6b19286885a4f7f55adad09c3cd1f906d2478f 9,
    XRP 0x34b2885d617ce2dded4f60ccb49809fc17bb58af 6, XAUt0 0x2775d5105276781b4b85ba6ea6a6653beed1dd32 6,
    TRUMP 0x2f6d7be53fab5538065a226ba091015d422a7528 6, MELANIA 0xd42c991a4fab293c57a7bf25c2e2ec5ae1db1714 6,
    PUMP 0xda598795dfe56388ca3d35e2ccfa96eff83ec306 18, WLFI 0xbdf8a77acb7a54597e7760b34d3e632912bb59b7 18,
    GMX 0x62edc0692bd897d2295872a9ffcac5425011c661 18
  `,
};

export const TOKEN_CHOICE = 'tokens';
const TOKEN = /^(\S{1,20}) (0x[0-9a-f]{40}) (\d{1,2})$/;

/**
 * The known tokens of a network, and those of the choice `tokens`, which go before.
 *
 * @throws UsageError when the choice is no list of `SYMBOL 0xaddress decimals`
 */
export function listTokens(network: string, choice: string | undefined): SourceToken[] {
  const chosen = readList(choice ?? '');
  const ids = new Set(chosen.map(({ id }) => id));
  return [...chosen, ...readList(TOKENS[network] ?? '').filter(({ id }) => !ids.has(id))];
}

function readList(text: string): SourceToken[] {
  const items = text.split(',').map((item) => item.trim()).filter(Boolean);
  return items.map((item) => {
    const [, symbol, address, decimals] = TOKEN.exec(item.replace(/0x[0-9a-f]{40}/i, (found) => found.toLowerCase())) ?? [];
    if (symbol === undefined) {
      throw new UsageError(`\`${item}\` is no token`, { where: `--choose ${TOKEN_CHOICE}`, suggestions: ['Write symbol, address and decimals, several with commas between: `tokens=FOO 0x… 18, BAR 0x… 6`.'] });
    }
    return { id: address!, symbol, decimals: Number(decimals) };
  });
}
