import { expect } from '@jest/globals';
import { createKeyPair, type HubClient } from '@koppel/local';
import type { Page } from '../../../src/platform/paging.ts';
import { oins } from '../../fixtures.ts';
import type { ProcessRegion } from '../../process-region.ts';
import { refusalOf, type Thing } from './person.ts';

const lists = [
  'signals',
  'cases',
  'tasks',
  'interventions',
  'consultations',
  'consultations?direction=by-me',
  'notifications',
];
const partsOf: Readonly<Record<string, readonly string[]>> = {
  signal: ['', '/chronology', '/items', '/information-requests', '/likenesses'],
  case: ['', '/chronology', '/items', '/information-requests', '/tasks', '/consultations', '/plan'],
  intervention: [''],
};
const dayMs = 86_400_000;

/** Somebody of an organisation that sits in the same conference and holds every role there, but is joined to nothing. */
export class Onlooker {
  readonly #place: ProcessRegion;
  readonly #system: HubClient;
  readonly #hub: HubClient;

  private constructor(place: ProcessRegion, system: HubClient) {
    this.#place = place;
    this.#system = system;
    this.#hub = system.as('onl-77aa');
  }

  static async beside(place: ProcessRegion): Promise<Onlooker> {
    const { region, bodies } = place;
    const key = await createKeyPair();
    const onlooker = new Onlooker(place, await region.register({ oin: oins.stranger, client: 'watch', key }));
    await onlooker.renewMandates();
    await region.operator.post(`/v1/bodies/${bodies.conference}/members`, { add: [oins.stranger] });
    return onlooker;
  }

  async renewMandates(): Promise<void> {
    const { model, collaboration, clock } = this.#place;
    const [from, until] = [-1, 1400].map((days) => new Date(clock.now() + days * dayMs).toISOString());
    const limits = { themes: [], regions: [] };
    const mandate = { person: 'onl-77aa', collaboration, limits, from, until, decision: 'MB-2026-018' };
    for (const { id: role, level } of model.roles) await this.#system.post('/v1/mandates', { ...mandate, role, level });
  }

  /** Nothing in any list, count or search; and what is there answers as what is not. */
  async seesNothingOf(things: readonly Thing[], subject: object): Promise<void> {
    for (const list of lists) {
      const { items } = await this.#hub.get<Page<unknown>>(`/v1/${list}`);
      expect({ list, items }).toEqual({ list, items: [] });
    }
    await this.#seesEmptyConferences();
    expect(await this.#hub.post('/v1/searches', { subject })).toEqual({ hits: [] });
    for (const path of things.flatMap(({ kind, id }) =>
      (partsOf[kind] ?? []).map((part) => `/v1/${kind}s/${id}${part}`),
    )) {
      const { code } = await refusalOf(this.#hub.get(path));
      expect({ path, code }).toEqual({ path, code: 'resource.not-found' });
    }
  }

  /** A member of the body knows when it meets and how long that is kept, and nothing of what about. */
  async #seesEmptyConferences(): Promise<void> {
    const body = `/v1/bodies/${this.#place.bodies.conference}`;
    expect(await this.#hub.get(`${body}/board`)).toEqual({ items: [], counts: [] });
    const { items } = await this.#hub.get<Page<Thing>>(`${body}/conferences`);
    for (const { id } of items) expect(await this.#hub.get(`/v1/conferences/${id}`)).toMatchObject({ agenda: [] });
    const kept = await this.#hub.get<Page<Thing>>('/v1/retention?before=2099-01-01T00:00:00.000Z');
    expect(kept.items.filter(({ kind }) => kind !== 'conference')).toEqual([]);
  }
}
