import { target } from '../market/target.js';

export const used = target;
