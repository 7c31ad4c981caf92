import type { BarrierModel, InterventionType } from '@koppel/process';
import type { ProcessRecord } from '../platform/process/process-record.ts';

const at = '2026-06-01T12:00:00.000Z';

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
  id: '01938c5e-8c00-7000-8000-0000000000a1',
  kind: 'intervention',
  root: '01938c5e-8c00-7000-8000-000000000001',
  collaboration: 'example-region',
  theme: 'example-theme',
  region: 'north',
  body: '01938c5e-8c00-7000-8000-0000000000b1',
  model: '01938c5e-8c00-7000-8000-0000000000c1',
  version: 1,
  state: 'proposed',
  phase: 'plan',
  isOpen: true,
  openedAt: at,
  enteredAt: at,
  changedAt: at,
  openedBy: { oin: '00000009999000000001', person: 'emp-7f3a91' },
  owner: '00000009999000000002',
  role: null,
  assignee: null,
  dueAt: null,
  participants: [],
  proposal: null,
  lastActor: { oin: '00000009999000000001', person: 'emp-7f3a91' },
  court: { side: 'owner', since: at, ownerMs: 0, openerMs: 0 },
  retention: { status: 'active', endsAt: null, lockedYears: 0, decision: null },
  content: {
    type: exampleType.id,
    owner: '00000009999000000002',
    aim: 'Close the premises for three months',
    reasons: 'The premises are used again and again',
  },
};
