import type { Level, ReferenceModel } from '@koppel/process';
import type { HubClient } from '@koppel/local';
import { createKeyPair } from '@koppel/local';
import type { TestDatabase } from '@koppel/testkit';
import { defaultModel } from './default-model.ts';
import { MovableClock } from './movable-clock.ts';
import { people, partnerOins, stewards, type PartnerName, type PersonName, type PersonPlan } from './process-people.ts';
import { Region } from './region.ts';
import type { RegionOptions } from './region-ground.ts';

export interface ProcessRegionOptions extends RegionOptions {
  /** In force from the beginning; the default theme's unless a test brings another. */
  readonly model?: ReferenceModel;
  /** Who works by that model; by the default model's roles unless said otherwise. */
  readonly people?: Readonly<Record<string, PersonPlan>>;
}

/** The bodies of the three levels, each escalating to the next; empty for a level that the model does not have. */
export interface Bodies {
  readonly conference: string;
  readonly steering: string;
  readonly national: string;
}

const yearMs = 365 * 86_400_000;
const scopes = ['exchange', 'agreements', 'ledger', 'mandates', 'cases'] as const;
const collaboration = 'example-region';

/** A hub where four organisations work cases: their people with mandates, a reference model in force, and bodies to meet in. */
export class ProcessRegion {
  readonly region: Region;
  readonly clock: MovableClock;
  readonly model: ReferenceModel;
  readonly collaboration = collaboration;
  /** Of every body, signal and case here. */
  readonly place = 'north';
  readonly partners: Readonly<Record<PartnerName, HubClient>>;
  bodies: Bodies = { conference: '', steering: '', national: '' };
  /** The version in force. */
  modelVersion = '';
  readonly #people: Readonly<Record<string, PersonPlan>>;
  readonly #seats = new Map<string, HubClient>();

  private constructor(
    region: Region,
    partners: Readonly<Record<PartnerName, HubClient>>,
    options: { clock: MovableClock; model: ReferenceModel; people: Readonly<Record<string, PersonPlan>> },
  ) {
    this.region = region;
    this.partners = partners;
    this.clock = options.clock;
    this.model = options.model;
    this.#people = options.people;
  }

  static async open(options: ProcessRegionOptions = {}): Promise<ProcessRegion> {
    const { model = await defaultModel(), people: workers = people, ...rest } = options;
    const clock = new MovableClock();
    const region = await Region.open({ clock, scopes, ...rest });
    try {
      const partners = {
        police: region.requester,
        municipality: region.provider,
        tax: await region.register({ oin: partnerOins.tax, client: 'fiscal', key: await createKeyPair() }),
        centre: await region.register({ oin: partnerOins.centre, client: 'desk', key: await createKeyPair() }),
      };
      const opened = new ProcessRegion(region, partners, { clock, model, people: workers });
      await opened.#settle();
      return opened;
    } catch (error) {
      await region.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.region.close();
  }

  get database(): TestDatabase {
    return this.region.database;
  }

  /** The hub as this person uses it. */
  as(name: PersonName): HubClient {
    const plan = this.#people[name];
    if (!plan) throw new Error(`nobody is called ${name}`);
    return this.hubOf(plan);
  }

  /** The hub as anybody of a partner uses it. */
  hubOf({ partner, person }: Pick<PersonPlan, 'partner' | 'person'>): HubClient {
    const seat = this.#seats.get(person) ?? this.partners[partner].as(person);
    this.#seats.set(person, seat);
    return seat;
  }

  /** Mandates somebody to one role more, in this collaboration and without limits unless a test sets them. */
  async mandate(
    { partner, person }: Pick<PersonPlan, 'partner' | 'person'>,
    [role, level]: PersonPlan['roles'][number],
    change: object = {},
  ): Promise<{ id: string; revision: number }> {
    const now = this.clock.now();
    return this.partners[partner].post('/v1/mandates', {
      person,
      role,
      level,
      collaboration,
      limits: { themes: [], regions: [] },
      from: new Date(now - 60_000).toISOString(),
      until: new Date(now + 3 * yearMs).toISOString(),
      decision: 'MB-2026-017',
      ...change,
    });
  }

  /** Mandates run for three years: gives everybody theirs again, for a test that moved the clock further. */
  async renewMandates(): Promise<void> {
    await this.#appoint(Object.values(this.#people));
  }

  /** Brings a version of the model into force the way it should be done; answers its id. */
  async enforce(document: ReferenceModel): Promise<string> {
    const editor = this.hubOf(stewards.editor);
    const approver = this.hubOf(stewards.approver);
    const { id } = await editor.post<{ id: string }>('/v1/models', { collaboration, document });
    await editor.send({ method: 'POST', path: `/v1/models/${id}/proposal` });
    const reasons = 'As the steering group decided';
    await approver.post(`/v1/models/${id}/decision`, { outcome: 'approved', reasons });
    await approver.post(`/v1/models/${id}/application`, { reasons });
    return id;
  }

  /** A body at one level of this region; everybody is member unless a test says otherwise. */
  async createBody(level: string, change: object = {}): Promise<string> {
    const { id } = await this.region.operator.post<{ id: string }>('/v1/bodies', {
      collaboration,
      level,
      title: { nl: `Overleg ${level}`, en: `Meeting ${level}` },
      theme: this.model.theme,
      region: this.place,
      coordinator: partnerOins.centre,
      members: Object.values(partnerOins),
      ...change,
    });
    return id;
  }

  async #settle(): Promise<void> {
    await this.#appoint(Object.values(stewards));
    this.modelVersion = await this.enforce(this.model);
    await this.#appoint(Object.values(this.#people));
    await this.#createBodies();
  }

  /** One on each level that the model has, the highest first. */
  async #createBodies(): Promise<void> {
    const made: Partial<Record<Level, string>> = {};
    for (const level of ['strategic', 'policy', 'operational'] as const) {
      const known = this.model.levels.find((each) => each.level === level);
      const parent = known?.escalatesTo && made[known.escalatesTo];
      if (known) made[level] = await this.createBody(level, parent ? { parent } : {});
    }
    this.bodies = bodiesOf(made);
  }

  async #appoint(plans: readonly PersonPlan[]): Promise<void> {
    await Promise.all(plans.flatMap((plan) => plan.roles.map((role) => this.mandate(plan, role))));
  }
}

const bodiesOf = ({ operational = '', policy = '', strategic = '' }: Partial<Record<Level, string>>): Bodies => ({
  conference: operational,
  steering: policy,
  national: strategic,
});
