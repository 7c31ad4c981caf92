import type { AgendaItem } from '../../../src/platform/conference.schema.ts';
import type { ConferenceWithAgenda } from '../../../src/platform/conference-actions.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { partnerOins, people, type PersonName } from '../../process-people.ts';
import type { ProcessRegion } from '../../process-region.ts';

/** Somebody as a list of attendance names them, in their first role. */
export const attendee = (name: PersonName) => ({
  oin: partnerOins[people[name].partner],
  person: people[name].person,
  role: people[name].roles[0][0],
});

/** Meetings of the case conference, as its chair runs them. */
export class MeetingDays {
  readonly #region: ProcessRegion;

  constructor(region: ProcessRegion) {
    this.#region = region;
  }

  convene(by: PersonName = 'chair', change: object = {}): Promise<ProcessRecord> {
    const { conference } = this.#region.bodies;
    return this.#region.as(by).post(`/v1/bodies/${conference}/conferences`, {
      heldAt: new Date(this.#region.clock.now()).toISOString(),
      place: 'Town hall, room 2',
      invited: [{ oin: partnerOins.police, role: 'partner' }],
      ...change,
    });
  }

  attend(conference: string, names: readonly PersonName[], by: PersonName = 'chair'): Promise<ProcessRecord> {
    const path = `/v1/conferences/${conference}/attendance`;
    return this.#region.as(by).post(path, { attended: names.map(attendee) });
  }

  discuss(
    conference: string,
    record: Pick<ProcessRecord, 'id' | 'kind'>,
    by: PersonName = 'coordinator',
  ): Promise<AgendaItem> {
    const { id, kind } = record;
    return this.#region
      .as(by)
      .post(`/v1/conferences/${conference}/agenda-items`, { kind, id, topic: 'Who goes in first' });
  }

  decide(conference: string, decision: { item: string; action?: string }, by: PersonName = 'coordinator') {
    const path = `/v1/conferences/${conference}/decisions`;
    return this.#region.as(by).post<AgendaItem>(path, { text: 'The municipality goes in first', ...decision });
  }

  close(conference: string, by: PersonName = 'chair'): Promise<ProcessRecord> {
    return this.#region.as(by).post(`/v1/conferences/${conference}/closure`, { reasons: 'All was dealt with' });
  }

  see(conference: string, by: PersonName): Promise<ConferenceWithAgenda> {
    return this.#region.as(by).get(`/v1/conferences/${conference}`);
  }
}
