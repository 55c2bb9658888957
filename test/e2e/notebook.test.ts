import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { linkPlimsoll, runLine } from '../support/example-workspace.js';
import { chooseRuns } from '../support/fuzz.js';
import { CHECKOUT } from '../support/run-plimsoll.js';

/** `PLIMSOLL_UPDATE_DOCS=1 npm test -- test/e2e/notebook` keeps in it what its cells print now. */
const IS_UPDATE = process.env['PLIMSOLL_UPDATE_DOCS'] === '1';
const NOTEBOOK = 'docs/guide/notebook.ipynb';
const RUNNER = join(CHECKOUT, 'test/support/run-notebook.py');

interface Cell {
  readonly cell_type: 'code' | 'markdown';
  readonly source: readonly string[];
  outputs: { readonly output_type: 'stream'; readonly name: 'stdout'; readonly text: readonly string[] }[];
}

interface Notebook {
  readonly nbformat: number;
  readonly cells: readonly Cell[];
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-notebook-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readNotebook = (): Notebook => JSON.parse(readFileSync(NOTEBOOK, 'utf8')) as Notebook;
const codeCells = ({ cells }: Notebook): Cell[] => cells.filter(({ cell_type: type }) => type === 'code');
const linesOf = (text: string): string[] => text.split(/(?<=\n)/).filter((line) => line !== '');

/** A Python of this machine, one that has pandas before another; `null` where there is none. */
function findPython(): string | null {
  const found = ['python3', '/usr/bin/python3'].filter((python) => spawnSync(python, ['--version']).status === 0);
  return found.find((python) => spawnSync(python, ['-c', 'import pandas']).status === 0) ?? found[0] ?? null;
}

test('the notebook is one that Jupyter opens, and shows what its cells printed', () => {
  const notebook = readNotebook();
  expect(notebook.nbformat).toBe(4);
  const printing = codeCells(notebook).filter(({ source }) => source.some((line) => /^\s*print\(/.test(line)));
  expect(printing.length).toBeGreaterThan(5);
  // Only the last one may lack its figures: it needs pyarrow, which few machines have.
  expect(printing.slice(0, -1).filter(({ outputs }) => outputs.length === 0)).toEqual([]);
});

const python = IS_UPDATE || chooseRuns(1, 0) === 1 ? findPython() : null;
if (python === null) {
  process.stderr.write(`notebook.test: the cells of ${NOTEBOOK} are not run (${chooseRuns(1, 0) === 1 ? 'there is no python3 here' : 'continuous integration runs them'})\n`);
} else {
  test('every cell of the notebook runs, works out the tail that the run states, and prints what the notebook shows', async () => {
    await linkPlimsoll(folder);
    const { exitCode, stdout, stderr } = await runLine(`${python} "${RUNNER}" "${join(CHECKOUT, NOTEBOOK)}"`, folder);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const outcomes = JSON.parse(stdout) as { printed: string | null; missing: string | null }[];
    const notebook = readNotebook();
    const cells = codeCells(notebook);
    expect(outcomes.length).toBe(cells.length);
    outcomes.forEach(({ printed, missing }, place) => {
      if (printed === null) return void process.stderr.write(`notebook.test: cell ${place + 1} is not run, as there is no ${missing} here\n`);
      const cell = cells[place]!;
      if (IS_UPDATE) cell.outputs = printed === '' ? [] : [{ output_type: 'stream', name: 'stdout', text: linesOf(printed) }];
      // Figures of a run move with the models; what is said of them does not.
      expect(withoutFigures(cell.outputs.flatMap(({ text }) => text).join(''))).toBe(withoutFigures(printed));
    });
    if (IS_UPDATE) writeFileSync(NOTEBOOK, `${JSON.stringify(notebook, null, 1)}\n`);
  }, 240_000);
}

function withoutFigures(text: string): string {
  return text.replaceAll(/acct_\w+|[\d][\d.,]*/g, '#').replaceAll(/ +/g, ' ');
}
