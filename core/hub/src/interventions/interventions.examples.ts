import type { BarrierModel, InterventionType } from '@koppel/process';
import { exampleRecord } from '../platform/process/example-record.ts';
import type { ProcessRecord } from '../platform/process/process-record.ts';

export const exampleType: InterventionType = {
  id: 'close-premises',
  title: { nl: 'Pand sluiten', en: 'Close the premises' },
  barrierModel: 'example-chain',
  barrierStep: 'location',
  barrier: 'no-premises',
  discipline: 'administrative',
  ownerType: 'municipality',
  facet: 'disrupt',
};

const part = (id: string, nl: string, en: string) => ({ id, title: { nl, en } });

export const exampleBarrierModel: BarrierModel = {
  ...part('example-chain', 'Voorbeeldketen', 'Example chain'),
  steps: [
    {
      ...part('location', 'Locatie vinden', 'Find a location'),
      enablers: [part('landlord', 'Verhuurder', 'Landlord')],
      opportunities: [part('vacancy', 'Leegstand', 'Vacancy')],
      signals: [part('no-customers', 'Geen klanten', 'No customers')],
      partners: ['municipality'],
      barriers: [part('no-premises', 'Geen pand beschikbaar', 'No premises to be had')],
    },
  ],
};

export const exampleIntervention: ProcessRecord = {
  ...exampleRecord,
  id: '01938c5e-8c00-7000-8000-0000000000a1',
  kind: 'intervention',
  state: 'proposed',
  phase: 'plan',
  owner: '00000009999000000002',
  court: { side: 'owner', since: exampleRecord.openedAt, ownerMs: 0, openerMs: 0 },
  content: {
    type: exampleType.id,
    owner: '00000009999000000002',
    aim: 'Close the premises for three months',
    reasons: 'The premises are used again and again',
  },
};
