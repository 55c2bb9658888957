import type { ChangeLimit, ParameterRule, VenueParameterRules } from '../../src/protocol/parameter-rules.js';

const HEADER = `# Parameters: names, units, bounds and rules of every venue

Written from the rules that search, proposals and \`plimsoll account\` check; \`PLIMSOLL_UPDATE_DOCS=1 npm test -- parameter-rules-page\` writes
it anew. Bounds are included. A change limit is what one update by the venue's steward role may do: \`absolute\` in basis points of 100 %,
\`relative\` in basis points of the value in force.
`;

/** Writes the page of all venues' parameters: one table per venue, then its rules over several parameters. */
export function renderParameterRules(venues: readonly VenueParameterRules[]): string {
  return [HEADER, ...venues.map(renderVenue)].join('\n');
}

function renderVenue({ venue, parameters, crossRules, source }: VenueParameterRules): string {
  const rows = parameters.map(renderParameter);
  const rules = crossRules.map(({ fields, rule, enforcedBy }) => `- \`${fields[0]}\`: ${rule} (checked by ${enforcedBy === 'contract' ? 'the contract' : 'Plimsoll alone'})`);
  return [
    `## ${venue}`,
    '',
    '| Parameter | Unit | From | To | Change limit | Meaning |',
    '|---|---|---|---|---|---|',
    ...rows,
    ...(rules.length > 0 ? ['', ...rules] : []),
    '',
    `Source: ${source}`,
    '',
  ].join('\n');
}

function renderParameter({ name, unit, minimum, maximum, changeLimit, meaning }: ParameterRule): string {
  return `| \`${name}\` | ${unit} | ${minimum} | ${maximum ?? '–'} | ${changeLimit ? renderLimit(changeLimit) : '–'} | ${meaning} |`;
}

function renderLimit({ kind, max, minimumDelaySeconds }: ChangeLimit): string {
  return `${kind === 'relative' ? 'relative' : 'absolute'} ${max} bps, every ${minimumDelaySeconds / 3600} h`;
}
