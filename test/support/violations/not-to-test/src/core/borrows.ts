import { target } from '../../test/support/target.js';

export const used = target;
