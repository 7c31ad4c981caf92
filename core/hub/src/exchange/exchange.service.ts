import type { Log } from '@koppel/contract';
import type { Context, ServiceSchema } from 'moleculer';
import type { ParamsOf } from '../platform/actions.ts';
import type { AgreementLease } from './agreement-lease.ts';
import type { ExchangeKeyStore } from './exchange.store.ts';
import type { Exchanges } from './exchanges.ts';
import type { ExchangeProofs } from './exchange-proofs.ts';
import type { OperationCatalogue } from './operation-catalogue.ts';
import type { UsedEvidenceStore } from './used-evidence.store.ts';

export interface ExchangeServiceParts {
  readonly exchanges: Exchanges;
  readonly lease: AgreementLease;
  readonly catalogue: OperationCatalogue;
  readonly keys: ExchangeKeyStore;
  readonly proofs: ExchangeProofs;
  readonly used: UsedEvidenceStore;
  readonly log: Log;
}

const hour = 3_600_000;
/** How long a used idempotency key is remembered. */
const keyRetentionHours = 48;
/** Many times as long as evidence is accepted. */
const evidenceRetentionSeconds = 3600;

/** The hot path as a room. */
export function createExchangeService(parts: ExchangeServiceParts): ServiceSchema {
  const { exchanges, proofs, lease, catalogue, keys, used, log } = parts;
  let sweep: NodeJS.Timeout | undefined;
  const forgetKeys = (): void => {
    keys.forgetOlderThan(keyRetentionHours).catch(() => log.warn({}, 'old idempotency keys not removed'));
    used.forgetOlderThan(evidenceRetentionSeconds).catch(() => log.warn({}, 'used evidence not removed'));
  };
  return {
    name: 'exchange',
    actions: {
      perform: (context: Context<ParamsOf<'exchange.perform'>>) => exchanges.perform(context.params),
      prove: (context: Context<ParamsOf<'exchange.prove'>>) => proofs.prove(context.params),
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
