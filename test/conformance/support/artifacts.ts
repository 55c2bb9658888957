import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Abi, Hex } from 'viem';
import type { Contract, TestChain } from './evm.js';

type LinkReferences = Readonly<Record<string, Readonly<Record<string, readonly { readonly start: number; readonly length: number }[]>>>>;

/** A compiled contract; `bytecode` still has holes where `linkReferences` says so. */
export interface Artifact {
  readonly abi: Abi;
  readonly bytecode: Hex;
  readonly linkReferences: LinkReferences;
}

/** The compiled contracts of one package, by name. */
export type ArtifactSource = (name: string) => Artifact;

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The bytecode that the authors published with their package: `@aave/core-v3` 1.19.3, `@aave/protocol-v2` 1.0.1, `@uniswap/v3-core` 1.0.1. */
export function readPublishedArtifacts(packageName: '@aave/core-v3' | '@aave/protocol-v2' | '@uniswap/v3-core'): ArtifactSource {
  const folder = path.join(ROOT, 'node_modules', packageName, 'artifacts/contracts');
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json') && !file.endsWith('.dbg.json'))
      .map((file) => [path.basename(file, '.json'), path.join(folder, file)]),
  );
  return (contract) => JSON.parse(readFileSync(requireEntry(files, contract), 'utf8')) as Artifact;
}

/**
 * Contracts compiled by `compile-contracts.mjs`; the output is kept in node_modules/.cache until sources or settings change.
 * With a folder, all Solidity in it.
 */
export function compileArtifacts(target: 'aave-v3-origin' | 'morpho-blue' | 'pool-caller' | 'governor' | 'aip-folder' | 'aip-executor' | 'aave-interest', folder?: string): ArtifactSource {
  const output = path.join(ROOT, `node_modules/.cache/plimsoll-conformance/${target}.json`);
  // The compiler is a large wasm module: a process of its own keeps it out of the test runner's heap.
  execFileSync(process.execPath, [path.join(import.meta.dirname, 'compile-contracts.mjs'), target, output, ...(folder === undefined ? [] : [folder])], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(output)) throw new Error(`compiling ${target} left no output`);
  const compiled = new Map(Object.entries(JSON.parse(readFileSync(output, 'utf8')) as Record<string, Artifact>));
  return (name) => requireEntry(compiled, name);
}

function requireEntry<T>(entries: ReadonlyMap<string, T>, name: string): T {
  const entry = entries.get(name);
  if (entry === undefined) throw new Error(`no compiled contract ${name}`);
  return entry;
}

/** Deploys a contract after the libraries that it links, each library once per chain. */
export async function deployLinked(
  chain: TestChain,
  source: ArtifactSource,
  libraries: Map<string, Contract>,
  from: Hex,
  name: string,
  args: readonly unknown[] = [],
): Promise<Contract> {
  const artifact = source(name);
  let { bytecode } = artifact;
  for (const holesByLibrary of Object.values(artifact.linkReferences)) {
    for (const [library, holes] of Object.entries(holesByLibrary)) {
      if (!libraries.has(library)) libraries.set(library, await deployLinked(chain, source, libraries, from, library));
      const { address } = libraries.get(library)!;
      for (const { start, length } of holes) {
        const at = 2 + start * 2;
        bytecode = `${bytecode.slice(0, at)}${address.slice(2)}${bytecode.slice(at + length * 2)}` as Hex;
      }
    }
  }
  return chain.deploy({ ...artifact, bytecode }, from, args);
}
