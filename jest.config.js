/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/__tests__/support/plain-globals.ts',
  // Generous: a slow machine must not make a test fail.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/__tests__/support/longest-first.ts',
  // By default one core is left idle: of two, that is half.
  maxWorkers: '100%',
  // What a worker keeps of the files before is given back; a small machine has no more for it.
  workerIdleMemoryLimit: '1GB',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    // They need a real Keystone: npm run test:keystone.
    '<rootDir>/__tests__/keystone/',
    // They take long and prove little of a change: npm run test:long.
    '<rootDir>/__tests__/bench/',
    '<rootDir>/__tests__/package/',
    '<rootDir>/__tests__/structure/adding-a-service',
    // Windows has no signals to send to another process; a unit test shows the handling there.
    ...(process.platform === 'win32'
      ? ['/__tests__/process/signals', '/__tests__/process/dead-server']
      : []),
  ],
  modulePathIgnorePatterns: [
    '<rootDir>/lib/',
    '<rootDir>/dist/',
    '<rootDir>/bench/lib/',
    '<rootDir>/bench/signer/',
  ],
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
