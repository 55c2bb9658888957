import { InterruptedError } from '../core/errors.js';
import { findTrouble, type Ask, type Question } from '../pipeline/init.js';
import { wrapText } from './render/text-table.js';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  /** Prompts are no result: they go to stderr. */
  readonly output: NodeJS.WritableStream;
}

/** Whether a person can be asked. */
export function canAsk(jsonEnabled: boolean): boolean {
  return !jsonEnabled && Boolean(process.stdin.isTTY && process.stderr.isTTY);
}

/**
 * Asks questions on a terminal, each with what its answers mean.
 *
 * Ctrl-C ends in InterruptedError, exit code 130.
 */
export function createAsk({ input, output }: Terminal = { input: process.stdin, output: process.stderr }): Ask {
  return async (question) => {
    // Loaded when somebody is asked: it takes a tenth of a second.
    const { default: inquirer } = await import('inquirer');
    const prompt = inquirer.createPromptModule({ input, output });
    output.write(`\n${wrapText(`${question.meaning} (--${question.flag})`, (output as Partial<NodeJS.WriteStream>).columns ?? 80).join('\n')}\n`);
    try {
      const { answer } = await prompt([toPrompt(question)]);
      return String(answer);
    } catch (error) {
      if ((error as Error).name !== 'ExitPromptError') throw error;
      throw new InterruptedError('interrupted', { suggestions: ['Nothing was written: start `plimsoll init` again.'], cause: error });
    }
  };
}

function toPrompt(question: Question) {
  const { message, choices, standard } = question;
  if (choices === undefined) {
    return { type: 'input' as const, name: 'answer', message, ...(standard === undefined ? {} : { default: standard }), validate: (answer: string) => findTrouble(question, answer.trim()) ?? true };
  }
  return {
    type: 'select' as const,
    name: 'answer',
    message,
    choices: choices.map(({ value, meaning }) => ({ value, name: meaning === '' ? value : `${value}: ${meaning}`, short: value })),
    ...(standard === undefined ? {} : { default: standard }),
  };
}
