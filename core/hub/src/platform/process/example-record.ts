import type { ProcessRecord } from './process-record.ts';

const at = '2026-06-01T12:00:00.000Z';
const opener = { oin: '00000009999000000001', person: 'emp-7f3a91' };

/** What the examples of the interface have in common: part of one case, seen on the day on which it was opened. */
export const exampleRecord = {
  root: '01938c5e-8c00-7000-8000-000000000001',
  collaboration: 'example-region',
  theme: 'example-theme',
  region: 'north',
  body: '01938c5e-8c00-7000-8000-0000000000b1',
  model: '01938c5e-8c00-7000-8000-0000000000c1',
  version: 1,
  state: 'example-state',
  phase: 'example-phase',
  isOpen: true,
  openedAt: at,
  enteredAt: at,
  changedAt: at,
  openedBy: opener,
  owner: null,
  role: null,
  assignee: null,
  dueAt: null,
  participants: [],
  proposal: null,
  lastActor: opener,
  court: { side: 'nobody', since: at, ownerMs: 0, openerMs: 0 },
  retention: { status: 'active', endsAt: null, lockedYears: 0, decision: null },
} as const satisfies Omit<ProcessRecord, 'id' | 'kind' | 'content'>;
