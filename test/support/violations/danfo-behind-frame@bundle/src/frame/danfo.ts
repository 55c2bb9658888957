export const loadDanfo = 1;
