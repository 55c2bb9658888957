import { target } from '../proposal/target.js';

export const used = target;
