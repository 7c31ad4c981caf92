import { KoppelError, type Plugin } from '@koppel/contract';

/**
 * Puts plugins in an order in which each comes after what it needs; otherwise the order of the configuration holds.
 *
 * @throws KoppelError `plugin.failed` that names the plugin whose need is missing or goes round in a circle.
 */
export function orderPlugins<Named extends Pick<Plugin, 'name' | 'needs'>>(plugins: readonly Named[]): Named[] {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  if (byName.size < plugins.length) throw new KoppelError('plugin.failed', 'Two plugins have the same name');
  const ordered = new Set<Named>();
  const visit = (plugin: Named, path: readonly string[]): void => {
    if (ordered.has(plugin)) return;
    if (path.includes(plugin.name)) {
      throw new KoppelError(
        'plugin.failed',
        `Plugins need each other in a circle: ${[...path, plugin.name].join(' → ')}`,
      );
    }
    for (const need of plugin.needs) {
      const needed = byName.get(need);
      if (!needed)
        throw new KoppelError('plugin.failed', `Plugin "${plugin.name}" needs "${need}", which is not configured`);
      visit(needed, [...path, plugin.name]);
    }
    ordered.add(plugin);
  };
  for (const plugin of plugins) visit(plugin, []);
  return [...ordered];
}
