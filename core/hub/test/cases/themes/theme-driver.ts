import type { HubClient } from '@koppel/local';
import {
  rolesOf,
  type Guard,
  type MachineName,
  type Rasci,
  type ReferenceModel,
  type Step,
  type Transition,
} from '@koppel/process';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { partnerOins, type PartnerName } from '../../process-people.ts';
import type { ProcessRegion } from '../../process-region.ts';
import { premises, reasons, suspect } from '../story.ts';
import { wayTo } from './course.ts';
import { keyOf, partners } from './theme-people.ts';

type Made = ProcessRecord & Partial<Pick<RootView, 'actions'>>;

const folders = { signal: 'signals', case: 'cases', task: 'tasks', intervention: 'interventions' } as const;
/** Who coordinates the bodies: joined to everything. */
const home: PartnerName = 'centre';

/** What is planned must be there before it is carried out. */
const inOrder = (guards: readonly Guard[]): readonly Guard[] =>
  guards.toSorted(
    (one, other) => Number(other.rule === 'disciplines-combined') - Number(one.rule === 'disciplines-combined'),
  );

/**
 * Works a case by whatever the model says: it finds its way in the machines, asks the steps for their roles, and brings
 * about what the guards ask for. It knows the rules of the engine, and no name of any model.
 */
export class ThemeDriver {
  readonly #place: ProcessRegion;
  readonly #model: ReferenceModel;

  constructor(place: ProcessRegion) {
    this.#place = place;
    this.#model = place.model;
  }

  async submit(): Promise<Made> {
    const draft = { body: this.#place.bodies.conference, title: 'Something is wrong', summary: 'Look at this' };
    return this.#opener('signal').post('/v1/signals', { ...draft, subjects: [suspect, premises] });
  }

  /** On a signal in a state that the model asks for. */
  async openCase(): Promise<Made> {
    const { guards } = this.#model.machines.case.opening;
    const wanted = guards.find(({ rule }) => rule === 'signals-in')?.states ?? [this.#model.machines.signal.initial];
    const signal = await this.drive(await this.submit(), wanted);
    const draft = { signals: [signal.id], body: this.#place.bodies.conference, title: 'Work on it' };
    return this.#opener('case').post('/v1/cases', draft);
  }

  /** Takes something along the shortest way to one of the states. */
  async drive(thing: Made, goals: readonly string[]): Promise<Made> {
    const machine = this.#model.machines[thing.kind as MachineName];
    const way = wayTo(machine, thing.state, goals);
    if (!way) throw new Error(`no way leads from ${thing.state} to ${goals.join(' or ')}`);
    return this.follow(thing, way);
  }

  async follow(thing: Made, way: readonly Transition[]): Promise<Made> {
    let current = thing;
    for (const transition of way) current = await this.#take(current, transition);
    return current;
  }

  as(role: string, partner: PartnerName = home): HubClient {
    return this.#place.as(keyOf(partner, role) as never);
  }

  #opener(machine: MachineName): HubClient {
    const { responsible, accountable } = this.#rolesIn(this.#model.machines[machine].opening.step);
    return this.as(responsible[0] ?? accountable);
  }

  async #take(thing: Made, transition: Transition): Promise<Made> {
    for (const guard of inOrder(transition.guards)) await this.#prepare(thing, transition, guard);
    const path = `/v1/${folders[thing.kind as MachineName]}/${thing.id}`;
    const { responsible, accountable } = this.#rolesIn(transition.step);
    const owner = await this.#ownerOf(thing, transition);
    const isOwners = transition.guards.some(({ rule }) => rule === 'owner-acts');
    const partner = isOwners ? owner : home;
    const [first] = responsible;
    const input = { action: transition.id, reasons, ...this.#inputFor(transition) };
    if (transition.decision !== 'accountable' || first === undefined)
      return this.as(first ?? accountable, partner).post<Made>(`${path}/transitions`, input);
    await this.as(first, partner).post(`${path}/transitions`, { ...input, intent: 'propose' });
    const decision = { action: transition.id, reasons };
    return this.as(accountable, partner).post<Made>(`${path}/transitions`, decision);
  }

  /** Brings about what somebody else must have done before. */
  async #prepare(thing: Made, transition: Transition, guard: Guard): Promise<void> {
    if (guard.rule === 'consulted') await this.#consult(thing, transition.step);
    if (guard.rule === 'disciplines-combined') await this.#plan(thing, guard.minimum ?? 1);
    if (guard.rule === 'interventions-in') await this.#driveParts(thing, 'intervention', guard);
    if (guard.rule === 'tasks-in') await this.#driveParts(thing, 'task', guard);
  }

  #inputFor({ statements = [], guards, step }: Transition): object {
    const asks = (rule: Guard['rule']): boolean => guards.some((guard) => guard.rule === rule);
    return {
      ...(statements.length > 0
        ? { statements: Object.fromEntries(statements.map(({ id }) => [id, 'As everybody agreed'])) }
        : {}),
      ...(asks('attendance-recorded') ? { present: this.#present(step) } : {}),
      ...(asks('result-given') ? { result: { outcome: 'as-agreed', description: 'It worked' } } : {}),
      ...(asks('lessons-given') ? { lessons: ['Begin earlier', 'Ask sooner', 'Tell more'] } : {}),
    };
  }

  #present(step: string): object[] {
    const { present = [] } = this.#stepOf(step);
    const roles = present.length > 0 ? present : [this.#rolesIn(step).accountable];
    return roles.map((role) => ({ oin: partnerOins[home], person: `${home}-${role}`, role }));
  }

  /** Everybody who is asked answers. */
  async #consult(thing: Made, step: string): Promise<void> {
    const { responsible, accountable, consulted } = this.#rolesIn(step);
    const path = `/v1/${folders[thing.kind as MachineName]}/${thing.id}/consultations`;
    if (consulted.length === 0) return;
    await this.as(responsible[0] ?? accountable).post(path, { step, question: 'Do you agree?' });
    for (const partner of partners) {
      for (const role of consulted) await this.#answer(this.as(role, partner));
    }
  }

  async #answer(hub: HubClient): Promise<void> {
    const { items } = await hub.get<Page<ProcessRecord>>('/v1/consultations');
    for (const { id } of items)
      await hub.post(`/v1/consultations/${id}/answer`, { answer: 'agree', text: 'It is the best way' });
  }

  /** Interventions of so many disciplines, as far as the catalogue has them. */
  async #plan({ id }: Made, minimum: number): Promise<void> {
    const types = new Map(this.#model.interventions.map((type) => [type.discipline, type.id]));
    for (const type of [...types.values()].slice(0, minimum)) {
      const draft = { type, owner: partnerOins[home], aim: 'Raise the barrier', reasons };
      await this.#opener('intervention').post(`/v1/cases/${id}/interventions`, draft);
    }
  }

  async #driveParts(thing: Made, kind: 'task' | 'intervention', { states = [], minimum = 1 }: Guard): Promise<void> {
    const parts = await this.#partsOf(thing, kind);
    if (kind === 'intervention' && parts.length < minimum) await this.#plan(thing, minimum);
    for (const part of await this.#partsOf(thing, kind)) {
      if (!states.includes(part.state)) await this.drive(part, states);
    }
  }

  async #partsOf({ id }: Made, kind: 'task' | 'intervention'): Promise<readonly Made[]> {
    const path = kind === 'task' ? `/v1/cases/${id}/tasks?limit=100` : `/v1/interventions?case=${id}&limit=100`;
    return (await this.#opener('case').get<Page<Made>>(path)).items;
  }

  /** What nobody owns yet is taken by somebody in its role. */
  async #ownerOf(thing: Made, { guards }: Transition): Promise<PartnerName> {
    const isOwners = guards.some(({ rule }) => rule === 'owner-acts');
    if (isOwners && thing.kind === 'task' && thing.owner === null)
      await this.as(String(thing.role)).post(`/v1/tasks/${thing.id}/assignment`, {});
    return partners.find((partner) => partnerOins[partner] === thing.owner) ?? home;
  }

  #stepOf(id: string): Step {
    const step = this.#model.process.steps.find((each) => each.id === id);
    if (!step) throw new Error(`the model has no step ${id}`);
    return step;
  }

  #rolesIn(id: string): Rasci {
    const rasci = rolesOf(this.#stepOf(id));
    if (!rasci) throw new Error(`nobody has a role in ${id}`);
    return rasci;
  }
}
