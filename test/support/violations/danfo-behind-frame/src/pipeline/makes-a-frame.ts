import { DataFrame } from 'danfojs-node';

export const used = DataFrame;
