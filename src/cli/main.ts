import { Config, Errors, flush, handle, run, settings } from '@oclif/core';

/**
 * Runs the command line of this process.
 *
 * @param entryUrl URL of the start-up file, from which oclif finds package.json
 */
export async function main(entryUrl: string): Promise<void> {
  // The build is what runs: never look for a TypeScript loader, whatever NODE_ENV says.
  settings.enableAutoTranspile = false;
  try {
    await run(process.argv.slice(2), entryUrl);
    await flush();
  } catch (error) {
    if (error instanceof Errors.ExitError || isReported(error)) return handle(error as Error);
    await reportOutsideCommand(error, entryUrl);
  }
}

/** True for errors that a command's `catch` has printed already. */
function isReported(error: unknown): boolean {
  return (error as { skipOclifErrorHandling?: boolean }).skipOclifErrorHandling === true;
}

/** For what goes wrong before a command runs, such as a command that does not exist. */
async function reportOutsideCommand(thrown: unknown, entryUrl: string): Promise<void> {
  // Imported here because `--version` and help do without colours.
  const [{ createStderrColours }, { buildErrorReport, formatError, toPlimsollError }, { foldText }] = await Promise.all([import('./colours.js'), import('./error-report.js'), import('./render/fold-text.js')]);
  const { commandIDs } = await Config.load(entryUrl);
  const error = toPlimsollError(thrown, 'plimsoll --help', commandIDs.map((id) => id.replaceAll(':', ' ')));
  process.exitCode = error.exitCode;
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(buildErrorReport(error), null, 2)}\n`);
  else process.stderr.write(`${foldText(formatError(error, createStderrColours(), Boolean(process.env['DEBUG'])), process.stderr.columns)}\n`);
}
