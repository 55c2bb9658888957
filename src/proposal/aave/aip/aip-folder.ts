import { renderSectionMarkdown } from '../../../report/markdown/render-blocks.js';
import type { AddressBook } from '../../address-book.js';
import type { RunEvidence } from '../../evidence/evidence.js';
import type { ProposalModel } from '../../model.js';
import { buildMotivation, buildSpecification, buildSummary } from '../../text/draft-sections.js';
import { assertDraftOptions, PLACEHOLDER, renderFrontMatter, renderHeaderValue, type DraftOptions } from '../../text/front-matter.js';
import { listFields, type AaveEngineVersion, type EngineUpdate } from '../engine-structs.js';
import { buildAipPayload, type AipPayload } from './payload-names.js';
import { renderPayload } from './payload-solidity.js';
import { renderDeployScript } from './script-solidity.js';
import { renderPayloadTest } from './test-solidity.js';

export interface AipOptions extends DraftOptions {
  readonly engine: AaveEngineVersion;
  readonly book: AddressBook;
  readonly forkBlock: number;
}

/**
 * Renders the folder of an AIP: payload, test, script, text and the generator's `config.ts`, by path.
 *
 * @param result the run behind the model; `null` when there is none, which the text then says
 * @throws UsageError when the author, the date, an asset's address or the network's pool is missing
 * @source aave-proposals-v3, src/YYYYMMDD_<Pool>_<ShortName>
 */
export function renderAipFolder(model: ProposalModel, result: RunEvidence | null, options: AipOptions): Record<string, string> {
  assertDraftOptions(options);
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
function renderAipText(model: ProposalModel, result: RunEvidence | null, author: string, { pool, contract, folder }: AipPayload): string {
  const header = renderFrontMatter([
    ['title', renderHeaderValue(`${model.headline} on Aave v3 (${model.network})`)],
    ['author', renderHeaderValue(author)],
    ['discussions', PLACEHOLDER],
    ['snapshot', PLACEHOLDER],
  ]);
  const sources = `https://github.com/aave-dao/aave-proposals-v3/blob/main/src/${folder}/${contract}`;
  return `${[
    header,
    renderSectionMarkdown({ ...buildSummary(model, result), title: 'Simple Summary' }),
    renderSectionMarkdown(buildMotivation(model, result)),
    renderSectionMarkdown(buildSpecification(model, result)),
    `## References\n\n- Implementation: [${pool}](${sources}.sol)\n- Tests: [${pool}](${sources}.t.sol)\n- Snapshot: ${PLACEHOLDER}\n- Discussion: ${PLACEHOLDER}`,
    '## Copyright\n\nCopyright and related rights waived via [CC0](https://creativecommons.org/publicdomain/zero/1.0/).',
  ].join('\n\n')}\n`;
}

/** The answers that make the repository's generator write the same payload; percent as text, empty keeps. */
function renderConfig(model: ProposalModel, author: string, { pool, shortName, compactDate, engine, updates, forkBlock }: AipPayload): string {
  const configs: Record<string, object[]> = {};
  for (const update of updates) (configs[update.struct.feature] ??= []).push(describeUpdate(update, engine));
  const config = {
    rootOptions: { author, pools: [pool], title: model.headline, shortName, date: compactDate, discussion: PLACEHOLDER, snapshot: PLACEHOLDER, votingNetwork: 'AVALANCHE' },
    poolOptions: { [pool]: { configs, cache: { blockNumber: forkBlock } } },
  };
  return `import {ConfigFile} from '../../generator/types';\n\nexport const config: ConfigFile = ${JSON.stringify(config, null, 2)};\n`;
}

function describeUpdate({ struct, subject, changes }: EngineUpdate, engine: AaveEngineVersion): object {
  const fields = listFields(struct, engine).map(({ name, generatorName = name, parameter }) => {
    const change = changes.find((candidate) => candidate.parameter === parameter);
    if (!change) return [generatorName, ''] as const;
    return [generatorName, change.unit.kind === 'ratio' ? String(Number(change.to) / 100) : String(change.to)] as const;
  });
  const held = Object.fromEntries(fields);
  return { [struct.key]: struct.key === 'asset' ? subject.asset!.replace(/[^A-Za-z0-9]/g, '') : String(subject.id), ...(struct.nested ? { [struct.nested.field]: held } : held) };
}
