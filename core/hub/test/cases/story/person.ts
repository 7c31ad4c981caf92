import { KoppelError } from '@koppel/contract';
import type { HubClient } from '@koppel/local';
import type { PossibleAction } from '@koppel/process';
import type { ModelDifferences, RootView } from '../../../src/platform/case-actions.ts';
import type { ChronologyEntry } from '../../../src/platform/chronology.schema.ts';
import type { AgendaItem } from '../../../src/platform/conference.schema.ts';
import type { Item, OpenedItem } from '../../../src/platform/item.schema.ts';
import type { LessonView } from '../../../src/platform/lesson-actions.ts';
import type { Likeness } from '../../../src/platform/likeness.schema.ts';
import type { Notification } from '../../../src/platform/notification.schema.ts';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import type { SignalDraft } from '../../../src/platform/root.schema.ts';

export const reasons = 'As agreed in the meeting of this morning';

/** Whatever people act on: its kind says under which address. */
export type Thing = Pick<ProcessRecord, 'id' | 'kind'>;
export type Attendee = { readonly oin: string; readonly person: string; readonly role: string };

const folders: Readonly<Record<string, string>> = {
  signal: 'signals',
  case: 'cases',
  task: 'tasks',
  intervention: 'interventions',
  consultation: 'consultations',
  conference: 'conferences',
  escalation: 'escalations',
};
const addressOf = ({ kind, id }: Thing): string => `/v1/${folders[kind]}/${id}`;

/** Somebody at work, in the words in which their colleagues tell about it. */
export class Person {
  readonly oin: string;
  readonly name: string;
  readonly role: string;
  readonly #hub: HubClient;

  constructor(hub: HubClient, { oin, person, role }: Attendee) {
    this.#hub = hub;
    this.oin = oin;
    this.name = person;
    this.role = role;
  }

  /** As a list of attendance has it. */
  get present(): Attendee {
    return { oin: this.oin, person: this.name, role: this.role };
  }

  submits(signal: SignalDraft): Promise<RootView> {
    return this.#hub.post('/v1/signals', signal);
  }

  opensCase(draft: object): Promise<RootView> {
    return this.#hub.post('/v1/cases', draft);
  }

  looksAt<Seen = RootView>(thing: Thing): Promise<Seen> {
    return this.#hub.get<Seen>(addressOf(thing));
  }

  does<Made = RootView>(action: string, thing: Thing, input: object = {}): Promise<Made> {
    return this.#hub.post<Made>(`${addressOf(thing)}/transitions`, { action, reasons, ...input });
  }

  proposes(action: string, thing: Thing, input: object = {}): Promise<RootView> {
    return this.does(action, thing, { intent: 'propose', ...input });
  }

  turnsDown(thing: Thing): Promise<RootView> {
    return this.#hub.post(`${addressOf(thing)}/refusals`, { reasons });
  }

  async canDo(action: string, thing: Thing): Promise<PossibleAction | undefined> {
    return (await this.looksAt(thing)).actions.find((each) => each.action === action);
  }

  joins(oin: string, thing: Thing): Promise<RootView> {
    return this.#hub.post(`${addressOf(thing)}/participants`, { oin, reasons });
  }

  async findsLike(signal: Thing): Promise<readonly Likeness[]> {
    return (await this.#hub.get<{ likenesses: Likeness[] }>(`${addressOf(signal)}/likenesses`)).likenesses;
  }

  judges(signal: Thing, other: string, verdict: 'same' | 'different'): Promise<RootView> {
    return this.#hub.post(`${addressOf(signal)}/judgements`, { other, verdict, reasons });
  }

  /** Under an agreement of the own organisation, in a step that needs it. */
  asks(thing: Thing, question: object): Promise<ProcessRecord> {
    return this.#hub.post(`${addressOf(thing)}/information-requests`, { reasons, ...question });
  }

  /** The governed exchange itself, past the process. */
  exchanges(thing: Thing, question: object): Promise<unknown> {
    return this.#hub.post('/v1/exchanges', {
      case: thing.id,
      actor: { id: this.name, role: this.role },
      purpose: 'prevent-and-detect-offences',
      ...question,
    });
  }

  /** Puts things before a meeting, holds it, and records who came. */
  async meets(body: string, attended: readonly Attendee[], about: readonly Thing[]): Promise<string> {
    const invited = attended.map(({ oin, role }) => ({ oin, role }));
    const heldAt = new Date().toISOString();
    const { id } = await this.#hub.post<ProcessRecord>(`/v1/bodies/${body}/conferences`, { heldAt, invited });
    for (const { kind, id: root } of about)
      await this.#hub.post<AgendaItem>(`/v1/conferences/${id}/agenda-items`, { kind, id: root, topic: 'How to go on' });
    await this.#hub.post(`/v1/conferences/${id}/attendance`, { attended });
    return id;
  }

  async consults(about: Thing, step: string): Promise<readonly ProcessRecord[]> {
    const question = 'Does your organisation agree?';
    return (await this.#hub.post<{ items: ProcessRecord[] }>(`${addressOf(about)}/consultations`, { step, question }))
      .items;
  }

  /** Answers every question that waits for the own organisation. */
  async answersQuestions(answer: 'agree' | 'object' | 'advice' = 'agree'): Promise<void> {
    const { items } = await this.#hub.get<Page<ProcessRecord>>('/v1/consultations');
    for (const one of items) await this.#hub.post(`${addressOf(one)}/answer`, { answer, text: 'It is the best way' });
  }

  async consultationsOf(about: Thing): Promise<readonly ProcessRecord[]> {
    return (await this.#hub.get<Page<ProcessRecord>>(`${addressOf(about)}/consultations?limit=100`)).items;
  }

  async escalates(about: Thing, question: object): Promise<string> {
    return (await this.#hub.post<{ escalation: string }>(`${addressOf(about)}/escalations`, question)).escalation;
  }

  /** The questions that wait for those who sit where this person sits. */
  async questionsPut(): Promise<readonly ProcessRecord[]> {
    return (await this.#hub.get<Page<ProcessRecord>>('/v1/escalations')).items;
  }

  passesOn(question: Thing, passage: object): Promise<ProcessRecord> {
    return this.#hub.post(`${addressOf(question)}/passage`, { reasons, ...passage });
  }

  decides(question: Thing, option: number): Promise<ProcessRecord> {
    return this.#hub.post(`${addressOf(question)}/decision`, { option, reasons });
  }

  async tasksOf(about: Thing): Promise<readonly ProcessRecord[]> {
    return (await this.#hub.get<Page<ProcessRecord>>(`${addressOf(about)}/tasks?limit=100`)).items;
  }

  gives(about: Thing, task: object): Promise<ProcessRecord> {
    return this.#hub.post(`${addressOf(about)}/tasks`, task);
  }

  takes(task: Thing): Promise<ProcessRecord> {
    return this.#hub.post(`${addressOf(task)}/assignment`, { assignee: this.name });
  }

  plans(about: Thing, type: string, owner: string): Promise<ProcessRecord> {
    return this.#hub.post(`${addressOf(about)}/interventions`, { type, owner, aim: 'Raise the barrier', reasons });
  }

  async itemsOf(about: Thing): Promise<readonly Item[]> {
    return (await this.#hub.get<Page<Item>>(`${addressOf(about)}/items`)).items;
  }

  reads(item: string): Promise<OpenedItem> {
    return this.#hub.get(`/v1/items/${item}`);
  }

  putsForward(about: Thing, lesson: object): Promise<LessonView> {
    return this.#hub.post(`${addressOf(about)}/lessons`, lesson);
  }

  decidesOnLesson(lesson: string, decision: object): Promise<LessonView> {
    return this.#hub.post(`/v1/lessons/${lesson}/decision`, { reasons, ...decision });
  }

  differences(about: Thing, to: string): Promise<ModelDifferences> {
    return this.#hub.get(`${addressOf(about)}/model-differences?to=${to}`);
  }

  async moves(about: Thing, model: string): Promise<RootView> {
    return (await this.#hub.post<{ case: RootView }>(`${addressOf(about)}/model-moves`, { model, reasons })).case;
  }

  async isTold(): Promise<readonly Notification[]> {
    return (await this.#hub.get<Page<Notification>>('/v1/notifications?limit=100')).items;
  }

  /** Everything that happened, page by page. */
  async chronologyOf(about: Thing): Promise<readonly ChronologyEntry[]> {
    const entries: ChronologyEntry[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const cursor: string = after === '' ? '' : `&after=${after}`;
      const page: Page<ChronologyEntry> = await this.#hub.get(`${addressOf(about)}/chronology?limit=50${cursor}`);
      entries.push(...page.items);
      after = page.next;
    }
    return entries;
  }
}

/** The code with which something is refused, and which guards of the model were not met. */
export async function refusalOf(attempt: Promise<unknown>): Promise<{ code: string; unmet: readonly string[] }> {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof KoppelError)) throw error;
    const unmet = (error.details['unmet'] ?? []) as readonly { guard: string }[];
    return { code: error.code, unmet: unmet.map(({ guard }) => guard) };
  }
  throw new Error('nothing was refused');
}
