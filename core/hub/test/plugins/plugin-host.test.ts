import { describe, expect, test } from '@jest/globals';
import type { Plugin } from '@koppel/contract';
import { CapturedLog } from '@koppel/testkit';
import { Type } from 'typebox';
import { HubEventBus } from '../../src/platform/events.ts';
import { createMetrics } from '../../src/platform/metrics.ts';
import { PluginHost } from '../../src/plugins/plugin-host.ts';
import { orderPlugins } from '../../src/plugins/plugin-order.ts';

const config = Type.Object({ limit: Type.Optional(Type.Integer()) }, { additionalProperties: false });
const event = { exchange: 'x', operation: 'a.find-b', requester: '0', code: 'agreement.suspended' };

function aHost() {
  const log = new CapturedLog();
  const events = new HubEventBus(log);
  const metrics = createMetrics();
  return { log, events, metrics, host: new PluginHost({ log, events, metrics, clock: { now: () => 0 } }) };
}

/** Plugins that write down when they start and stop. */
function diary() {
  const pages: string[] = [];
  const aPlugin = (
    name: string,
    needs: string[] = [],
    start?: Plugin['start'],
  ): { plugin: Plugin; config: unknown } => ({
    config: {},
    plugin: {
      name,
      needs,
      config,
      start:
        start ??
        (() => {
          pages.push(`${name} starts`);
          return () => void pages.push(`${name} stops`);
        }),
    },
  });
  return { pages, aPlugin };
}

describe('plugins', () => {
  test('start after what they need and stop in reverse', async () => {
    const { pages, aPlugin } = diary();
    const { host } = aHost();
    await host.start([aPlugin('roof', ['walls']), aPlugin('walls', ['floor']), aPlugin('floor')]);
    await host.stop();
    expect(pages).toEqual(['floor starts', 'walls starts', 'roof starts', 'roof stops', 'walls stops', 'floor stops']);
  });

  test('that need something absent, or each other, are named', () => {
    const named = (name: string, ...needs: string[]) => ({ name, needs });
    expect(() => orderPlugins([named('roof', 'walls')])).toThrow(
      'Plugin "roof" needs "walls", which is not configured',
    );
    expect(() => orderPlugins([named('hen', 'egg'), named('egg', 'hen')])).toThrow('hen → egg → hen');
    expect(() => orderPlugins([named('twin'), named('twin')])).toThrow('the same name');
  });

  test('one that fails is named, and those before it are stopped', async () => {
    const { pages, aPlugin } = diary();
    const { host } = aHost();
    const broken = aPlugin('broken', ['floor'], () => Promise.reject(new Error('no')));
    await expect(host.start([aPlugin('floor'), broken])).rejects.toMatchObject({
      code: 'plugin.failed',
      message: 'Plugin "broken" could not be started',
    });
    expect(pages).toEqual(['floor starts', 'floor stops']);
  });

  test('with a faulty configuration are refused before any of them starts', async () => {
    const { pages, aPlugin } = diary();
    const { host } = aHost();
    const faulty = [
      { ...aPlugin('one'), config: { limit: 'x' } },
      { ...aPlugin('two'), config: { other: 1 } },
    ];
    await expect(host.start([aPlugin('floor'), ...faulty])).rejects.toMatchObject({
      details: { faults: [{ path: 'one:/limit' }, { path: 'two:/' }] },
    });
    expect(pages).toEqual([]);
  });

  test('hear events and count until they stop, and cannot disturb the hub', async () => {
    const { aPlugin } = diary();
    const { host, events, metrics, log } = aHost();
    await host.start([
      aPlugin('watcher', [], (hub) => {
        const refusals = hub.counter({ name: 'refusals_total', help: 'Refusals', labelNames: ['code'] });
        hub.on('exchange.refused', ({ code }) => refusals.increment({ code }));
        hub.on('exchange.refused', () => {
          throw new Error('listener bug');
        });
        return () => undefined;
      }),
    ]);
    events.emit('exchange.refused', event);
    expect(await metrics.registry.metrics()).toContain(
      'koppel_plugin_watcher_refusals_total{code="agreement.suspended"} 1',
    );
    expect(log.text()).toContain('a listener failed');
    await host.stop();
    events.emit('exchange.refused', event);
    expect(await metrics.registry.metrics()).not.toContain('koppel_plugin_watcher');
  });
});
