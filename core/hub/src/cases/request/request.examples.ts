import type { InformationRequestDraft } from '../../platform/information-request.schema.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';

const at = '2026-06-01T12:00:00.000Z';

export const exampleDraft: InformationRequestDraft = {
  need: 'residents',
  agreement: '01938c5e-8c00-7000-8000-0000000000f3',
  subjectRole: 'suspect',
  reasons: 'Two signals name this address, and nobody knows who lives there',
  request: { address: { postcode: '1234AB', houseNumber: 12 } },
};

export const exampleRequest: ProcessRecord = {
  id: '01938c5e-8c00-7000-8000-0000000000f2',
  kind: 'information-request',
  root: '01938c5e-8c00-7000-8000-000000000001',
  collaboration: 'example-region',
  theme: 'example-theme',
  region: 'north',
  body: '01938c5e-8c00-7000-8000-0000000000b1',
  model: '01938c5e-8c00-7000-8000-0000000000c1',
  version: 2,
  state: 'answered',
  phase: null,
  isOpen: false,
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
  court: { side: 'nobody', since: at, ownerMs: 412, openerMs: 0 },
  retention: { status: 'active', endsAt: null, lockedYears: 0, decision: null },
  content: {
    operation: 'municipality.find-residents',
    mode: 'content',
    agreement: { id: exampleDraft.agreement, version: 1 },
    question: { ...exampleDraft, request: { address: { postcode: '1234AB', houseNumber: 12 } } },
    outcome: {
      exchange: '01938c5e-8c00-7000-8000-000000000002',
      mode: 'content',
      item: '01938c5e-8c00-7000-8000-0000000000f1',
      responseMs: 412,
      ledger: { requestIndex: 41, replyIndex: 42 },
    },
  },
};
