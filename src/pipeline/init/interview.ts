import { UsageError } from '../../core/errors.js';

/** One thing that must be known, with what the answer means. */
export interface Question {
  /** Flag that answers it, without dashes. */
  readonly flag: string;
  readonly message: string;
  /** What the answer changes. */
  readonly meaning: string;
  /** Answers to choose from; any text when left out. */
  readonly choices?: readonly { readonly value: string; readonly meaning: string }[];
  /** Taken by `--yes`, and offered by a prompt; none where there is no answer that fits most. */
  readonly standard?: string;
  /** What is wrong with an answer; `null` when it will do. */
  readonly check?: (answer: string) => string | null;
}

/** Asks a person; absent where nobody can be asked. */
export type Ask = (question: Question) => Promise<string>;

export interface Interview {
  /** The answer, from its flag or from the person. @throws UsageError for an answer that will not do, named by its flag */
  answer(question: Question): Promise<string>;
  /** @throws UsageError naming every flag that nobody could be asked for */
  close(): void;
}

/**
 * Takes answers from flags first, then from standard answers when `takesStandards`, then from a person.
 *
 * Where nobody can be asked the questions go on with what stands for the answer, so that `close` can name all that is missing at once.
 */
export function openInterview(given: Readonly<Record<string, string | undefined>>, ask: Ask | null, takesStandards: boolean): Interview {
  const missing: string[] = [];
  return {
    async answer(question) {
      const { flag, standard } = question;
      const said = given[flag] ?? (takesStandards ? standard : undefined);
      if (said !== undefined) return accept(question, said);
      if (ask !== null) return accept(question, await ask(question));
      missing.push(describeMissing(question));
      return standard ?? question.choices?.[0]?.value ?? '';
    },
    close() {
      if (missing.length === 0) return;
      throw new UsageError(`there is no terminal to ask on, and ${missing.length === 1 ? 'an answer is' : `${missing.length} answers are`} missing`, {
        where: 'plimsoll init',
        suggestions: [...missing, 'Or give --yes, which takes the usual answer wherever there is one.'],
      });
    },
  };
}

function accept(question: Question, answer: string): string {
  const trimmed = answer.trim();
  const trouble = findTrouble(question, trimmed);
  if (trouble === null) return trimmed;
  throw new UsageError(trouble, { where: `--${question.flag} ${answer}`, suggestions: [question.meaning] });
}

/** What is wrong with an answer, for prompts and flags alike; `null` when it will do. */
export function findTrouble({ choices, check, flag }: Question, answer: string): string | null {
  if (choices && !choices.some(({ value }) => value === answer)) return `${flag} must be one of: ${choices.map(({ value }) => value).join(', ')}`;
  return check?.(answer) ?? null;
}

function describeMissing({ flag, choices, message, standard }: Question): string {
  const values = choices ? choices.map(({ value }) => value).join(' | ') : 'TEXT';
  return `--${flag} ${values}: ${message}${standard === undefined ? '' : ` (usual: ${standard})`}`;
}
