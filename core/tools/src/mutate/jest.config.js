import base from '../../../../jest.config.js';

const { globalSetup: _setup, globalTeardown: _teardown, ...rest } = base;
const [[pattern, [, swc]]] = Object.entries(base.transform);

/** Tests that need no server, on sources of which one place may be another than it is. */
export default {
  ...rest,
  rootDir: '../../../..',
  transform: { [pattern]: ['<rootDir>/core/tools/src/mutate/transformer.ts', swc] },
  reporters: ['<rootDir>/core/tools/src/mutate/first-failure.ts'],
  testTimeout: 10_000,
};
