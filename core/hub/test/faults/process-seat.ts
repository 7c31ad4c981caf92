import type { ReferenceModel } from '@koppel/process';
import { HubClient } from '@koppel/local';
import { premises, reasons, suspect, weighing } from '../cases/story.ts';
import { defaultModel } from '../default-model.ts';
import { oins } from '../fixtures.ts';
import { partnerOins, people, stewards, type PersonPlan } from '../process-people.ts';
import type { MortalSite } from './mortal-site.ts';
import { agreeBetween, takeSeat, type Seat } from './seat.ts';

const scopes = ['exchange', 'agreements', 'ledger', 'mandates', 'cases'] as const;
const collaboration = 'example-region';
const region = 'north';

/** Everybody of the centre but one, so that there is one system to speak through. */
const staff = {
  detective: { ...people.detective, partner: 'police' },
  triager: people.triager,
  coordinator: people.coordinator,
  chair: people.chair,
  editor: stewards.editor,
  approver: { ...stewards.approver, partner: 'centre' },
} as const satisfies Record<string, PersonPlan>;
export type StaffName = keyof typeof staff;

const present = [{ oin: partnerOins.centre, person: staff.coordinator.person, role: 'case-coordinator' }];

/** The steps of a signal from the table to the bin, and who takes them. */
export const rejection = [
  { by: 'triager', from: 'submitted', action: { action: 'triage' } },
  { by: 'coordinator', from: 'triaged', action: { action: 'weigh', statements: weighing, present } },
  { by: 'chair', from: 'weighed', action: { action: 'reject' } },
] as const;

/** The default model, but for what is rejected: that is locked and destroyed by the next round. */
async function hastyModel(): Promise<ReferenceModel> {
  const model = await defaultModel();
  const states = model.machines.signal.states.map((state) =>
    state.id === 'rejected' ? { ...state, retention: { days: 0, lockedYears: 0 } } : state,
  );
  return { ...model, machines: { ...model.machines, signal: { ...model.machines.signal, states } } };
}

/** Two organisations that work cases at a site where everything is killed. */
export class ProcessSeat {
  readonly agreement: string;
  readonly body: string;
  readonly #seats: { readonly police: Seat; readonly centre: Seat };

  private constructor(parts: { agreement: string; body: string; seats: { police: Seat; centre: Seat } }) {
    this.agreement = parts.agreement;
    this.body = parts.body;
    this.#seats = parts.seats;
  }

  static async open({ url, operatorKey: { privateJwk } }: MortalSite): Promise<ProcessSeat> {
    const operator = new HubClient({ hub: url, oin: oins.operator, client: 'console', privateJwk });
    const police = await takeSeat(operator, url, { oin: partnerOins.police, client: 'intake', scopes });
    const records = await takeSeat(operator, url, { oin: oins.provider, client: 'records' });
    const centre = await takeSeat(operator, url, { oin: partnerOins.centre, client: 'desk', scopes });
    const agreement = await agreeBetween(operator, police, records);
    const seats = { police, centre };
    await appoint(seats, [staff.editor, staff.approver]);
    const model = await hastyModel();
    await enforce(seats.centre.client, model);
    await appoint(seats, [staff.detective, staff.triager, staff.coordinator, staff.chair]);
    const { id: body } = await operator.post<{ id: string }>('/v1/bodies', {
      collaboration,
      level: 'operational',
      title: { nl: 'Overleg', en: 'Meeting' },
      theme: model.theme,
      region,
      coordinator: partnerOins.centre,
      members: [partnerOins.centre, partnerOins.police],
    });
    return new ProcessSeat({ agreement, body, seats });
  }

  as(name: StaffName): HubClient {
    return clientOf(this.#seats, staff[name]);
  }

  /** The organisation's system, for what is nobody's own: the log. */
  get system(): HubClient {
    return this.#seats.police.client;
  }

  async submit(): Promise<{ id: string; state: string; version: number }> {
    const draft = { body: this.body, title: 'A garage', summary: 'Vans at night', subjects: [suspect, premises] };
    return this.as('detective').post('/v1/signals', draft);
  }

  act(by: StaffName, path: string, action: object): Promise<{ id: string; state: string; version: number }> {
    return this.as(by).post(`/v1/${path}/transitions`, { reasons, ...action });
  }

  /** A case that the police and the centre work on. */
  async openCase(): Promise<string> {
    const { id } = await this.submit();
    for (const { by, action } of rejection.slice(0, 2)) await this.act(by, `signals/${id}`, action);
    await this.act('chair', `signals/${id}`, { action: 'accept' });
    const draft = { signals: [id], body: this.body, title: 'The garage' };
    return (await this.as('coordinator').post<{ id: string }>('/v1/cases', draft)).id;
  }
}

const clientOf = (seats: { police: Seat; centre: Seat }, { partner, person }: PersonPlan): HubClient =>
  (partner === 'police' ? seats.police : seats.centre).client.as(person);

async function appoint(seats: { police: Seat; centre: Seat }, plans: readonly PersonPlan[]): Promise<void> {
  const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
  for (const { partner, person, roles } of plans) {
    const { client } = partner === 'police' ? seats.police : seats.centre;
    for (const [role, level] of roles) {
      const limits = { themes: [], regions: [] };
      const period = { from: at(-1), until: at(100) };
      await client.post('/v1/mandates', {
        person,
        role,
        level,
        collaboration,
        limits,
        ...period,
        decision: 'MB-2026-017',
      });
    }
  }
}

async function enforce(centre: HubClient, document: ReferenceModel): Promise<void> {
  const [editor, approver] = [centre.as(staff.editor.person), centre.as(staff.approver.person)];
  const { id } = await editor.post<{ id: string }>('/v1/models', { collaboration, document });
  await editor.send({ method: 'POST', path: `/v1/models/${id}/proposal` });
  await approver.post(`/v1/models/${id}/decision`, { outcome: 'approved', reasons });
  await approver.post(`/v1/models/${id}/application`, { reasons });
}
