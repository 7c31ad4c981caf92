import type { EventDraft, ProcessEvent, StreamKind } from '../../../src/platform/process/process-event.ts';
import { openedFacts, somebody } from './process-house.ts';

const id = '01938c5e-8c00-7000-8000-0000000000e1';
const stream = '01938c5e-8c00-7000-8000-000000000001';

export const anEvent = (change: Partial<ProcessEvent> = {}): ProcessEvent => ({
  id,
  stream,
  root: stream,
  kind: 'case',
  version: 1,
  type: 'opened',
  at: '2026-06-01T12:00:00.000Z',
  by: somebody,
  decision: null,
  model: null,
  facts: openedFacts(),
  contentDigest: '1'.repeat(64),
  content: {},
  ...change,
});

/** Drafts as the events of one stream, an hour apart. */
export const eventsOf = (kind: StreamKind, drafts: readonly EventDraft[]): ProcessEvent[] =>
  drafts.map(({ type, facts = {}, content }, i) =>
    anEvent({
      id: `01938c5e-8c00-7000-8000-${String(i).padStart(12, '0')}`,
      kind,
      type,
      facts,
      version: i + 1,
      at: new Date(Date.UTC(2026, 5, 1, i)).toISOString(),
      content: content ?? null,
      contentDigest: content ? '1'.repeat(64) : null,
    }),
  );
