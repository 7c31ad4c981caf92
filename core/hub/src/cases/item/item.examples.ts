import type { Item, ItemDraft, OpenedItem, Reading } from '../../platform/item.schema.ts';

export const exampleDraft: ItemDraft = {
  kind: 'note',
  title: 'What the neighbours tell',
  text: 'Cars come and go at night; nobody ever carries a tool.',
  secrecy: [],
};

export const exampleItem: Item = {
  id: '01938c5e-8c00-7000-8000-0000000000f1',
  root: '01938c5e-8c00-7000-8000-000000000001',
  kind: 'answer',
  source: '00000009999000000002',
  holder: '00000009999000000001',
  person: 'emp-7f3a91',
  addedAt: '2026-06-01T12:00:00.000Z',
  need: 'residents',
  request: '01938c5e-8c00-7000-8000-0000000000f2',
  terms: {
    agreement: { id: '01938c5e-8c00-7000-8000-0000000000f3', version: 1 },
    retention: { days: 365, lockedYears: 5 },
    onwardDisclosure: { allowed: false, recipients: [] },
    secrecy: ['awr67'],
  },
  retention: {
    status: 'active',
    activeUntil: '2027-06-01T12:00:00.000Z',
    lockedUntil: null,
    decision: '01938c5e-8c00-7000-8000-0000000000f4',
  },
  digest: '0'.repeat(64),
  isReadable: true,
  title: null,
};

export const exampleOpenedItem: OpenedItem = {
  ...exampleItem,
  content: {
    answer: {
      operation: 'municipality.find-residents',
      operationVersion: '1.0.0',
      mode: 'content',
      content: { residents: [{ familyName: 'Testpersoon' }] },
      withheld: ['residents[].birthDate'],
    },
  },
};

export const exampleReading: Reading = {
  at: '2026-06-02T09:30:00.000Z',
  oin: exampleItem.holder,
  client: 'desk',
  person: 'emp-7f3a91',
  agreement: { id: '01938c5e-8c00-7000-8000-0000000000f3', version: 1 },
  ledgerIndex: 4711,
};
