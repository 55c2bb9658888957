import { target } from '../src/core/target.js';

export const used = target;
