import type { Target } from '../market/target.js';

export type Used = Target;
