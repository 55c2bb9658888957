import { target } from '../numeric/target.js';

export const used = target;
