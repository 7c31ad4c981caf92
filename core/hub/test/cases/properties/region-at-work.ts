import { KoppelError } from '@koppel/contract';
import { createKeyPair, type HubClient } from '@koppel/local';
import type { MachineName, ReferenceModel } from '@koppel/process';
import { oins } from '../../fixtures.ts';
import { partnerOins, type PartnerName, type PersonPlan } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { Covenant } from '../story/covenant.ts';
import { ThemeDriver } from '../themes/theme-driver.ts';

/** Something that people made, and the version of the model under which they did. */
export interface Made {
  readonly id: string;
  readonly kind: MachineName;
  readonly model: ReferenceModel;
}

export interface MadeItem {
  readonly id: string;
  /** Milliseconds since the epoch, after which nobody may read it. */
  readonly until: number;
}

/** What is stored of something, without what is sealed. */
export interface Stored {
  readonly state: string;
  readonly version: number;
  readonly participants: readonly string[];
  readonly record: { readonly retention: { readonly endsAt: string | null } };
}

export interface Worker {
  readonly oin: string;
  readonly person: string;
  /** All of them, for somebody who holds every role. */
  readonly role: string | null;
  readonly hub: HubClient;
}

/** The centre and the municipality have somebody in every role, the others in one on each level: who is joined and may do nothing is there too. */
function peopleOf({ roles }: ReferenceModel): Readonly<Record<string, PersonPlan>> {
  const firsts = roles.filter(({ level }, i) => roles.findIndex((other) => other.level === level) === i);
  const rolesAt: Readonly<Record<PartnerName, ReferenceModel['roles']>> = {
    centre: roles,
    municipality: roles,
    police: firsts,
    tax: firsts,
  };
  const plans = (Object.keys(rolesAt) as PartnerName[]).flatMap((partner) =>
    rolesAt[partner].map(({ id, level }): [string, PersonPlan] => [
      `${partner}/${id}`,
      { partner, person: `${partner}-${id}`, roles: [[id, level]] },
    ]),
  );
  return Object.fromEntries(plans);
}

/** A region where people do whatever comes to mind, under one version of a model after another. */
export class RegionAtWork {
  readonly place: ProcessRegion;
  readonly workers: readonly Worker[];
  readonly agreements: { match: string; content: string };
  readonly made: Made[] = [];
  readonly items: MadeItem[] = [];
  /** In force now. */
  model: ReferenceModel;
  #versions = 1;

  private constructor(
    place: ProcessRegion,
    workers: readonly Worker[],
    agreements: { match: string; content: string },
  ) {
    this.place = place;
    this.workers = workers;
    this.agreements = agreements;
    this.model = place.model;
  }

  static async open(model: ReferenceModel): Promise<RegionAtWork> {
    const people = peopleOf(model);
    const place = await ProcessRegion.open({ model, people });
    const stranger = await place.region.register({ oin: oins.stranger, client: 'watch', key: await createKeyPair() });
    for (const { id: role, level } of model.roles) await mandateStranger(place, stranger, { role, level });
    const covenant = await Covenant.of(place);
    const sides = { asker: 'police', source: 'municipality' } as const;
    const content = await covenant.agree(sides, {});
    const match = await covenant.agree(sides, { mode: 'match', grantedFields: [] });
    const own = Object.values(people).map(({ partner, person, roles: [first] }) => ({
      role: first?.[0] ?? null,
      oin: partnerOins[partner],
      person,
      hub: place.hubOf({ partner, person }),
    }));
    const onlooker = { role: null, oin: oins.stranger, person: 'str-all', hub: stranger.as('str-all') };
    return new RegionAtWork(place, [...own, onlooker], { match, content });
  }

  close(): Promise<void> {
    return this.place.close();
  }

  /** With a case, on the way that the model has for it. */
  async begin(): Promise<void> {
    const { id } = await new ThemeDriver(this.place).openCase();
    this.made.push({ id, kind: 'case', model: this.model });
  }

  /** From now on things are made under this one; what was made stays with its own. */
  async follow(model: ReferenceModel): Promise<void> {
    this.#versions += 1;
    this.model = { ...model, version: `${this.#versions}.0.0` };
    await this.place.enforce(this.model);
  }

  get now(): number {
    return this.place.clock.now();
  }

  async stored(id: string): Promise<Stored> {
    const [row] = await this.place.region.database.query<Stored>(
      `SELECT s.state, s.version, s.record,
              ARRAY(SELECT p.oin FROM process_participant p WHERE p.root = s.root) AS participants
       FROM process_stream s WHERE s.id = '${id}'`,
    );
    if (!row) throw new Error(`nothing is stored of ${id}`);
    return row;
  }
}

async function mandateStranger(place: ProcessRegion, system: HubClient, role: object): Promise<void> {
  const { collaboration, clock } = place;
  const [from, until] = [-1, 900].map((days) => new Date(clock.now() + days * 86_400_000).toISOString());
  const limits = { themes: [], regions: [] };
  const decision = 'MB-2026-021';
  await system.post('/v1/mandates', { person: 'str-all', collaboration, limits, from, until, decision, ...role });
}

/** What the hub answered, or the code of its refusal; anything else is a fault. */
export async function attempt<Answer>(work: Promise<Answer>): Promise<{ answer?: Answer; code?: string }> {
  try {
    return { answer: await work };
  } catch (error) {
    if (!(error instanceof KoppelError) || error.code === 'hub.failed') throw error;
    return { code: error.code };
  }
}
