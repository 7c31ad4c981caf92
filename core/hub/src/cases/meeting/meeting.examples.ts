import type { Board } from '../../platform/board.schema.ts';
import type { AgendaItem, ConferenceDraft } from '../../platform/conference.schema.ts';
import type { ProcessRecord } from '../../platform/process/process-record.ts';
import { exampleTask } from '../task/task.examples.ts';

const attendee = { oin: '00000009999000000001', person: 'emp-7f3a91', role: 'example-role' };

export const exampleDraft: ConferenceDraft = {
  heldAt: '2026-06-15T13:00:00.000Z',
  place: 'Town hall, room 2',
  invited: [{ oin: '00000009999000000002', role: 'example-role' }],
};

export const exampleConference: ProcessRecord = {
  ...exampleTask,
  id: '01938c5e-8c00-7000-8000-0000000000f3',
  kind: 'conference',
  root: '01938c5e-8c00-7000-8000-0000000000f3',
  state: 'planned',
  phase: null,
  owner: null,
  role: null,
  dueAt: exampleDraft.heldAt,
  participants: ['00000009999000000001', '00000009999000000002'],
  content: { ...exampleDraft },
};

export const exampleAttendance = { attended: [attendee] };

export const exampleItem: AgendaItem = {
  item: '01938c5e-8c00-7000-8000-0000000000f4',
  kind: 'case',
  id: '01938c5e-8c00-7000-8000-000000000001',
  state: 'example-state',
  phase: 'example-phase',
  topic: 'Who goes in first',
  decisions: [],
};

export const exampleBoard: Board = {
  items: [
    {
      id: '01938c5e-8c00-7000-8000-000000000001',
      kind: 'case',
      title: 'A garage where no car is ever repaired',
      state: 'example-state',
      phase: 'example-phase',
      dueAt: '2026-06-15T22:00:00.000Z',
      isOverdue: false,
      court: { side: 'owner', sinceMs: 86_400_000 },
    },
  ],
  counts: [{ kind: 'case', state: 'example-state', count: 1 }],
};
