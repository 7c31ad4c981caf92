import type { Static, TSchema } from 'typebox';
import type { Clock, Log } from './host.ts';

/** What the hub tells about itself while it runs; facts for counting, without personal data. */
export interface HubEvents {
  'exchange.answered': {
    readonly exchange: string;
    readonly operation: string;
    readonly requester: string;
    readonly outcome: 'released' | 'matched';
    readonly durationMs: number;
  };
  'exchange.refused': {
    readonly exchange: string;
    readonly operation: string;
    readonly requester: string;
    readonly code: string;
  };
  'exchange.failed': {
    readonly exchange: string;
    readonly operation: string;
    readonly requester: string;
    readonly code: string;
  };
  'agreement.changed': { readonly agreement: string; readonly version: number; readonly status: string };
  'adapter.changed': {
    readonly organisation: string;
    readonly client: string;
    readonly state: 'up' | 'down' | 'draining';
  };
}

export interface CounterDefinition {
  /** Prometheus name without the `koppel_plugin_` prefix that the hub adds. */
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/** What a plugin may do to the hub. Everything registered here is withdrawn when the plugin stops. */
export interface HubApi {
  readonly log: Log;
  readonly clock: Clock;
  /** A listener that throws is logged and does not disturb the hub. */
  on<Type extends keyof HubEvents>(type: Type, listener: (event: HubEvents[Type]) => void): void;
  counter(definition: CounterDefinition): { increment(labels: Readonly<Record<string, string>>): void };
}

export type StopPlugin = () => Promise<void> | void;

/** Extends the hub from inside; trusted. `start` returns the function that stops it. */
export interface Plugin<Config extends TSchema = TSchema> {
  readonly name: string;
  /** Names of plugins that must have started before this one. */
  readonly needs: readonly string[];
  readonly config: Config;
  start(hub: HubApi, config: Static<Config>): Promise<StopPlugin> | StopPlugin;
}

export function definePlugin<Config extends TSchema>(plugin: Plugin<Config>): Plugin<Config> {
  return plugin;
}
