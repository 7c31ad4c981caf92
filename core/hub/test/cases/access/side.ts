import type { HubClient } from '@koppel/local';
import type { RootView } from '../../../src/platform/case-actions.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import type { PersonName } from '../../process-people.ts';
import type { Bodies } from '../../process-region.ts';
import { premises, reasons, suspect, weighing } from '../story.ts';

export interface Seat {
  readonly hub: HubClient;
  readonly oin: string;
  readonly person: string;
}

/** Ids of what was arranged for one attempt: `id` is the one in the path. */
export type Ids = Readonly<Record<string, string>> & { readonly id: string };

const meetingAt = '2031-06-15T13:00:00.000Z';

/** People who work cases with one another, and how they bring about what an attempt needs. */
export class Side {
  readonly bodies: Bodies;
  readonly #seats: Readonly<Record<PersonName, Seat>>;

  constructor(bodies: Bodies, seats: Readonly<Record<PersonName, Seat>>) {
    this.bodies = bodies;
    this.#seats = seats;
  }

  seat(name: PersonName): Seat {
    return this.#seats[name];
  }

  present(...names: PersonName[]): object[] {
    const roles = { coordinator: 'case-coordinator', chair: 'case-chair' } as Readonly<Record<string, string>>;
    return names.map((name) => {
      const { oin, person } = this.#seats[name];
      return { oin, person, role: roles[name] };
    });
  }

  #post<Made = ProcessRecord>(by: PersonName, path: string, body: object): Promise<Made> {
    return this.#seats[by].hub.post<Made>(`/v1/${path}`, body);
  }

  act(by: PersonName, path: string, action: object): Promise<RootView> {
    return this.#post<RootView>(by, `${path}/transitions`, { reasons, ...action });
  }

  async signal(): Promise<Ids> {
    const subjects = [suspect, premises];
    const draft = { body: this.bodies.conference, title: 'A garage', summary: 'Vans at night', subjects };
    const { id } = await this.#post('reporter', 'signals', draft);
    return { id };
  }

  async triagedSignal(): Promise<Ids> {
    const { id } = await this.signal();
    await this.act('triager', `signals/${id}`, { action: 'triage' });
    return { id };
  }

  /** With the proposal to reject it. */
  async proposedSignal(): Promise<Ids> {
    const { id } = await this.#weighedSignal();
    await this.act('coordinator', `signals/${id}`, { action: 'reject', intent: 'propose' });
    return { id };
  }

  async acceptedSignal(): Promise<Ids> {
    const { id } = await this.#weighedSignal();
    await this.act('chair', `signals/${id}`, { action: 'accept' });
    return { id };
  }

  async #weighedSignal(): Promise<Ids> {
    const { id } = await this.triagedSignal();
    const present = this.present('coordinator', 'chair');
    await this.act('coordinator', `signals/${id}`, { action: 'weigh', statements: weighing, present });
    return { id };
  }

  async case(): Promise<Ids> {
    const { id: signal } = await this.acceptedSignal();
    const draft = { signals: [signal], body: this.bodies.conference, title: 'The garage' };
    const { id } = await this.#post('coordinator', 'cases', draft);
    return { id, signal };
  }

  async proposedCase(): Promise<Ids> {
    const ids = await this.case();
    await this.act('coordinator', `cases/${ids.id}`, { action: 'enrich', intent: 'propose' });
    return ids;
  }

  async enrichedCase(): Promise<Ids> {
    const ids = await this.case();
    await this.act('coordinator', `cases/${ids.id}`, { action: 'enrich' });
    return ids;
  }

  /** With nothing left to do. */
  async idleCase(): Promise<Ids> {
    const ids = await this.case();
    await this.#withdrawTasks(ids.id);
    return ids;
  }

  async #withdrawTasks(id: string): Promise<void> {
    const { items } = await this.seat('coordinator').hub.get<Page<ProcessRecord>>(`/v1/cases/${id}/tasks?limit=100`);
    const open = items.filter(({ isOpen }) => isOpen);
    for (const task of open) await this.act('coordinator', `tasks/${task.id}`, { action: 'withdraw' });
  }

  /** With one lesson. */
  async evaluatedCase(): Promise<Ids> {
    const ids = await this.idleCase();
    const path = `cases/${ids.id}`;
    const statements = { 'why-no-further': 'The garage burnt down' };
    await this.act('chair', path, { action: 'end-early', statements });
    await this.#withdrawTasks(ids.id);
    const evaluation = { action: 'evaluate', lessons: ['Look earlier'], present: this.present('chair') };
    const { content } = await this.act('chair', path, evaluation);
    const decisions = content?.['decisions'] as { event: string }[];
    return { ...ids, decision: String(decisions.at(-1)?.event) };
  }

  async task(): Promise<Ids> {
    const { id: root } = await this.case();
    const { oin: owner } = this.seat('enforcer');
    const { id } = await this.#post('coordinator', `cases/${root}/tasks`, {
      title: 'Count vans',
      owner,
      role: 'partner',
    });
    return { id, root };
  }

  async intervention(): Promise<Ids> {
    const { id: root } = await this.case();
    const draft = { type: 'close-premises', owner: this.seat('enforcer').oin, aim: 'Close it', reasons };
    const { id } = await this.#post('enforcer', `cases/${root}/interventions`, draft);
    return { id, root };
  }

  async consultation(): Promise<Ids> {
    const { id: root } = await this.enrichedCase();
    const question = { step: 'weigh-case', question: 'Does your organisation agree?' };
    const { items } = await this.#post<Page<ProcessRecord>>('coordinator', `cases/${root}/consultations`, question);
    return { id: String(items[0]?.id), root };
  }

  async item(): Promise<Ids> {
    const { id: root } = await this.case();
    const retention = { days: 30, lockedYears: 1 };
    const note = { kind: 'note', title: 'Neighbours', text: 'They hear vans', secrecy: [], retention };
    const { id } = await this.#post('enforcer', `cases/${root}/items`, note);
    return { id, root };
  }

  async conference(): Promise<Ids> {
    const draft = { heldAt: meetingAt, invited: [] };
    const { id } = await this.#post('coordinator', `bodies/${this.bodies.conference}/conferences`, draft);
    return { id };
  }

  /** With a signal on the agenda. */
  async agenda(): Promise<Ids> {
    const { id } = await this.conference();
    const { id: signal } = await this.triagedSignal();
    const draft = { kind: 'signal', id: signal, topic: 'How to go on' };
    const { item } = await this.#post<{ item: string }>('coordinator', `conferences/${id}/agenda-items`, draft);
    return { id, signal, item };
  }

  async escalation(): Promise<Ids> {
    const { id: root } = await this.case();
    const { steering: to } = this.bodies;
    const question = { to, question: 'May the neighbours help?', options: ['They may', 'They may not'] };
    const { escalation: id } = await this.#post<{ escalation: string }>('chair', `cases/${root}/escalations`, question);
    return { id, root };
  }

  async lesson(): Promise<Ids> {
    const { id: root, decision = '' } = await this.evaluatedCase();
    const draft = { decision, index: 0, text: 'Look earlier', change: 'Three days instead of five' };
    const { id } = await this.#post('coordinator', `cases/${root}/lessons`, draft);
    return { id, root };
  }

  /** What the triager is told of a new signal. */
  async notification(): Promise<Ids> {
    const { id: root } = await this.signal();
    const { items } =
      await this.seat('triager').hub.get<Page<{ id: string; root: string }>>('/v1/notifications?limit=5');
    return { id: String(items.find((told) => told.root === root)?.id), root };
  }
}
