import {
  compileSchema,
  KoppelError,
  type Clock,
  type HubApi,
  type Log,
  type Plugin,
  type StopPlugin,
} from '@koppel/contract';
import { Counter } from 'prom-client';
import type { HubEventBus } from '../platform/events.ts';
import type { Metrics } from '../platform/metrics.ts';
import { orderPlugins } from './plugin-order.ts';

/** A plugin with the configuration it was given. */
export interface ConfiguredPlugin {
  readonly plugin: Plugin;
  readonly config: unknown;
}

export interface PluginHostParts {
  readonly events: HubEventBus;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
}

interface Started {
  readonly name: string;
  readonly stop: StopPlugin;
}

/** Starts plugins in the order of their needs and stops them in reverse; when one fails, those before it are stopped. */
export class PluginHost {
  readonly #parts: PluginHostParts;
  readonly #started: Started[] = [];

  constructor(parts: PluginHostParts) {
    this.#parts = parts;
  }

  /** @throws KoppelError `plugin.failed` that names the plugin; nothing is left running. */
  async start(plugins: readonly ConfiguredPlugin[]): Promise<void> {
    const configs = new Map(plugins.map(({ plugin, config }) => [plugin, config]));
    const ordered = orderPlugins(plugins.map(({ plugin }) => plugin));
    checkConfigs(ordered, configs);
    for (const plugin of ordered) await this.#startOne(plugin, configs.get(plugin));
  }

  async stop(): Promise<void> {
    for (let started = this.#started.pop(); started; started = this.#started.pop()) await this.#stopOne(started);
  }

  async #startOne(plugin: Plugin, config: unknown): Promise<void> {
    const api = new PluginApi(plugin.name, this.#parts);
    try {
      const stop = await plugin.start(api, config);
      this.#started.push({
        name: plugin.name,
        stop: async () => {
          await stop();
          api.withdraw();
        },
      });
    } catch (cause) {
      api.withdraw();
      await this.stop();
      throw new KoppelError('plugin.failed', `Plugin "${plugin.name}" could not be started`, { cause });
    }
  }

  async #stopOne({ name, stop }: Started): Promise<void> {
    try {
      await stop();
    } catch (error) {
      this.#parts.log.error(
        { plugin: name, reason: error instanceof Error ? error.name : 'unknown' },
        'plugin did not stop well',
      );
    }
  }
}

function checkConfigs(plugins: readonly Plugin[], configs: ReadonlyMap<Plugin, unknown>): void {
  const faults = plugins.flatMap((plugin) =>
    compileSchema(plugin.config)
      .faultsOf(configs.get(plugin))
      .map(({ path, message }) => ({ path: `${plugin.name}:${path}`, message })),
  );
  if (faults.length === 0) return;
  const lines = faults.map(({ path, message }) => `  ${path} ${message}`).join('\n');
  throw new KoppelError('plugin.failed', `The configuration of plugins has faults:\n${lines}`, { details: { faults } });
}

/** What one plugin sees of the hub; remembers what it registered, to withdraw it. */
class PluginApi implements HubApi {
  readonly log: Log;
  readonly clock: Clock;
  readonly #name: string;
  readonly #parts: PluginHostParts;
  readonly #withdrawals: (() => void)[] = [];

  constructor(name: string, parts: PluginHostParts) {
    this.#name = name;
    this.#parts = parts;
    this.log = parts.log;
    this.clock = parts.clock;
  }

  readonly on: HubApi['on'] = (type, listener) => {
    this.#withdrawals.push(this.#parts.events.on(type, listener));
  };

  readonly counter: HubApi['counter'] = ({ name, help, labelNames }) => {
    const fullName = `koppel_plugin_${this.#name.replaceAll('-', '_')}_${name}`;
    const { registry } = this.#parts.metrics;
    const counter = new Counter({ name: fullName, help, labelNames: [...labelNames], registers: [registry] });
    this.#withdrawals.push(() => registry.removeSingleMetric(fullName));
    return { increment: (labels) => counter.inc({ ...labels }) };
  };

  withdraw(): void {
    for (const withdraw of this.#withdrawals.splice(0)) withdraw();
  }
}
