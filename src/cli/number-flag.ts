import { Errors, Flags } from '@oclif/core';

const parseNumber = async (text: string): Promise<number> => {
  const value = Number(text.replaceAll('_', ''));
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  // oclif's own class: it carries the usage exit code and keeps the flag's name in the message.
  throw new Errors.CLIError(`Expected a number such as 200000 or 0.05 but received: ${text}`);
};

/** A flag that takes any finite number, underscores allowed between digits. */
export const numberFlag = Flags.custom<number>({ parse: parseNumber, helpValue: 'NUMBER' });
