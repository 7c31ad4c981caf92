import type { Log } from '@koppel/contract';
import type { Context, ServiceSchema } from 'moleculer';
import type { ParamsOf } from '../platform/actions.ts';
import type { AgreementLease } from './agreement-lease.ts';
import type { ExchangeKeyStore } from './exchange.store.ts';
import type { Exchanges } from './exchanges.ts';
import type { OperationCatalogue } from './operation-catalogue.ts';

export interface ExchangeServiceParts {
  readonly exchanges: Exchanges;
  readonly lease: AgreementLease;
  readonly catalogue: OperationCatalogue;
  readonly keys: ExchangeKeyStore;
  readonly log: Log;
}

const hour = 3_600_000;
/** How long a used idempotency key is remembered. */
const keyRetentionHours = 48;

/** The hot path as a room. */
export function createExchangeService({ exchanges, lease, catalogue, keys, log }: ExchangeServiceParts): ServiceSchema {
  let sweep: NodeJS.Timeout | undefined;
  const forgetKeys = (): void => {
    keys.forgetOlderThan(keyRetentionHours).catch(() => log.warn({}, 'old idempotency keys not removed'));
  };
  return {
    name: 'exchange',
    actions: {
      perform: (context: Context<ParamsOf<'exchange.perform'>>) => exchanges.perform(context.params),
    },
    events: {
      // Whoever announces waits for the nodes' own listeners: on one node a change binds before it is answered.
      'agreements.changed': () => lease.refresh(),
      'adapters.changed': () => catalogue.expire(),
    },
    started: async () => {
      lease.start();
      sweep = setInterval(forgetKeys, hour);
    },
    stopped: async () => {
      clearInterval(sweep);
      await lease.stop();
    },
  };
}
