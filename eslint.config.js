import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Floors: pure computation. What dependency-cruiser guards for imports, these rules guard for globals. */
const FLOORS = 'src/{core,numeric,market,protocol,simulation,search,backtest,report,proposal}/**/*.ts';
const IMPURE = 'Floors are pure: take the value as an argument, or ask for a port.';

const impureGlobals = ['process', 'console', 'performance', 'fetch', 'crypto', 'navigator'];
const timers = ['setTimeout', 'setInterval', 'setImmediate'];
const impureProperties = [
  { object: 'Date', property: 'now', message: IMPURE },
  { object: 'Math', property: 'random', message: `${IMPURE} Random draws come from core/random-stream.` },
  { object: 'globalThis', message: IMPURE },
  { property: 'toLocaleString', message: 'It follows the locale of the machine; format with fixed rules.' },
  { property: 'localeCompare', message: 'It follows the locale of the machine; compare with < and >.' },
];
const impureSyntax = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: `${IMPURE} \`new Date()\` reads the clock.` },
  { selector: "CallExpression[callee.name='Date']", message: `${IMPURE} \`Date()\` reads the clock.` },
];
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Named exports only; oclif commands are the exception.' };
const noBarrel = { selector: 'ExportAllDeclaration', message: 'No barrels: import from the module that declares the name.' };

export default tseslint.config(
  { ignores: ['dist/', '.setup/', 'coverage/', 'reports/', 'data/', 'test/support/violations/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: ['./tsconfig.test.json', './tsconfig.browser.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Typed arrays under noUncheckedIndexedAccess: `!` states what the loop bounds prove.
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', noDefaultExport, noBarrel],
    },
  },
  {
    files: ['src/**/*.ts', 'commands/**/*.ts', 'bin/**/*.js'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  {
    files: [FLOORS],
    rules: {
      'no-restricted-globals': ['error', ...[...impureGlobals, ...timers].map((name) => ({ name, message: IMPURE }))],
      'no-restricted-properties': ['error', ...impureProperties],
      'no-restricted-syntax': ['error', noDefaultExport, noBarrel, ...impureSyntax],
    },
  },
  {
    // Executors decide when a chunk runs, never what it yields: they may give the event loop a turn.
    files: ['src/simulation/executors/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...impureGlobals.map((name) => ({ name, message: IMPURE }))] },
  },
  // Loaded by oclif and piscina, which ask for a default export.
  { files: ['commands/**/*.ts', 'src/cli/help.ts'], rules: { 'no-restricted-syntax': ['error', noBarrel] } },
  { files: ['src/simulation/executors/worker-entry.ts', 'src/pipeline/history/history-worker.ts'], rules: { 'no-restricted-syntax': ['error', noBarrel, ...impureSyntax] } },
  {
    files: ['test/**/*.ts'],
    // Published tables are quoted with all their digits, whatever a double keeps of them.
    rules: { '@typescript-eslint/no-explicit-any': 'off', 'no-loss-of-precision': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', module: 'writable', require: 'readonly', URL: 'readonly' } },
  },
);
