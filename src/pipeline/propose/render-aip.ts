import { UsageError } from '../../core/errors.js';
import type { RunResult } from '../../core/run-result.js';
import type { AddressBook } from '../../proposal/address-book.js';
import type { ProposalRequest, RenderedProposal } from './proposal-request.js';

/** Renders the folder of an AIP (`aip`), or the config engine's calls alone (`aip-calls`). @throws UsageError naming what is missing */
export async function renderAip(format: 'aip' | 'aip-calls', result: RunResult, request: ProposalRequest, book: AddressBook): Promise<Omit<RenderedProposal, 'headline'>> {
  const { venue, engine, author, isoDate, snapshotBlock } = request;
  if (venue !== 'aave-v3') throw new UsageError(`${venue} has no config engine`, { where: `--format ${format}`, suggestions: ['Say --venue aave-v3 where the payload is for a v3 market, or ask for calls, safe or governor.'] });
  if (format === 'aip') {
    if (snapshotBlock === null) throw new UsageError('the test of an AIP needs the block that it forks at', { where: '--snapshot-block', suggestions: ['Give a recent block of the network, for example --snapshot-block 19000000.'] });
    const { renderAipFolder } = await import('../../proposal/aave/aip/aip-folder.js');
    return { files: renderAipFolder(result, { author, createdIsoDate: isoDate, engine, book, forkBlock: snapshotBlock }), calls: [] };
  }
  const [{ buildEngineCall }, { decodeCall }] = await Promise.all([import('../../proposal/aave/collateral-calls.js'), import('../../proposal/calls/governance-call.js')]);
  const call = buildEngineCall(result, engine, book);
  const calls = [{ ...call, decoded: decodeCall(call) }];
  // An engine has no rights of its own: only the executor's delegate call gives it the executor's.
  const file = { engine, operation: 'delegatecall', chainId: book.chainId, source: book.source, date: book.date, calls };
  return { files: { 'aip-calls.json': `${JSON.stringify(file, null, 2)}\n` }, calls };
}
