import { target } from '../protocol/target.js';

export const used = target;
