import type { RunResult } from '../../../core/run-result.js';
import { buildColumns, textCell, type Section } from '../../../report/blocks.js';
import { formatBps } from '../../../report/format-numbers.js';
import { renderSectionMarkdown } from '../../../report/markdown/render-blocks.js';
import type { AddressBook } from '../../address-book.js';
import { buildProposalModel, type ProposalModel } from '../../model.js';
import { assertHeaderOptions, renderHeaderValue, type ArfcOptions } from '../arfc.js';
import { buildMotivation, buildSummary } from '../arfc-sections.js';
import type { AaveEngineVersion } from '../collateral-calls.js';
import { buildAipPayload, type AipPayload } from './payload-names.js';
import { renderDeployScript, renderPayload, renderPayloadTest } from './solidity.js';

export interface AipOptions extends ArfcOptions {
  readonly engine: AaveEngineVersion;
  readonly book: AddressBook;
  readonly forkBlock: number;
}

/**
 * Renders the folder of an AIP: payload, test, script, text and the generator's `config.ts`, by path.
 *
 * @throws UsageError when the author, the date, the asset's address or the network's pool is missing
 * @source aave-proposals-v3, src/YYYYMMDD_<Pool>_<ShortName>
 */
export function renderAipFolder(result: RunResult, options: AipOptions): Record<string, string> {
  assertHeaderOptions(options);
  const model = buildProposalModel(result);
  const payload = buildAipPayload(model, options.engine, options.book, options.createdIsoDate, options.forkBlock);
  const { folder, contract, shortName, compactDate } = payload;
  return {
    [`${folder}/${contract}.sol`]: renderPayload(payload),
    [`${folder}/${contract}.t.sol`]: renderPayloadTest(payload),
    [`${folder}/${shortName}_${compactDate}.s.sol`]: renderDeployScript(payload),
    [`${folder}/${shortName}.md`]: renderAipText(model, result, options.author, payload),
    [`${folder}/config.ts`]: renderConfig(model, options.author, payload),
  };
}

/** What is not known yet is `TODO`, as the repository's own generator writes it. */
function renderAipText(model: ProposalModel, result: RunResult, author: string, { pool, contract, folder }: AipPayload): string {
  const header = ['---', `title: ${renderHeaderValue(`${model.headline} on Aave v3 (${model.network})`)}`, `author: ${renderHeaderValue(author)}`, 'discussions: TODO', 'snapshot: TODO', '---'].join('\n');
  const specification: Section = {
    id: 'specification',
    title: 'Specification',
    blocks: [
      {
        kind: 'table',
        caption: 'The liquidation bonus is the excess over 100 %',
        columns: buildColumns('Parameter', 'Asset', '>Current', '>Recommended'),
        rows: model.changes.map(({ name, from, to }) => [name, model.asset, formatBps(from), formatBps(to)].map(textCell)),
      },
    ],
  };
  const sources = `https://github.com/aave-dao/aave-proposals-v3/blob/main/src/${folder}/${contract}`;
  return `${[
    header,
    renderSectionMarkdown({ ...buildSummary(model, result), title: 'Simple Summary' }),
    renderSectionMarkdown(buildMotivation(result)),
    renderSectionMarkdown(specification),
    `## References\n\n- Implementation: [${pool}](${sources}.sol)\n- Tests: [${pool}](${sources}.t.sol)\n- Snapshot: TODO\n- Discussion: TODO`,
    '## Copyright\n\nCopyright and related rights waived via [CC0](https://creativecommons.org/publicdomain/zero/1.0/).',
  ].join('\n\n')}\n`;
}

/** The answers that make the repository's generator write the same payload; percent as text, empty keeps. */
function renderConfig(model: ProposalModel, author: string, { pool, shortName, compactDate, asset, engine, toBps, forkBlock }: AipPayload): string {
  const percent = (bps: number | undefined): string => (bps === undefined ? '' : String(bps / 100));
  const update = {
    asset,
    ltv: percent(toBps.ltvBps),
    liqThreshold: percent(toBps.liquidationThresholdBps),
    liqBonus: percent(toBps.liquidationBonusBps),
    ...(engine === 'v3.6' ? { debtCeiling: '' } : {}),
    liqProtocolFee: '',
  };
  const config = {
    rootOptions: { author, pools: [pool], title: model.headline, shortName, date: compactDate, discussion: 'TODO', snapshot: 'TODO', votingNetwork: 'AVALANCHE' },
    poolOptions: { [pool]: { configs: { COLLATERALS_UPDATE: [update] }, cache: { blockNumber: forkBlock } } },
  };
  return `import {ConfigFile} from '../../generator/types';\n\nexport const config: ConfigFile = ${JSON.stringify(config, null, 2)};\n`;
}
