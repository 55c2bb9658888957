import { Chalk, supportsColor, supportsColorStderr, type ChalkInstance, type ColorInfo, type ColorSupportLevel } from 'chalk';

/**
 * A chalk for stderr: colours on a terminal that has them, none elsewhere.
 *
 * `NO_COLOR` set to anything but the empty string wins over the terminal (https://no-color.org), which chalk alone does not heed.
 */
export function createStderrColours(env: NodeJS.ProcessEnv = process.env): ChalkInstance {
  return new Chalk({ level: env['NO_COLOR'] ? 0 : levelOf(supportsColorStderr) });
}

/** The same for stdout, where results go. */
export function createStdoutColours(env: NodeJS.ProcessEnv = process.env): ChalkInstance {
  return new Chalk({ level: env['NO_COLOR'] ? 0 : levelOf(supportsColor) });
}

function levelOf(support: ColorInfo): ColorSupportLevel {
  return support === false ? 0 : support.level;
}
