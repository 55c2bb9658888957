import { target } from '../simulation/target.js';

export const used = target;
