import { target } from '../storage/target.js';

export const used = target;
