import { createAgreementsService } from './agreements.service.ts';
import { AgreementStore } from './agreements.store.ts';
import { Agreements } from './agreements.ts';
import type { Ground } from '../platform/ground.ts';

export async function openAgreementsRoom(ground: Ground): Promise<void> {
  const { call, clock, broker, events } = ground;
  const store = new AgreementStore(await ground.database('app'), await ground.database('gate'));
  const agreements = new Agreements({
    store,
    call,
    clock,
    announce: async ({ agreement, status }) => {
      await broker.broadcast('agreements.changed', {});
      events.emit('agreement.changed', { agreement: agreement.id, version: agreement.version, status });
    },
  });
  broker.createService(createAgreementsService(agreements, store));
}
