import { UsageError } from '../../core/errors.js';
import type { SignerView } from '../../proposal/calls/signer-view.js';
import type { SheetRule } from '../../proposal/sheet/parameter-sheet.js';
import { VENUE_FORMATS, toJson, type ProposalFormat, type ProposalSource, type RenderedForm } from './proposal-request.js';
import { findVenueRules } from './venue-parameters.js';

const SECONDS_PER_DAY = 86_400;
/** Snapshot's usual length of an Aave vote, after a day's delay. */
const VOTE_DAYS = 3;
const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000';

/** Renders a draft for people, by its form. `calls` are shown in it where the form has a place for them. */
export async function renderText(format: ProposalFormat, { model, evidence, request }: Omit<ProposalSource, 'isExecutable'>, calls: readonly SignerView[] = []): Promise<string> {
  const options = { author: request.author, createdIsoDate: request.isoDate };
  switch (format) {
    case 'arfc':
      return (await import('../../proposal/aave/arfc.js')).renderArfc(model, evidence, options);
    case 'sccp':
      return (await import('../../proposal/synthetix/sccp.js')).renderSccp(model, evidence, options);
    case 'sheet':
      return (await import('../../proposal/sheet/parameter-sheet.js')).renderParameterSheet(model, evidence, listSheetRules({ model, request }));
    default:
      return (await import('../../proposal/forum/forum-post.js')).renderForumPost(model, evidence, calls);
  }
}

/** The venue's own draft without its header, for places that have a title of their own. */
export async function renderDraft(source: ProposalSource): Promise<string> {
  const text = await renderText(VENUE_FORMATS[source.request.venue][0], source);
  return text.replace(/^---[\s\S]*?\n---\n+/, '').replace(/^# .*\n+/, '');
}

/** Bounds and meanings of the parameters that a proposal names. */
function listSheetRules({ model, request: { venue } }: Pick<ProposalSource, 'model' | 'request'>): SheetRule[] {
  const named = [...model.changes, ...model.kept];
  const rules = named.flatMap(({ parameter, subject }) => findVenueRules(venue, subject).parameters.find(({ name }) => name === parameter) ?? []);
  const unique = rules.filter(({ name }, index) => rules.findIndex((other) => other.name === name) === index);
  return unique.map(({ name, minimum, maximum, unit, meaning }) => ({ parameter: name, bounds: `${minimum} to ${maximum ?? 'any'} (${unit})`, meaning }));
}

/** Renders the unsigned data of a basic Snapshot vote. @throws UsageError when space or block is missing */
export async function renderSnapshot(source: ProposalSource): Promise<RenderedForm> {
  const { model, evidence, request } = source;
  const { space, snapshotBlock, isoDate, book, venue } = request;
  if (space === null || snapshotBlock === null) throw new UsageError('the form snapshot needs a space and a block', { where: '--space, --snapshot-block', suggestions: ['For example --space aave.eth --snapshot-block 19000000.'] });
  const [{ buildSnapshotProposal }, { toOneLine }, { renderBallotText }] = await Promise.all([
    import('../../proposal/snapshot/typed-data.js'),
    import('../../proposal/text/front-matter.js'),
    import('../../proposal/text/ballot-text.js'),
  ]);
  const timestampSeconds = Date.parse(`${isoDate}T00:00:00Z`) / 1000;
  const startSeconds = timestampSeconds + SECONDS_PER_DAY;
  const proposal = buildSnapshotProposal({
    from: book?.contracts['proposer'] ?? ZERO_ADDRESS,
    space,
    title: toOneLine(venue.startsWith('aave') ? `[ARFC] ${model.headline}` : model.headline),
    body: renderBallotText(model, evidence),
    discussion: model.links[0] ?? '',
    timestampSeconds,
    startSeconds,
    endSeconds: startSeconds + VOTE_DAYS * SECONDS_PER_DAY,
    snapshotBlock,
  });
  return { files: { 'snapshot.json': toJson(proposal) }, calls: [] };
}
