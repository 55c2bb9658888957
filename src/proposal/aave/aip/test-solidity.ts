/** The Solidity that checks and deploys an AIP's payload. */
import type { ChangeSubject } from '../../model.js';
import type { EngineUpdate } from '../engine-structs.js';
import type { AipPayload, PayloadAsset } from './payload-names.js';
import { formatBpsLiteral, formatTokensLiteral, SOLIDITY_HEADER } from './payload-solidity.js';

const FULL_BPS = 10_000n;

/** Where the configuration word holds a parameter. */
const BITS: Readonly<Record<string, { readonly shift: number; readonly mask: string }>> = {
  ltvBps: { shift: 0, mask: '0xffff' },
  liquidationThresholdBps: { shift: 16, mask: '0xffff' },
  liquidationBonusBps: { shift: 32, mask: '0xffff' },
  reserveFactorBps: { shift: 64, mask: '0xffff' },
  borrowCapTokens: { shift: 80, mask: '0xfffffffff' },
  supplyCapTokens: { shift: 116, mask: '0xfffffffff' },
  liquidationProtocolFeeBps: { shift: 152, mask: '0xffff' },
};

/** Field of an e-mode category that holds a parameter. */
const CATEGORY_FIELDS: Readonly<Record<string, string>> = { ltvBps: 'ltv', liquidationThresholdBps: 'liquidationThreshold', liquidationBonusBps: 'liquidationBonus' };

/** Fields of a rate strategy that hold a parameter. */
const RATE_FIELDS: Readonly<Record<string, string>> = {
  optimalUsageRatioBps: 'optimalUsageRatio',
  baseVariableBorrowRateBps: 'baseVariableBorrowRate',
  variableRateSlope1Bps: 'variableRateSlope1',
  variableRateSlope2Bps: 'variableRateSlope2',
};
const RATES = 'IDefaultInterestRateStrategyV2.InterestRateData';

/** The test: Aave's default checks, then each parameter read back; what is not proposed must stay. */
export function renderPayloadTest({ network, pool, contract, folder, updates, assets, categories, forkBlock }: AipPayload): string {
  const rated = assets.filter(({ name }) => updates.some(({ struct, subject }) => struct.name === 'RateStrategyUpdate' && subject.asset === name));
  const blocks = [
    ...assets.map((asset, index) => checkReserve(asset, index, pool, updates)),
    ...rated.map((asset, index) => checkRates(asset, index, pool, updates)),
    ...categories.map((id, index) => checkCategory(id, index, pool, updates)),
  ];
  // Lists, not one variable each: the stack holds sixteen.
  const declarations = [
    ...(assets.length === 0 ? [] : [`    uint256[] memory before = new uint256[](${assets.length});`]),
    ...(rated.length === 0 ? [] : [`    ${RATES}[] memory ratesBefore = new ${RATES}[](${rated.length});`]),
    ...(categories.length === 0 ? [] : [`    DataTypes.CollateralConfig[] memory modeBefore = new DataTypes.CollateralConfig[](${categories.length});`]),
  ];
  return `${SOLIDITY_HEADER}
import {${pool}} from 'aave-address-book/${pool}.sol';
import {ProtocolV3TestBase} from 'aave-helpers/src/ProtocolV3TestBase.sol';
import {DataTypes} from 'aave-v3-origin/contracts/protocol/libraries/types/DataTypes.sol';
${rated.length === 0 ? '' : "import {IDefaultInterestRateStrategyV2} from 'aave-v3-origin/contracts/interfaces/IDefaultInterestRateStrategyV2.sol';\n"}import {${contract}} from './${contract}.sol';

/**
 * @dev Test for ${contract}
 * command: FOUNDRY_PROFILE=test forge test --match-path=src/${folder}/${contract}.t.sol -vv
 */
contract ${contract}_Test is ProtocolV3TestBase {
  ${contract} internal proposal;

  function setUp() public {
    vm.createSelectFork(vm.rpcUrl('${network.rpcAlias}'), ${forkBlock});
    proposal = new ${contract}();
  }

  function test_defaultProposalExecution() public {
${[...declarations, ...blocks.map(({ before }) => before)].join('\n')}
    defaultTest('${contract}', ${pool}.POOL, address(proposal));
${blocks.flatMap(({ after }) => after).join('\n')}
  }
}
`;
}

interface Check {
  readonly before: string;
  readonly after: readonly string[];
}

function checkReserve({ name, constant }: PayloadAsset, index: number, pool: string, updates: readonly EngineUpdate[]): Check {
  const word = `${pool}.POOL.getConfiguration(proposal.${constant}()).data`;
  const checks = Object.entries(BITS).map(([parameter, { shift, mask }]) => {
    const wanted = findWanted(updates, (subject) => subject.asset === name, parameter);
    return `      assertEq((afterwards >> ${shift}) & ${mask}, ${wanted ?? `(before[${index}] >> ${shift}) & ${mask}`}, '${parameter}');`;
  });
  return { before: `    before[${index}] = ${word};`, after: ['    {', `      uint256 afterwards = ${word};`, ...checks, '    }'] };
}

function checkRates({ name, constant }: PayloadAsset, index: number, pool: string, updates: readonly EngineUpdate[]): Check {
  const asset = `proposal.${constant}()`;
  const read = `IDefaultInterestRateStrategyV2(${pool}.POOL.getReserveData(${asset}).interestRateStrategyAddress).getInterestRateDataBps(${asset})`;
  const checks = Object.entries(RATE_FIELDS).map(([parameter, field]) => {
    const wanted = findWanted(updates, (subject) => subject.asset === name, parameter);
    return `      assertEq(afterwards.${field}, ${wanted ?? `ratesBefore[${index}].${field}`}, '${parameter}');`;
  });
  return { before: `    ratesBefore[${index}] = ${read};`, after: ['    {', `      ${RATES} memory afterwards = ${read};`, ...checks, '    }'] };
}

function checkCategory(id: number, index: number, pool: string, updates: readonly EngineUpdate[]): Check {
  const read = `${pool}.POOL.getEModeCategoryCollateralConfig(${id})`;
  const checks = Object.entries(CATEGORY_FIELDS).map(([parameter, field]) => {
    const wanted = findWanted(updates, (subject) => subject.asset === null && subject.id === id, parameter);
    return `      assertEq(afterwards.${field}, ${wanted ?? `modeBefore[${index}].${field}`}, '${parameter} of category ${id}');`;
  });
  return { before: `    modeBefore[${index}] = ${read};`, after: ['    {', `      DataTypes.CollateralConfig memory afterwards = ${read};`, ...checks, '    }'] };
}

/** What storage must hold afterwards, where the parameter changes; it holds the bonus with its 100 %. */
function findWanted(updates: readonly EngineUpdate[], isOf: (subject: ChangeSubject) => boolean, parameter: string): string | undefined {
  const change = updates.filter(({ subject }) => isOf(subject)).flatMap(({ changes }) => changes).find((candidate) => candidate.parameter === parameter);
  if (!change) return undefined;
  const raw = change.to as bigint;
  if (parameter.endsWith('Tokens')) return formatTokensLiteral(raw);
  return formatBpsLiteral(parameter === 'liquidationBonusBps' ? FULL_BPS + raw : raw);
}
