import type { HubClient } from '@koppel/local';
import { attendeeOf, type People } from './people.ts';

/** Where the templates are made, and which organisations work there. */
export interface TemplateGround {
  readonly people: People;
  readonly body: string;
  readonly oins: Readonly<Record<'reporter' | 'police' | 'tax' | 'centre', string>>;
}

interface Made {
  readonly id: string;
}

export const casesPerEndedTemplate = 5;

const reasons = 'As agreed in the meeting of this morning';
const weighing = {
  necessity: 'The neighbourhood suffers from it',
  proportionality: 'Nothing lighter has helped',
  subsidiarity: 'No partner can do it alone',
};
const subjects = [
  {
    kind: 'person',
    role: 'suspect',
    identifiers: [{ kind: 'bsn', value: '999990019' }],
    name: 'Testpersoon Voorbeeld',
  },
  { kind: 'premises', identifiers: [{ kind: 'address', value: '0003200000133001' }] },
];

/** Signals and cases that people made step by step, to be multiplied: each answers the ids of what belongs together. */
export class TemplateCases {
  readonly #ground: TemplateGround;

  constructor(ground: TemplateGround) {
    this.#ground = ground;
  }

  /** A signal that waits for its weighing. */
  async triaged(): Promise<string[]> {
    const { reporter, coordinator } = this.#ground.people;
    const { id } = await reporter.post<Made>('/v1/signals', this.#signal());
    await act(coordinator, `signals/${id}`, { action: 'triage' });
    return [id];
  }

  /** A case at its beginning: four partners, subjects, the tasks of the model and more, an intervention. */
  async draft(): Promise<string[]> {
    const signal = await this.#accepted();
    return [signal, await this.#worked(signal)];
  }

  /** The same, one step further: enriched, and the intervention accepted by its owner. */
  async enriched(): Promise<string[]> {
    const { coordinator, detective } = this.#ground.people;
    const [signal = '', id = ''] = await this.draft();
    await act(coordinator, `cases/${id}`, { action: 'enrich' });
    const { items } = await detective.get<{ items: Made[] }>(`/v1/interventions?case=${id}`);
    for (const { id: intervention } of items)
      await act(detective, `interventions/${intervention}`, { action: 'accept' });
    return [signal, id];
  }

  /** Cases that were made of one signal and came to nothing; one of them with a partner more and a task. */
  async ended(): Promise<string[]> {
    const signal = await this.#accepted();
    const cases: string[] = [];
    while (cases.length < casesPerEndedTemplate) cases.push(await this.#open(signal));
    const [first = ''] = cases;
    await this.#join(first, this.#ground.oins.police);
    const { coordinator } = this.#ground.people;
    const { id: task } = await coordinator.post<Made>(`/v1/cases/${first}/tasks`, this.#task('police'));
    await act(coordinator, `tasks/${task}`, { action: 'withdraw' });
    for (const id of cases) await this.#end(id);
    return [signal, ...cases];
  }

  #signal(): object {
    return {
      body: this.#ground.body,
      title: 'A garage where no car is ever repaired',
      summary: 'Vans come and go at night, and nobody has ever seen a customer.',
      subjects,
    };
  }

  async #accepted(): Promise<string> {
    const { coordinator, chair } = this.#ground.people;
    const [id = ''] = await this.triaged();
    await act(coordinator, `signals/${id}`, { action: 'weigh', statements: weighing, present: this.#present() });
    await act(chair, `signals/${id}`, { action: 'accept' });
    return id;
  }

  async #open(signal: string): Promise<string> {
    const draft = { signals: [signal], body: this.#ground.body, title: 'The garage by the canal' };
    return (await this.#ground.people.coordinator.post<Made>('/v1/cases', draft)).id;
  }

  async #worked(signal: string): Promise<string> {
    const { people, oins } = this.#ground;
    const id = await this.#open(signal);
    await this.#join(id, oins.police);
    await this.#join(id, oins.tax);
    await people.coordinator.post(`/v1/cases/${id}/subjects`, {
      kind: 'organisation',
      identifiers: [{ kind: 'kvk', value: '90000017' }],
    });
    for (const owner of ['police', 'tax'] as const)
      await people.coordinator.post(`/v1/cases/${id}/tasks`, this.#task(owner));
    await people.coordinator.post(`/v1/cases/${id}/interventions`, {
      type: 'seize-equipment',
      owner: oins.police,
      aim: 'Take away what the garage lives by',
      reasons: 'Fines have not helped',
    });
    return id;
  }

  #task(owner: 'police' | 'tax'): object {
    return { title: 'Look up what is known here', owner: this.#ground.oins[owner], role: 'partner' };
  }

  async #join(id: string, oin: string): Promise<void> {
    await this.#ground.people.coordinator.post(`/v1/cases/${id}/participants`, { oin, reasons });
  }

  async #end(id: string): Promise<void> {
    const { chair } = this.#ground.people;
    const statements = { 'why-no-further': 'The garage burnt down' };
    await act(chair, `cases/${id}`, { action: 'end-early', statements });
    const lessons = ['Look at the neighbours first'];
    await act(chair, `cases/${id}`, { action: 'evaluate', lessons, present: this.#present() });
  }

  #present(): object[] {
    const { centre } = this.#ground.oins;
    return [attendeeOf('coordinator', centre, 'case-coordinator'), attendeeOf('chair', centre, 'case-chair')];
  }
}

async function act(by: HubClient, path: string, action: object): Promise<void> {
  await by.post(`/v1/${path}/transitions`, { reasons, ...action });
}
