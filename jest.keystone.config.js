import config from './jest.config.js';

/** Against a real Keystone, in real time: `npm run test:keystone`. */
export default {
  ...config,
  testMatch: ['<rootDir>/__tests__/keystone/**/*.test.ts'],
  testPathIgnorePatterns: [],
};
