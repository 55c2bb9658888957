import { Chalk, supportsColorStderr, type ChalkInstance, type ColorSupportLevel } from 'chalk';

/**
 * A chalk for stderr: colours on a terminal that has them, none elsewhere.
 *
 * `NO_COLOR` set to anything but the empty string wins over the terminal (https://no-color.org), which chalk alone does not heed.
 */
export function createStderrColours(env: NodeJS.ProcessEnv = process.env): ChalkInstance {
  return new Chalk({ level: env['NO_COLOR'] ? 0 : supportedLevel() });
}

function supportedLevel(): ColorSupportLevel {
  return supportsColorStderr === false ? 0 : supportsColorStderr.level;
}
