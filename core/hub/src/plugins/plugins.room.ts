import { KoppelError, type Plugin } from '@koppel/contract';
import type { Ground } from '../platform/ground.ts';
import { loadPackage } from '../platform/load-package.ts';
import { PluginHost, type ConfiguredPlugin } from './plugin-host.ts';

/** Loads and starts the configured plugins; the hub does not start without them. */
export async function startPlugins({ config, events, metrics, clock, log, stops }: Ground): Promise<void> {
  const plugins: ConfiguredPlugin[] = [];
  for (const { package: name, config: pluginConfig } of config.plugins) {
    plugins.push({ plugin: await loadPlugin(name), config: pluginConfig });
  }
  const host = new PluginHost({ events, metrics, clock, log });
  stops.push('plugins', () => host.stop());
  await host.start(plugins);
}

async function loadPlugin(name: string): Promise<Plugin> {
  const { plugin } = await loadPackage(name, 'plugin');
  if (!isPlugin(plugin))
    throw new KoppelError('plugin.failed', `Package "${name}" does not export a plugin named "plugin"`);
  return plugin;
}

const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' && value !== null && 'name' in value && 'needs' in value && 'start' in value;
