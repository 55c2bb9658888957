import { first } from './first.js';

export const used = () => first;
