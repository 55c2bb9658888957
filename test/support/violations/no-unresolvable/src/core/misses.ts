import { target } from './absent.js';

export const used = target;
