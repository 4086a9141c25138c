import config from './jest.config.js';

/** What `npm test` plays a cut of, or leaves out: `npm run test:long`. */
export default {
  ...config,
  globals: { isLongRun: true },
  testMatch: [
    'bench/*',
    'faults/{exactly-one,fault-matrix,interleaved-runs,pruning,restoring}*',
    'package/*',
    'structure/adding-a-service',
    'unit/backup/{choose-old,keep-days}',
    'unit/backup/wait/random-fleets',
    'unit/services/lists-that-move',
  ].map((path) => `<rootDir>/__tests__/${path}.test.ts`),
  testPathIgnorePatterns: [],
};
