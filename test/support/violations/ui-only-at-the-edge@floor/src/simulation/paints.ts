import { Chalk } from 'chalk';

export const used = Chalk;
