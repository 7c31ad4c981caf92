import type { ReferenceModel } from '@koppel/process';
import { waitUntil } from '@koppel/testkit';
import type { Page } from '../../../src/platform/paging.ts';
import type { Mandate } from '../../../src/platform/mandate.schema.ts';
import { partnerOins, people, stewards, type PersonName } from '../../process-people.ts';
import { ProcessRegion } from '../../process-region.ts';
import { Covenant } from './covenant.ts';
import { Onlooker } from './onlooker.ts';
import { Person, reasons, type Thing } from './person.ts';
import { connectSources } from './sources.ts';

/** About whom partners are asked. */
export const about = { subjectRole: 'suspect', request: { bsn: '999990019' } } as const;
export const lesson = 'Signals about premises cannot wait for five days';

const names = Object.keys(people) as PersonName[];

/** Where a case is worked: people of four organisations, three sources with agreements, and somebody who looks on. */
export class StoryWorld {
  readonly place: ProcessRegion;
  readonly people: Readonly<Record<PersonName, Person>>;
  onlooker!: Onlooker;
  /** What the story is about, by the name that it has there; whoever is not joined may know of none of it. */
  readonly things: Record<string, Thing> = {};
  /** Ids of agreements, by what may be asked. */
  agreements = { incidents: '', residents: '', income: '' };
  #disconnect: () => Promise<void> = async () => undefined;

  private constructor(place: ProcessRegion) {
    this.place = place;
    const cast = names.map((name) => {
      const { partner, person, roles } = people[name];
      return [name, new Person(place.as(name), { oin: partnerOins[partner], person, role: roles[0][0] })] as const;
    });
    this.people = Object.fromEntries(cast) as Record<PersonName, Person>;
  }

  static async open(): Promise<StoryWorld> {
    const world = new StoryWorld(await ProcessRegion.open());
    try {
      world.#disconnect = await connectSources(world.place);
      world.onlooker = await Onlooker.beside(world.place);
      await world.#agree();
      return world;
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#disconnect();
    await this.place.close();
  }

  thing(name: string): Thing {
    const known = this.things[name];
    if (!known) throw new Error(`there is no ${name} yet`);
    return known;
  }

  get known(): readonly Thing[] {
    return Object.values(this.things);
  }

  /** A meeting of coordinator and chair about the case. */
  meeting(): Promise<string> {
    const { coordinator, chair } = this.people;
    const present = [coordinator.present, chair.present];
    return coordinator.meets(this.place.bodies.conference, present, [this.thing('case')]);
  }

  async everybodyAgreesTo(step: string): Promise<void> {
    await this.people.coordinator.consults(this.thing('case'), step);
    for (const name of ['enforcer', 'detective', 'inspector'] as const) await this.people[name].answersQuestions();
  }

  async #agree(): Promise<void> {
    const covenant = await Covenant.of(this.place);
    const { centre, tax } = partnerOins;
    const incidents = await covenant.agree(
      { asker: 'centre', source: 'police' },
      { operation: 'police.find-person-incidents', mode: 'match', grantedFields: [], casePhases: ['intake'] },
    );
    const residents = await covenant.agree(
      { asker: 'police', source: 'municipality' },
      {
        grantedFields: ['residents[].familyName'],
        casePhases: ['intake', 'information-position'],
        onwardDisclosure: { allowed: true, recipients: [centre, tax] },
      },
    );
    const income = await covenant.agree(
      { asker: 'centre', source: 'tax' },
      { operation: 'tax.find-income', grantedFields: ['euros'], casePhases: ['information-position'] },
    );
    this.agreements = { incidents, residents, income };
  }

  /** Somebody who stands in for a colleague, in the colleague's first role and as long as that lasts. */
  async substitute(name: PersonName, person: string): Promise<Person> {
    const { partner, roles } = people[name];
    const [role, level] = roles[0];
    const system = this.place.partners[partner];
    const { items } = await system.get<Page<Mandate>>(`/v1/mandates?role=${role}&level=${level}`);
    const held = items.find((mandate) => mandate.person === people[name].person);
    if (!held) throw new Error(`${name} holds no mandate to stand in for`);
    const { id: substituteOf, from, until } = held;
    await this.place.mandate({ partner, person }, [role, level], { substituteOf, from, until });
    return new Person(this.place.hubOf({ partner, person }), { oin: partnerOins[partner], person, role });
  }

  /** Who writes the reference model, and who decides about it. */
  get editor(): Person {
    const { partner, person, roles } = stewards.editor;
    return new Person(this.place.hubOf(stewards.editor), { oin: partnerOins[partner], person, role: roles[0][0] });
  }

  /** The model of the story, with another number of days for the triage of a signal. */
  modelWith(version: string, workingDays: number): ReferenceModel {
    const { process } = this.place.model;
    const steps = process.steps.map((step) =>
      step.id === 'triage-signal' ? { ...step, deadline: { workingDays } } : step,
    );
    return { ...this.place.model, version, process: { ...process, steps } };
  }

  versions(): Promise<Page<{ id: string; version: string }>> {
    return this.place.hubOf(stewards.editor).get('/v1/models');
  }

  /** The editor tries to approve what the editor proposed. */
  async approveOwn(document: ReferenceModel): Promise<void> {
    const { collaboration } = this.place;
    await this.place.mandate(stewards.editor, ['model-approver', 'policy']);
    const hub = this.place.hubOf(stewards.editor);
    const { id } = await hub.post<{ id: string }>('/v1/models', { collaboration, document });
    await hub.send({ method: 'POST', path: `/v1/models/${id}/proposal` });
    await hub.post(`/v1/models/${id}/decision`, { outcome: 'approved', reasons });
  }

  /** Days pass; the hub makes its round, until the condition holds. */
  async passDays(days: number, condition: () => Promise<boolean>): Promise<void> {
    this.place.clock.advanceDays(days);
    await this.place.renewMandates();
    await this.onlooker.renewMandates();
    await this.place.region.stop();
    await this.place.region.start();
    await waitUntil(condition, `the round after ${days} days was made`);
  }

  /** Everything that was logged, as lines. */
  readLedger(): Promise<AsyncIterable<Uint8Array>> {
    return this.place.region.operator.stream('/v1/ledger/export');
  }
}
