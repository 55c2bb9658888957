import { PowerRegression } from 'ml-regression';

export const used = PowerRegression;
