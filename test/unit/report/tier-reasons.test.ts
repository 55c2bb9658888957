import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import type { TierSchedule } from '../../../src/core/perp-run-result.js';
import type { Block, Section } from '../../../src/report/blocks.js';
import { buildExposedSection } from '../../../src/report/perps/exposed-section.js';
import { buildPerpSections } from '../../../src/report/perps/perp-sections.js';
import { buildTierAttribution, buildTierBaselines, buildTierSchedule, describeFirstTable } from '../../../src/report/perps/tier-reasons.js';
import { buildSamplePerpResult } from '../../support/sample-perp-result.js';

const SAMPLE = buildSamplePerpResult();
const OUTCOME = SAMPLE.baselines[0]!.outcome!;
const SCHEDULE: TierSchedule = {
  name: 'gradual tiers',
  source: 'a wish',
  clipped: [{ tier: 1, parameter: 'leverageMax' }],
  updates: [{ afterSeconds: 0, ...OUTCOME, table: [{ floorUsd: 0, leverageMax: 40 }] }, { afterSeconds: 259_200, ...OUTCOME, table: SAMPLE.recommended.table, newlyLiquidatableAccounts: 0, newlyLiquidatableNotionalUsd: 0 }],
};

function tableOf({ blocks }: Section): string[][] {
  const table = blocks.find((block): block is Extract<Block, { kind: 'table' }> => block.kind === 'table')!;
  return [table.columns.map(({ label }) => label), ...table.rows.map((row) => row.map(({ text }) => text))];
}

const chartsOf = (sections: readonly Section[]): string[] => sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'figures' ? block.figures.map(({ chart }) => chart.id) : [])));

describe('the report of a run on margin tiers', () => {
  test('shares the change out over the numbers of the table, as a table and as a waterfall of the deficit', () => {
    const section = buildTierAttribution(SAMPLE);
    expect(tableOf(section)[0]).toEqual(['Metric', 'Tier 1 leverage 50× → 35×', 'Together']);
    expect(tableOf(section)).toContainEqual(['Deficit, ES 99 %', '−$430', '−$430']);
    expect(chartsOf([section])).toEqual(['risk-parts']);
    expect(buildTierAttribution(buildSamplePerpResult([{ floorUsd: 0, leverageMax: 50 }])).blocks).toHaveLength(1);
  });

  test('sets every rule beside the recommendation and the table in force, and says why others were not asked', () => {
    const section = buildTierBaselines(SAMPLE);
    const [, ours, inForce, historical, published] = tableOf(section);
    expect([ours![0], ours![1]]).toEqual(['Recommended here', '35×']);
    expect(inForce!.slice(0, 3)).toEqual(['Current', '50×', '50.0×']);
    expect([historical![1], historical!.at(-1)]).toEqual(['12×', `breaks ${SAMPLE.constraints.length} of ${SAMPLE.constraints.length}`]);
    expect(published!.slice(1)).toEqual(['none', 'none', 'none', 'none']);
    expect(section.blocks.at(-1)).toMatchObject({ items: [expect.stringContaining('tighter'), expect.stringContaining('no answer'), 'SmartLTV was not asked: A position owes nothing.'] });
  });

  test('says what one update clips, that this table is what can be set now, and lists every table on the way', () => {
    const result = { ...SAMPLE, updateSchedule: SCHEDULE };
    expect(describeFirstTable(result)).toBe('One update within the limits “gradual tiers” reaches 40×: it clips tier 1 leverage, and that table is what can be set now. The whole takes 2 updates over 3 days at least.');
    const [, first, second] = tableOf(buildTierSchedule(result));
    expect([first![0], first![1], first!.at(-2)]).toEqual(['at once', '40×', '9 ($31.0K)']);
    expect([second![0], second![1], second!.at(-2)]).toEqual(['3 days later', '35×', '0 ($0)']);
    expect(describeFirstTable({ updateSchedule: { ...SCHEDULE, clipped: [] } })).toBe('One update within the limits “gradual tiers” sets all of it.');
    expect(buildPerpSections(result)[0]!.blocks).toContainEqual({ kind: 'paragraph', text: describeFirstTable(result) });
  });

  test('shows positions by margin health and names whom the change hits', () => {
    const section = buildExposedSection(SAMPLE);
    expect(tableOf(section)[1]![0]).toBe('0xabc');
    expect(section.blocks.at(-1)).toMatchObject({ figures: [{ reading: expect.stringContaining('below 1.5: $4.00K under the current table, $5.00K under the recommended one') }] });
    expect(chartsOf(buildPerpSections(SAMPLE))).toEqual(expect.arrayContaining(['risk-parts', 'margin-health', 'price-fan', 'deficit']));
  });

  test('replays windows of history under every table', () => {
    const [, inForce, proposed, historical] = tableOf(buildPerpSections(SAMPLE).find(({ id }) => id === 'backtest')!);
    expect([inForce!.slice(0, 5), proposed!.slice(0, 5)]).toEqual([['FTX collapse 2022', '−25.0 %', 'Current', '$40.0K', '$500'], ['', '', 'Recommended', '$40.0K', '$300']]);
    expect(historical!.slice(2, 5)).toEqual(['Historical VaR margin', '$40.0K', '$0']);
  });

  test('rests on an outcome of the published form', () => {
    const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync('docs/schemas/perp-run.schema.json', 'utf8')) as object);
    validate({ ...SAMPLE, updateSchedule: SCHEDULE });
    expect(validate.errors).toBeNull();
  });
});
