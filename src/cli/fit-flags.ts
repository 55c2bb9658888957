import { Errors, Flags } from '@oclif/core';
import { datasetFlag } from './flags.js';

const parsePositive = async (text: string): Promise<number> => {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < Infinity) return value;
  // oclif's own class: it carries the usage exit code and keeps the flag's name in the message.
  throw new Errors.CLIError(`Expected a positive number such as 100 or 0.01 but received: ${text}`);
};

/** Flags that every `fit` command has: which numbers to fit, and where to keep the outcome. */
export const fitFlags = {
  input: Flags.string({
    summary: 'CSV file to fit, plain or gzip.',
    description: 'Comma, semicolon or tab; with or without a header. Empty cells, NaN and NA count as missing.',
    helpValue: 'FILE',
  }),
  column: Flags.string({ summary: 'Column of the CSV file; by number where there is no header.', helpValue: 'NAME' }),
  kind: Flags.string({ summary: 'What the column holds; `return` when left out.', options: ['price', 'return'] }),
  scale: Flags.custom<number>({ parse: parsePositive })({
    summary: 'Factor on the returns; 100 for prices (log returns in percent), 1 for returns when left out.',
    helpValue: 'NUMBER',
  }),
  dataset: datasetFlag,
  series: Flags.string({ summary: 'Series of the dataset.', helpValue: 'ETH/USD' }),
  save: Flags.string({ summary: 'File to keep the fit in, instead of data/local/fits/.', helpValue: 'FILE' }),
  plots: Flags.string({ summary: 'Folder to write the pictures to, as SVG files.', helpValue: 'FOLDER' }),
  refit: Flags.boolean({ summary: 'Fit again although a saved fit has the same data and options.' }),
};
