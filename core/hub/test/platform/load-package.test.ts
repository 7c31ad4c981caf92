import { describe, expect, test } from '@jest/globals';
import { loadPackage } from '../../src/platform/load-package.ts';

describe('loading a package', () => {
  test('names one that is not installed', async () => {
    await expect(loadPackage('@koppel/plugin-absent', 'plugin')).rejects.toMatchObject({
      code: 'plugin.failed',
      message: 'Package "@koppel/plugin-absent" cannot be loaded; is it installed?',
    });
  });

  test('refuses one that says to be something else', async () => {
    await expect(loadPackage('typebox', 'plugin')).rejects.toMatchObject({ code: 'plugin.failed' });
    await expect(loadPackage('@koppel/plugin-example', 'adapter')).rejects.toThrow('does not say');
  });

  test('loads one of the right kind', async () => {
    await expect(loadPackage('@koppel/plugin-example', 'plugin')).resolves.toHaveProperty('plugin');
  });
});
