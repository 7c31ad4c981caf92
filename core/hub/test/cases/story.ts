import { KoppelError } from '@koppel/contract';
import type { RootView } from '../../src/platform/case-actions.ts';
import type { SignalDraft } from '../../src/platform/root.schema.ts';
import type { SubjectDraft } from '../../src/platform/subject.schema.ts';
import { partnerOins, people, type PersonName } from '../process-people.ts';
import type { ProcessRegion } from '../process-region.ts';

export const reasons = 'As agreed in the meeting of this morning';

export const suspect: SubjectDraft = {
  kind: 'person',
  role: 'suspect',
  identifiers: [{ kind: 'bsn', value: '999990019' }],
  name: 'Testpersoon Voorbeeld',
};
export const premises: SubjectDraft = {
  kind: 'premises',
  identifiers: [{ kind: 'address', value: '0003200000133001' }],
};

export const weighing = {
  necessity: 'The neighbourhood suffers from it',
  proportionality: 'Nothing lighter has helped',
  subsidiarity: 'No partner can do it alone',
};

const present = (['coordinator', 'chair'] as const).map((name) => ({
  oin: partnerOins[people[name].partner],
  person: people[name].person,
  role: people[name].roles[0][0],
}));

/** The first steps of a case by the default reference model, as its people take them. */
export class Story {
  readonly #region: ProcessRegion;

  constructor(region: ProcessRegion) {
    this.#region = region;
  }

  submit(change: Partial<SignalDraft> = {}, by: PersonName = 'reporter'): Promise<RootView> {
    return this.#region.as(by).post<RootView>('/v1/signals', {
      body: this.#region.bodies.conference,
      title: 'A garage where no car is ever repaired',
      summary: 'Vans come and go at night',
      subjects: [suspect, premises],
      ...change,
    });
  }

  act(by: PersonName, path: string, action: object): Promise<RootView> {
    return this.#region.as(by).post<RootView>(`/v1/${path}/transitions`, { reasons, ...action });
  }

  async accept(id: string): Promise<RootView> {
    await this.act('triager', `signals/${id}`, { action: 'triage' });
    await this.act('coordinator', `signals/${id}`, { action: 'weigh', statements: weighing, present });
    return this.act('chair', `signals/${id}`, { action: 'accept' });
  }

  async accepted(change: Partial<SignalDraft> = {}, by: PersonName = 'reporter'): Promise<RootView> {
    return this.accept((await this.submit(change, by)).id);
  }

  /** A case on accepted signals; on one of the reporter's when none are given. */
  async open(signals: readonly string[] = [], change: object = {}): Promise<RootView> {
    const ids = signals.length > 0 ? signals : [(await this.accepted()).id];
    return this.#region.as('coordinator').post<RootView>('/v1/cases', {
      signals: ids,
      body: this.#region.bodies.conference,
      title: 'The garage by the canal',
      ...change,
    });
  }
}

/** The code of the problem that something ends with. */
export const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'no problem',
    (error: unknown) => (error instanceof KoppelError ? error.code : 'something else'),
  );
