import { describe, expect, test } from '@jest/globals';
import { publishedManifest } from '../../src/build/published-manifest.ts';

const manifest = {
  name: '@koppel/example',
  version: '0.1.0',
  private: true,
  exports: { '.': './src/index.ts', './schemas/*': './schemas/*' },
  bin: { example: 'bin/example.js' },
  dependencies: { ajv: '8.20.0' },
  devDependencies: { jest: '30.5.2' },
  scripts: { start: 'node .' },
};

describe('a published manifest', () => {
  test('points its entries to JavaScript and declarations', () => {
    expect(publishedManifest(manifest).exports?.['.']).toEqual({
      types: './src/index.d.ts',
      default: './src/index.js',
    });
  });

  test('leaves entries that are no source as they are', () => {
    expect(publishedManifest(manifest).exports?.['./schemas/*']).toBe('./schemas/*');
  });

  test('keeps what installing needs and drops what only the repository needs', () => {
    expect(Object.keys(publishedManifest(manifest)).toSorted()).toEqual(
      ['bin', 'dependencies', 'exports', 'name', 'publishConfig', 'version'].toSorted(),
    );
  });

  test('has no exports when the package has none', () => {
    expect(publishedManifest({ name: 'flow', version: '1.0.0' })).not.toHaveProperty('exports');
  });
});
