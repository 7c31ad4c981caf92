import type { InformationRequestDraft } from '../../platform/information-request.schema.ts';
import { exampleRecord } from '../../platform/process/example-record.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';

export const exampleDraft: InformationRequestDraft = {
  need: 'residents',
  agreement: '01938c5e-8c00-7000-8000-0000000000f3',
  subjectRole: 'suspect',
  reasons: 'Two signals name this address, and nobody knows who lives there',
  request: { address: { postcode: '1234AB', houseNumber: 12 } },
};

export const exampleRequest: ProcessRecord = {
  ...exampleRecord,
  id: '01938c5e-8c00-7000-8000-0000000000f2',
  kind: 'information-request',
  version: 2,
  state: 'answered',
  phase: null,
  isOpen: false,
  owner: '00000009999000000002',
  court: { side: 'nobody', since: exampleRecord.openedAt, ownerMs: 412, openerMs: 0 },
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
