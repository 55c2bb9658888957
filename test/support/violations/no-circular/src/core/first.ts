import { used } from './second.js';

export const first = used;
