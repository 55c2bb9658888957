/** Unit tests run on the sources through ts-jest; command and end-to-end tests run the build in `dist`. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: { '^.+\\.ts$': ['<rootDir>/test/support/bind-globals.js', { useESM: true, tsconfig: '<rootDir>/tsconfig.test.json', diagnostics: false }] },
  setupFiles: ['<rootDir>/test/support/restore-console.ts'],
  testTimeout: 240_000,
  // By default one core is left idle, which on two cores means one test file at a time.
  maxWorkers: '100%',
};
