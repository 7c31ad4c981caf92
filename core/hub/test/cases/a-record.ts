import type { ProcessRecord } from '../../src/platform/process/process-record.ts';

const at = '2026-06-01T09:00:00.000Z';

/** A record as a rule sees it; whatever a test does not say is as unremarkable as can be. */
export const aRecord = (change: Partial<ProcessRecord> = {}): ProcessRecord => ({
  id: '01938c5e-8c00-7000-8000-000000000001',
  kind: 'case',
  root: '01938c5e-8c00-7000-8000-000000000001',
  collaboration: 'example-region',
  theme: 'undermining',
  region: 'north',
  body: '01938c5e-8c00-7000-8000-0000000000b1',
  model: '01938c5e-8c00-7000-8000-0000000000c1',
  version: 1,
  state: 'draft',
  phase: null,
  isOpen: true,
  openedAt: at,
  enteredAt: at,
  changedAt: at,
  openedBy: { oin: '00000009999000000001', person: 'pol-30fa' },
  owner: null,
  role: null,
  assignee: null,
  dueAt: null,
  participants: [],
  proposal: null,
  lastActor: null,
  court: { side: 'nobody', since: at, ownerMs: 0, openerMs: 0 },
  retention: { status: 'active', endsAt: null, lockedYears: 0, decision: null },
  content: {},
  ...change,
});
