import { writeFileSync } from 'node:fs';

export const used = writeFileSync;
