/**
 * Compiles a package of contracts with the compiler version it asks for: `node compile-contracts.mjs <target> <output> [<folder>]`.
 *
 * With a folder, all Solidity in it is compiled, and imports are looked for there first.
 *
 * Writes {name: {abi, bytecode, linkReferences}}. An output whose key (sources' version, compiler, settings) still fits is kept.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const MODULES = path.resolve(import.meta.dirname, '../../../node_modules');
const ORIGIN = '@aave-dao/aave-v3-origin/src/contracts';

const TARGETS = {
  'aave-v3-origin': {
    compiler: 'solc',
    packageFile: '@aave-dao/aave-v3-origin/package.json',
    roots: [
      `${ORIGIN}/instances/PoolInstance.sol`,
      `${ORIGIN}/instances/PoolConfiguratorInstance.sol`,
      `${ORIGIN}/instances/ATokenInstance.sol`,
      `${ORIGIN}/instances/VariableDebtTokenInstance.sol`,
      `${ORIGIN}/extensions/v3-config-engine/AaveV3ConfigEngine.sol`,
      `${ORIGIN}/misc/DefaultReserveInterestRateStrategyV2.sol`,
      `${ORIGIN}/protocol/configuration/PoolAddressesProvider.sol`,
      `${ORIGIN}/protocol/configuration/ACLManager.sol`,
      `${ORIGIN}/mocks/oracle/PriceOracle.sol`,
      `${ORIGIN}/mocks/tokens/MintableERC20.sol`,
    ],
    remappings: [
      'openzeppelin-contracts/contracts=@openzeppelin/contracts',
      'openzeppelin-contracts-upgradeable/contracts=@openzeppelin/contracts-upgradeable',
      'solidity-utils=@bgd-labs/solidity-utils/src',
    ],
    settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: 'shanghai' },
  },
  'morpho-blue': {
    compiler: 'solc-0-8-19',
    packageFile: '@morpho-org/morpho-blue/package.json',
    roots: ['Morpho', 'mocks/ERC20Mock', 'mocks/OracleMock', 'mocks/IrmMock'].map((file) => `@morpho-org/morpho-blue/src/${file}.sol`),
    remappings: [],
    settings: { optimizer: { enabled: true, runs: 200 }, viaIR: true },
  },
  // Ours: who pays the pool when it calls back, and tokens to pay with.
  'pool-caller': {
    compiler: 'solc',
    folder: import.meta.dirname,
    packageFile: '@uniswap/v3-core/package.json',
    roots: ['pool-caller.sol'],
    remappings: [],
    settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: 'shanghai' },
  },
  // What a proposal folder holds, from the folder given.
  'aip-folder': {
    compiler: 'solc',
    packageFile: '@aave-dao/aave-v3-origin/package.json',
    roots: [],
    remappings: ['aave-v3-origin/contracts=@aave-dao/aave-v3-origin/src/contracts', 'openzeppelin-contracts/contracts=@openzeppelin/contracts'],
    settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: 'shanghai' },
  },
  // Ours: who holds the rights that a payload borrows.
  'aip-executor': {
    compiler: 'solc',
    folder: import.meta.dirname,
    packageFile: '@aave-dao/aave-v3-origin/package.json',
    roots: ['aip-executor.sol'],
    remappings: [],
    settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: 'shanghai' },
  },
  // Ours: the package's libraries, made callable.
  'aave-interest': {
    compiler: 'solc',
    folder: import.meta.dirname,
    packageFile: '@aave-dao/aave-v3-origin/package.json',
    roots: ['aave-interest.sol'],
    remappings: [],
    settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: 'shanghai' },
  },
  // The authors' Governor and timelock with the few choices that they leave open.
  governor: {
    compiler: 'solc',
    folder: import.meta.dirname,
    packageFile: '@openzeppelin/contracts/package.json',
    roots: ['governor.sol'],
    remappings: [],
    settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: 'cancun' },
  },
};

const [targetName, output, givenFolder] = process.argv.slice(2);
const target = givenFolder ? { ...TARGETS[targetName], folder: givenFolder, roots: listSolidity(givenFolder) } : TARGETS[targetName];
const key = createHash('sha256')
  .update(readFileSync(import.meta.filename))
  .update(target.folder ? target.roots.map(readRoot).join('') : '')
  .update(JSON.stringify([target, readVersion(target.packageFile), readVersion(`${target.compiler}/package.json`)]))
  .digest('hex');
const keyFile = `${output}.key`;
if (!(existsSync(output) && existsSync(keyFile) && readFileSync(keyFile, 'utf8') === key)) compile();

function listSolidity(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sol')).sort();
}

function readVersion(file) {
  return JSON.parse(readFileSync(path.join(MODULES, file), 'utf8')).version;
}

function readRoot(root) {
  return readFileSync(path.join(target.folder ?? MODULES, root), 'utf8');
}

function compile() {
  const solc = require(target.compiler);
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(target.roots.map((root) => [root, { content: readRoot(root) }])),
    settings: {
      ...target.settings,
      remappings: target.remappings,
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.bytecode.linkReferences'] } },
    },
  };
  const readImport = (file) => {
    const found = path.join(MODULES, file);
    return existsSync(found) ? { contents: readFileSync(found, 'utf8') } : { error: `${file} not found` };
  };
  const result = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport }));
  const errors = (result.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const contracts = {};
  // Where a dependency uses the same name, the package's own contract must win: it comes last.
  const isOwn = ([file]) => file.startsWith(path.dirname(target.packageFile));
  const files = Object.entries(result.contracts).sort((a, b) => Number(isOwn(a)) - Number(isOwn(b)));
  for (const [, byName] of files) {
    for (const [name, { abi, evm }] of Object.entries(byName)) {
      if (evm.bytecode.object) contracts[name] = { abi, bytecode: `0x${evm.bytecode.object}`, linkReferences: evm.bytecode.linkReferences };
    }
  }
  mkdirSync(path.dirname(output), { recursive: true });
  // Whole or not at all: another test process may read at the same time.
  const draft = `${output}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(contracts));
  renameSync(draft, output);
  writeFileSync(keyFile, key);
}
