import { KoppelError } from '@koppel/contract';
import type { Context, ServiceSchema } from 'moleculer';
import type { ParamsOf } from '../platform/actions.ts';
import type { Adapters } from './adapters.ts';
import type { AdapterRegistry } from './registry.ts';

const healthEveryMs = 5000;

/** The registry and the hub's end of the link as a room. */
export function createAdaptersService(adapters: Adapters, registry: AdapterRegistry): ServiceSchema {
  let health: NodeJS.Timeout | undefined;
  return {
    name: 'adapters',
    actions: {
      register: ({ params }: Context<ParamsOf<'adapters.register'>>) => adapters.register(params, params.manifest),
      list: () => registry.list(),
      getManifest: ({ params }: Context<ParamsOf<'adapters.getManifest'>>) => {
        const manifest = registry.manifestOf(params);
        if (!manifest) throw new KoppelError('resource.not-found');
        return manifest;
      },
      findOperation: ({ params }: Context<ParamsOf<'adapters.findOperation'>>) =>
        registry.findOperation(params) ?? null,
      askWitness: ({ params }: Context<ParamsOf<'adapters.askWitness'>>) => adapters.askWitness(params),
      ask: ({ params }: Context<ParamsOf<'adapters.ask'>>) => adapters.ask(params),
    },
    events: {
      'adapters.changed': () => adapters.reload(),
    },
    started: async () => {
      await adapters.reload();
      await adapters.checkHealth();
      health = setInterval(() => void adapters.lookAround(), healthEveryMs);
    },
    stopped: async () => clearInterval(health),
  };
}
