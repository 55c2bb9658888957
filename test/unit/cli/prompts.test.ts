import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { createAsk } from '../../../src/cli/prompts.js';
import { EXIT_CODES } from '../../../src/core/errors.js';
import type { Question } from '../../../src/pipeline/init.js';

const CHOICE: Question = { flag: 'data', message: 'Where from', meaning: 'It decides much.', choices: [{ value: 'dataset', meaning: 'here' }, { value: 'pull', meaning: 'there' }], standard: 'dataset' };
const TEXT: Question = { flag: 'days', message: 'How long', meaning: 'Longer sees more.', standard: '7', check: (answer) => (/^\d+$/.test(answer) ? null : 'that is no number') };
const ENTER = '\r';
const DOWN = '\u001B[B';
const CTRL_C = '\u0003';

/** Types keys, one after the other, into a prompt; gives the answer and what was shown. */
async function answer(question: Question, ...keys: string[]): Promise<{ answer: Promise<string>; shown: () => string }> {
  return answerOn(new PassThrough(), question, ...keys);
}

async function answerOn(output: PassThrough, question: Question, ...keys: string[]): Promise<{ answer: Promise<string>; shown: () => string }> {
  const input = new PassThrough();
  let shown = '';
  output.on('data', (text: Buffer) => (shown += text.toString()));
  const reply = createAsk({ input, output })(question);
  reply.catch(() => {});
  for (const key of keys) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    input.write(key);
  }
  return { answer: reply, shown: () => stripVTControlCharacters(shown) };
}

test('shows what the answers mean and the flag, and takes the usual answer on Enter', async () => {
  const { answer: reply, shown } = await answer(CHOICE, '', '', ENTER);
  expect(await reply).toBe('dataset');
  expect(shown()).toContain('It decides much. (--data)');
  expect(shown()).toContain('pull: there');
});

test('takes another choice', async () => {
  const { answer: reply } = await answer(CHOICE, '', '', DOWN, ENTER);
  expect(await reply).toBe('pull');
});

test('asks again when an answer will not do, with what is wrong', async () => {
  const { answer: reply, shown } = await answer(TEXT, '', '', 'x', ENTER, '\u007F', '3', ENTER);
  expect(await reply).toBe('3');
  expect(shown()).toContain('that is no number');
});

test('Ctrl-C ends with exit code 130', async () => {
  const { answer: reply } = await answer(TEXT, '', '', CTRL_C);
  await expect(reply).rejects.toMatchObject({ exitCode: EXIT_CODES.interrupted, suggestions: [expect.stringContaining('Nothing was written')] });
});

test('breaks what an answer means between words, at the width of the terminal', async () => {
  const wide = { ...TEXT, meaning: 'Longer horizons see deeper falls than shorter ones do.' };
  const { answer: reply, shown } = await answer(wide, '', '', ENTER);
  await reply;
  expect(shown()).toContain('Longer horizons see deeper falls than shorter ones do. (--days)\n');
  const narrow = await answerOn(Object.assign(new PassThrough(), { columns: 30 }), wide, '', '', ENTER);
  await narrow.answer;
  expect(narrow.shown()).toContain('Longer horizons see deeper\nfalls than shorter ones do.\n(--days)\n');
});
