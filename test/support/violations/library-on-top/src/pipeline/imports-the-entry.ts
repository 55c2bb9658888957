import { target } from '../library/target.js';

export const used = target;
