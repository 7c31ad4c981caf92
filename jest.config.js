/** Native ESM TypeScript: swc strips the types, Node runs the modules as they are. */
export default {
  rootDir: '.',
  testMatch: ['<rootDir>/{core,plugins,adapters,flows,deploy}/*/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  globalSetup: '<rootDir>/core/testkit/src/global-setup.ts',
  globalTeardown: '<rootDir>/core/testkit/src/global-teardown.ts',
  reporters: ['default', '<rootDir>/core/tools/src/count-reporter.ts'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.koppel/'],
  maxWorkers: 2,
  // Modules of finished test files stay in memory: a worker that grew too large slows down and is replaced.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 30_000,
};
