import type { Context, ServiceSchema } from 'moleculer';
import type { Gateway } from './gateway.ts';

/** The gateway's ear to the other rooms: it keeps verified tokens, and must hear when they are worth nothing. */
export function createGatewayService(gateway: Gateway): ServiceSchema {
  return {
    name: 'gateway',
    events: {
      'identity.changed': ({ params }: Context<{ oin: string }>) => gateway.forgetTokens(params.oin),
    },
  };
}
