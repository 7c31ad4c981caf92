import { expect } from '@jest/globals';
import { reducers } from '../../../src/platform/process/kinds/reducers.ts';
import { fold } from '../../../src/platform/process/fold.ts';
import type { ProcessEvent } from '../../../src/platform/process/process-event.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import type { RegionAtWork } from './region-at-work.ts';

type Clear = Omit<ProcessEvent, 'content'>;

interface StoredStream {
  readonly record: Omit<ProcessRecord, 'content'>;
  readonly events: readonly Clear[];
}

/** In one statement, because the hub's own rounds write meanwhile. */
const storedStreams = `
  SELECT s.record, (SELECT json_agg(e.clear ORDER BY e.version) FROM process_event e WHERE e.stream = s.id) AS events
  FROM process_stream s`;

/** Holds everything that was written against what may never be otherwise. */
export async function expectSoundHistory(work: RegionAtWork): Promise<number> {
  const streams = await work.place.region.database.query<StoredStream>(storedStreams);
  const events = streams.flatMap(({ events: own }) => own);
  expectDecisions(events);
  for (const stream of streams) expectRebuilt(stream);
  for (const { id, kind, model } of work.made) {
    const states = model.machines[kind].states.map((state) => state.id);
    expect(states).toContain((await work.stored(id)).state);
  }
  return events.length;
}

/** Whatever changed a state was decided by a person; the clock names the decision that it carries out. */
function expectDecisions(events: readonly Clear[]): void {
  const persons = new Map(events.map(({ id, by }) => [id, by?.person]));
  for (const { type, by, decision } of events) {
    const person = by === null ? persons.get(String(decision)) : by.person;
    expect({ type, person }).toEqual({ type, person: expect.any(String) });
  }
}

/** The events alone make the record that is stored, with exactly one state. */
function expectRebuilt({ record, events }: StoredStream): void {
  const own = events.map((event) => ({ ...event, content: null }));
  expect(own.map(({ version }) => version)).toEqual(own.map((_event, i) => i + 1));
  const { content: _content, ...rebuilt } = fold(own, reducers[record.kind]) ?? { content: null };
  expect(rebuilt).toEqual(record);
}
