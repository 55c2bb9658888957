import { loadDanfo } from '../frame/danfo.js';

export const used = loadDanfo;
