import { describe, expect, test } from '@jest/globals';
import { Region } from '../region.ts';

const watch = (config: unknown) => ({ plugins: [{ package: '@koppel/plugin-example', config }] });

describe('a hub with plugins', () => {
  test('runs a configured plugin, which counts what happens', async () => {
    const region = await Region.open({ config: watch({ refusals: 5, windowMs: 60_000 }) });
    try {
      const { agreement } = await region.agree();
      await expect(region.ask(agreement.id, { purpose: 'curiosity' })).rejects.toMatchObject({ status: 403 });
      const metrics = await (await fetch(`${region.url}/metrics`)).text();
      expect(metrics).toMatch(/koppel_plugin_refusal_watch_\w+\{code="agreement\.purpose-mismatch"\} 1/);
    } finally {
      await region.close();
    }
  });

  test.each([
    [
      'a plugin that is not installed',
      { plugins: [{ package: '@koppel/plugin-absent', config: {} }] },
      /plugin-absent/,
    ],
    ['a plugin with a faulty configuration', watch({ refusals: 'many' }), /refusal-watch/],
  ])('does not start with %s, and names it', async (_title, config, name) => {
    await expect(Region.open({ config })).rejects.toThrow(name);
  });
});
