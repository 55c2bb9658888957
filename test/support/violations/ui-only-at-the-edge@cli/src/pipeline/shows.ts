import { target } from '../cli/target.js';

export const used = target;
