import { describe, expect, test } from '@jest/globals';
import { Config, type Command } from '@oclif/core';
import { fileURLToPath } from 'node:url';
import { listExitCodes } from '../../../src/cli/exit-codes.js';
import PlimsollHelp from '../../../src/cli/help.js';
import { EXIT_CODES } from '../../../src/core/errors.js';

class ExposedHelp extends PlimsollHelp {
  override formatCommand(command: Command.Loadable): string {
    return super.formatCommand(command);
  }
}

describe('help', () => {
  test('explains every exit code once, in rising order', () => {
    const codes = listExitCodes().map(([code]) => Number(code));
    expect(codes).toEqual(Object.values(EXIT_CODES));
    expect([...codes].sort((a, b) => a - b)).toEqual(codes);
  });

  test('of a command ends with the exit codes', async () => {
    const config = await Config.load(fileURLToPath(new URL('../../..', import.meta.url)));
    const command = { id: 'probe', summary: 'Probe.', args: {}, flags: {}, aliases: [], hiddenAliases: [] } as unknown as Command.Loadable;
    const page = new ExposedHelp(config, { stripAnsi: true }).formatCommand(command);
    const section = page.slice(page.indexOf('EXIT CODES'));
    expect(section).toMatch(/^EXIT CODES\n +0 +Done\./);
    for (const [code] of listExitCodes()) expect(section).toMatch(new RegExp(`^ +${code} +\\S`, 'm'));
  });
});
