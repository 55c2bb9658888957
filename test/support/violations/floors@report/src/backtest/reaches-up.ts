import { target } from '../report/target.js';

export const used = target;
