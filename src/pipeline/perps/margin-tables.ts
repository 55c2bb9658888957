import { UsageError } from '../../core/errors.js';
import type { MarginTable } from '../../core/perp-run-result.js';
import { findRuleViolations, type ParameterSet } from '../../protocol/parameter-rules.js';
import type { MarginSchedule } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import { HYPERLIQUID } from '../../protocol/perps/venues/hyperliquid/venue.js';

/** A table as Hyperliquid stores it: bounds in whole USDC, leverages in whole multiples. */
function toParameters(table: MarginTable): ParameterSet {
  return { lowerBound: table.map(({ floorUsd }) => BigInt(floorUsd)), maxLeverage: table.map(({ leverageMax }) => BigInt(leverageMax)) };
}

/** Whether the venue would take a table. */
export function isTableAllowed(table: MarginTable): boolean {
  return findRuleViolations(HYPERLIQUID.rules, toParameters(table)).length === 0;
}

/** Gives the margins that a table asks for: maintenance is half of the initial margin. @throws ParameterRuleError when the venue would refuse it */
export function buildTableSchedule(table: MarginTable): MarginSchedule {
  return HYPERLIQUID.buildSchedule(toParameters(table));
}

/** `0:50,20000:20` → tiers. @throws UsageError when it does not read like that; ParameterRuleError when the venue would refuse it */
export function parseMarginTable(text: string): MarginTable {
  const table = text.split(',').map((entry) => {
    const match = /^\s*(\d+)\s*:\s*(\d+)\s*$/.exec(entry);
    if (!match) throw new UsageError(`not a margin table: ${text}`, { where: '--tiers', suggestions: ['Write floor:leverage pairs, whole dollars and multiples, lowest first: --tiers 0:50,20000:20'] });
    return { floorUsd: Number(match[1]), leverageMax: Number(match[2]) };
  });
  buildTableSchedule(table);
  return table;
}

/** A table as `parseMarginTable` reads it: `0:50,20000:20`. */
export function writeMarginTable(table: MarginTable): string {
  return table.map(({ floorUsd, leverageMax }) => `${floorUsd}:${leverageMax}`).join(',');
}
