import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { zonesWithSources } from './build/zones.ts';

// Messages say why and what to use instead.
const localTime = [
  'getHours',
  'getMinutes',
  'getSeconds',
  'getDate',
  'getDay',
  'getMonth',
  'getFullYear',
  'getTimezoneOffset',
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'setHours',
  'setMinutes',
  'setDate',
  'setMonth',
  'setFullYear',
].map((name) => ({
  selector: `MemberExpression[property.name="${name}"]`,
  message: `${name} uses this machine's time zone: use the civil time of shared/lib/time with the pack's UTC offset.`,
}));
const dateWithoutOffset = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length!=1]',
    message:
      'Use the Clock port for now, and shared/lib/time for civil time: this form reads the machine clock or time zone.',
  },
  {
    selector: 'NewExpression[callee.name="Date"] > Literal[value=/^[0-9-]+(T[0-9:.]+)?$/]',
    message: 'A time without an offset depends on the machine: add Z or +08:00.',
  },
];
const bareBuiltins = [
  'fs',
  'fs/promises',
  'path',
  'os',
  'http',
  'https',
  'net',
  'crypto',
  'child_process',
  'events',
  'stream',
  'url',
  'util',
  'zlib',
].map((name) => ({ name, message: `Write node:${name} for built-in modules.` }));

const typedBy = (zones) => ({
  parserOptions: { project: zones.map((zone) => `${zone}/tsconfig.json`), tsconfigRootDir: import.meta.dirname },
});

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'out', 'test-results', 'data'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: typedBy(zonesWithSources()),
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-imports': ['error', { paths: bareBuiltins }],
      'no-restricted-syntax': ['error', ...localTime, ...dateWithoutOffset],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  // The types of a file are those of its zone: no other zone is read for it, which all together take gigabytes.
  ...zonesWithSources()
    .filter((zone) => !zone.startsWith('tests'))
    .map((zone) => ({ files: [`${zone}/**/*.ts`, `${zone}/**/*.tsx`], languageOptions: typedBy([zone]) })),
  {
    files: ['tests/**/*.{ts,tsx}', '**/*.test.{ts,tsx}', '*.config.ts'],
    languageOptions: typedBy(zonesWithSources().filter((zone) => zone.startsWith('tests'))),
  },
  {
    files: ['shared/**/*.ts'],
    ignores: ['shared/**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        {
          name: 'Date',
          message: 'shared/ has no clock: instants are numbers handed in; civil time is shared/lib/time.',
        },
        { name: 'performance', message: 'shared/ has no clock: hand the instant in.' },
        { name: 'globalThis', message: 'shared/ knows no environment: hand it in.' },
        { name: 'setTimeout', message: 'shared/ has no timers.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'shared/ has no chance: hand the random source in.' },
      ],
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}', 'field-page/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
);
