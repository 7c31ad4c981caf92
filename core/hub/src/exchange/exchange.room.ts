import { AgreementLease } from './agreement-lease.ts';
import { createExchangeService } from './exchange.service.ts';
import { ExchangeKeyStore } from './exchange.store.ts';
import { Exchanges } from './exchanges.ts';
import { Gate } from './gate.ts';
import { GateKeeper } from './gate-keeper.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { ExchangeObserver } from './observer.ts';
import { OperationCatalogue } from './operation-catalogue.ts';
import type { Ground } from '../platform/ground.ts';

/** Furnishes the hot path; answers with the lease on the agreements, which must be fresh before anything is asked. */
export async function openExchangeRoom(ground: Ground): Promise<AgreementLease> {
  const { call, clock, securityClock, log, metrics, events, broker } = ground;
  const gate = new Gate();
  const lease = new AgreementLease({ gate, call, clock: securityClock, log });
  metrics.watchGateLease(() => lease.ageMs);
  const catalogue = new OperationCatalogue(call, securityClock);
  const store = new ExchangeKeyStore(await ground.database('app'));
  const keys = new IdempotencyKeys(store, call, clock);
  const observer = new ExchangeObserver(metrics, events);
  const keeper = new GateKeeper({ call, gate, lease, catalogue, clock });
  const exchanges = new Exchanges({ call, keeper, catalogue, keys, clock, observer });
  broker.createService(createExchangeService({ exchanges, lease, catalogue, keys: store, log }));
  return lease;
}
