import type { ChronologyEntry } from '../../platform/chronology.schema.ts';
import type { RootSummary } from '../../platform/root.schema.ts';

export const exampleSummary: RootSummary = {
  id: '01938c5e-8c00-7000-8000-000000000001',
  kind: 'case',
  body: '01938c5e-8c00-7000-8000-0000000000b1',
  theme: 'example-theme',
  region: 'north',
  state: 'second',
  phase: 'example-phase',
  isOpen: true,
  title: 'A garage where no car is ever repaired',
  openedAt: '2026-06-01T12:00:00.000Z',
  changedAt: '2026-06-02T09:30:00.000Z',
  dueAt: '2026-06-15T22:00:00.000Z',
  version: 4,
};

export const exampleEntry: ChronologyEntry = {
  event: {
    id: '01938c5e-8c00-7000-8000-0000000000e1',
    stream: '01938c5e-8c00-7000-8000-000000000001',
    root: '01938c5e-8c00-7000-8000-000000000001',
    kind: 'case',
    version: 2,
    type: 'transitioned',
    at: '2026-06-02T09:30:00.000Z',
    by: {
      oin: '00000009999000000001',
      client: 'desk',
      person: 'emp-7f3a91',
      capacity: { role: 'example-role', level: 'operational', mandate: '01938c5e-8c00-7000-8000-0000000000d1' },
    },
    decision: null,
    model: '01938c5e-8c00-7000-8000-0000000000c1',
    facts: { action: 'example-action', step: 'example-step', from: 'first', to: 'second', isOpen: true, dueAt: null },
    contentDigest: '1'.repeat(64),
  },
  digest: '0'.repeat(64),
  ledgerIndex: 1042,
  reasons: 'Two partners see the same people at the same address',
};
