/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Generous: a slow machine must not make a test fail.
  testTimeout: 120_000,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // They need a real Keystone: npm run test:keystone.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/keystone/'],
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'es6' },
      },
    ],
  },
};
