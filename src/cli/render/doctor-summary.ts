import type { ChalkInstance } from 'chalk';
import type { DoctorReply, Finding } from '../../pipeline/doctor.js';

const MARKS: Readonly<Record<Finding['state'], (colours: ChalkInstance) => string>> = {
  good: (colours) => colours.green('✔'),
  poor: (colours) => colours.yellow('!'),
  broken: (colours) => colours.red('✘'),
};

/** One line per check, what to do under those that are not good, then the verdict. */
export function renderDoctor({ version, holds, findings }: DoctorReply, colours: ChalkInstance): string {
  const lines = findings.flatMap(({ check, state, detail, remedy }) => [`${MARKS[state](colours)} ${check}: ${detail}`, ...(remedy === '' ? [] : [`    What to do: ${remedy}`])]);
  return [`plimsoll ${version}`, ...lines, '', colours.bold(holds ? 'Everything that commands need is here.' : 'Something that commands need is broken.')].join('\n');
}
