import { INNOVATIONS, RECURSIONS } from '../../src/market/volatility/volatility-model.js';

/** Every recursion with every innovation, by name, so that a new one is tested without being listed. */
export const ALL_MODELS = Object.values(RECURSIONS).flatMap((recursion) => Object.values(INNOVATIONS).map((innovation) => [recursion.name, innovation.name] as const));
