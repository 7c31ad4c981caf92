import { systemClock } from '@koppel/contract';
import { AgreementLease } from './agreement-lease.ts';
import { EvidenceJudge } from './evidence-judge.ts';
import { createExchangeService } from './exchange.service.ts';
import { ExchangeKeyStore } from './exchange.store.ts';
import { Exchanges } from './exchanges.ts';
import { Gate } from './gate.ts';
import { GateKeeper } from './gate-keeper.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { ExchangeProofs } from './exchange-proofs.ts';
import { ExchangeObserver } from './observer.ts';
import { OperationCatalogue } from './operation-catalogue.ts';
import { UsedEvidenceStore } from './used-evidence.store.ts';
import type { Ground } from '../platform/ground.ts';

/** Furnishes the hot path; answers with the lease on the agreements, which must be fresh before anything is asked. */
export async function openExchangeRoom(ground: Ground): Promise<AgreementLease> {
  const { call, clock, securityClock, log, metrics, events, broker } = ground;
  const gate = new Gate();
  const lease = new AgreementLease({ gate, call, clock: securityClock, log });
  metrics.watchGateLease(() => lease.ageMs);
  const catalogue = new OperationCatalogue(call, securityClock);
  const database = await ground.database('app');
  const store = new ExchangeKeyStore(database);
  const used = new UsedEvidenceStore(database);
  const keys = new IdempotencyKeys(store, call, clock);
  const observer = new ExchangeObserver(metrics, events);
  const keeper = new GateKeeper({ call, gate, lease, catalogue, clock });
  // A simulated domain clock must not make an old signature fresh: the wall clock decides.
  const evidence = new EvidenceJudge({ call, used, clock: systemClock });
  const exchanges = new Exchanges({ call, keeper, catalogue, keys, evidence, clock, observer });
  const proofs = new ExchangeProofs(call);
  broker.createService(createExchangeService({ exchanges, proofs, lease, catalogue, keys: store, used, log }));
  return lease;
}
