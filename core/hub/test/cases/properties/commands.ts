import { expect } from '@jest/globals';
import fc from 'fast-check';
import { rolesOf, type ReferenceModel, type Transition } from '@koppel/process';
import type { Page } from '../../../src/platform/paging.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';
import { findResidents } from '../../fixtures.ts';
import { partnerOins } from '../../process-people.ts';
import { premises, reasons, suspect } from '../story.ts';
import { attempt, type Made, type RegionAtWork, type Stored, type Worker } from './region-at-work.ts';

/** What is left to chance in one step. */
interface Throw {
  readonly who: number;
  readonly what: number;
  readonly how: number;
}

type Step = (work: RegionAtWork, by: Worker, thrown: Throw) => Promise<void>;

const folders = { signal: 'signals', case: 'cases', task: 'tasks', intervention: 'interventions' } as const;
const addressOf = ({ kind, id }: Made): string => `/v1/${folders[kind]}/${id}`;
const pick = <Item>(items: readonly Item[], number: number): Item | undefined => items[number % items.length];
const isRoot = ({ kind }: Made): boolean => kind === 'signal' || kind === 'case';

/** Two times out of three somebody at the centre whose role it is, so that something happens; else whoever came by. */
function whoTakes(
  work: RegionAtWork,
  by: Worker,
  { model, step, how }: { model: ReferenceModel; step: string; how: number },
): Worker {
  const found = model.process.steps.find(({ id }) => id === step);
  const rasci = found && rolesOf(found);
  const roles = rasci ? [rasci.accountable, ...rasci.responsible] : [];
  const able = work.workers.filter(
    ({ oin, role }) => oin === partnerOins.centre && role !== null && roles.includes(role),
  );
  return (how % 3 === 0 ? undefined : pick(able, how)) ?? by;
}

async function keep(work: RegionAtWork, kind: Made['kind'], request: Promise<ProcessRecord>): Promise<void> {
  const { answer } = await attempt(request);
  if (answer) work.made.push({ id: answer.id, kind, model: work.model });
}

const submit: Step = (work, by, { how }) => {
  const { hub } = whoTakes(work, by, { model: work.model, step: work.model.machines.signal.opening.step, how });
  return keep(
    work,
    'signal',
    hub.post('/v1/signals', {
      body: work.place.bodies.conference,
      title: 'Something is wrong',
      summary: 'Look at this',
      subjects: [suspect, premises],
    }),
  );
};

const openCase: Step = async (work, by, { what, how }) => {
  const signal = pick(
    work.made.filter(({ kind }) => kind === 'signal'),
    what,
  );
  if (!signal) return;
  const { hub } = whoTakes(work, by, { model: work.model, step: work.model.machines.case.opening.step, how });
  const draft = { signals: [signal.id], body: work.place.bodies.conference, title: 'Work on it' };
  await keep(work, 'case', hub.post('/v1/cases', draft));
};

const intervene: Step = async (work, by, { what, how }) => {
  const root = pick(
    work.made.filter(({ kind }) => kind === 'case'),
    what,
  );
  const type = root && pick(root.model.interventions, how);
  if (!root || !type) return;
  const { hub } = whoTakes(work, by, { model: root.model, step: root.model.machines.intervention.opening.step, how });
  const owner = pick(Object.values(partnerOins), how) ?? partnerOins.centre;
  const draft = { type: type.id, owner, aim: 'Raise the barrier', reasons };
  const { answer } = await attempt(hub.post<ProcessRecord>(`${addressOf(root)}/interventions`, draft));
  if (answer) work.made.push({ id: answer.id, kind: 'intervention', model: root.model });
};

const join: Step = async (work, { hub }, { what, how }) => {
  const root = pick(work.made.filter(isRoot), what);
  const oin = pick(Object.values(partnerOins), how);
  if (root) await attempt(hub.post(`${addressOf(root)}/participants`, { oin, reasons }));
};

/** Whoever is gone owns nothing there that is open, and whoever leads is not gone. */
const leave: Step = async (work, { hub }, { what, how }) => {
  const root = pick(
    work.made.filter(({ kind }) => kind === 'case'),
    what,
  );
  const oin = pick(Object.values(partnerOins), how);
  if (!root || !oin) return;
  const { answer } = await attempt(hub.post(`${addressOf(root)}/departures`, { oin, reasons }));
  if (!answer) return;
  expect(oin).not.toBe(partnerOins.centre);
  expect((await work.stored(root.id)).participants).not.toContain(oin);
};

/** Everything that any action could ask of whoever does it. */
const inputFor = (work: RegionAtWork, { id, statements = [] }: Transition, how: number): object => ({
  action: id,
  reasons,
  lessons: ['Begin earlier', 'Ask sooner'],
  ...(how % 4 === 0 ? { intent: 'propose' } : {}),
  statements: Object.fromEntries(statements.map((statement) => [statement.id, 'As everybody agreed'])),
  present: work.model.roles.map(({ id: role }) => ({ oin: partnerOins.centre, person: `centre-${role}`, role })),
  result: { outcome: 'as-agreed', description: 'It worked' },
});

/** Mostly something that leads on from here; at times anything that the model knows. */
function chosenFor({ model, kind }: Made, state: string, how: number): Transition | undefined {
  const { transitions } = model.machines[kind];
  const possible = transitions.filter(({ from }) => from.includes(state));
  return pick(how % 8 === 7 || possible.length === 0 ? transitions : possible, how);
}

/** A state changes because somebody decided, to where the model leads, or not at all. */
const act: Step = async (work, by, { what, how }) => {
  const thing = pick(work.made, what);
  const before = thing && (await work.stored(thing.id));
  const transition = before && chosenFor(thing, before.state, how);
  if (!transition) return;
  const { hub, person } = whoTakes(work, by, { model: thing.model, step: transition.step, how });
  const input = inputFor(work, transition, how);
  const { answer } = await attempt(hub.post<ProcessRecord>(`${addressOf(thing)}/transitions`, input));
  const after = await work.stored(thing.id);
  if (!answer) return expect(after).toEqual(before);
  expect(transition.clock).toBeUndefined();
  if ('intent' in input) return expect(after.state).toBe(before.state);
  expect([after.state, answer.lastActor?.person]).toEqual([transition.to, person]);
};

const isPast = (work: RegionAtWork, { record }: { record: { retention: { endsAt: string | null } } }): boolean =>
  record.retention.endsAt !== null && Date.parse(record.retention.endsAt) <= work.now;

/** Whoever is not joined finds nothing, whether they look for it or at everything. */
const look: Step = async (work, { hub, oin }, { what }) => {
  const root = pick(work.made.filter(isRoot), what);
  if (!root) return;
  const stored = await work.stored(root.id);
  const { answer, code } = await attempt(hub.get<ProcessRecord>(addressOf(root)));
  expect(code).toBe(stored.participants.includes(oin) ? undefined : 'resource.not-found');
  if (isPast(work, stored)) expect(answer?.content ?? null).toBeNull();
  const { items } = await hub.get<Page<{ id: string }>>(`/v1/${folders[root.kind]}?limit=100&sort=changed`);
  for (const { id } of items) expect((await work.stored(id)).participants).toContain(oin);
};

type Mode = 'content' | 'match';

/** Whether the police may ask about it now, and in this way. */
function mayAsk(work: RegionAtWork, { model, kind }: Made, { stored, mode }: { stored: Stored; mode: Mode }): boolean {
  const { exchange: allowed = 'none' } = model.machines[kind].states.find(({ id }) => id === stored.state) ?? {};
  const isAllowed = allowed === 'content' || allowed === mode;
  return isAllowed && stored.participants.includes(partnerOins.police) && !isPast(work, stored);
}

/** Content is given about what has been accepted, a match about what is being looked at, and nothing to who is not joined. */
const exchange: Step = async (work, _by, { who, what, how }) => {
  const root = pick(work.made.filter(isRoot), what);
  const officers = work.workers.filter(({ oin }) => oin === partnerOins.police);
  const asker = pick(officers, who);
  if (!root || !asker) return;
  const mode = how % 2 === 0 ? 'content' : 'match';
  const stored = await work.stored(root.id);
  const body = {
    agreement: work.agreements[mode],
    case: root.id,
    operation: findResidents.name,
    subjectRole: 'suspect',
    purpose: 'prevent-and-detect-offences',
    actor: { id: asker.person, role: 'partner' },
    request: { bsn: '999990019' },
  };
  expect((await attempt(asker.hub.post('/v1/exchanges', body))).code).toBe('case.ask-through-request');
  const { answer } = await attempt(work.place.partners.police.post('/v1/exchanges', body));
  expect(answer !== undefined).toBe(mayAsk(work, root, { stored, mode }));
};

const addItem: Step = async (work, { hub }, { what, how }) => {
  const root = pick(work.made.filter(isRoot), what);
  if (!root) return;
  const days = (how % 20) + 1;
  const note = { kind: 'note', title: 'Seen', text: 'As it was', secrecy: [], retention: { days, lockedYears: 1 } };
  const { answer } = await attempt(hub.post<{ id: string }>(`${addressOf(root)}/items`, note));
  if (answer) work.items.push({ id: answer.id, until: work.now + days * 86_400_000 });
};

/** What is past its time is not read, whether the clock's round came by or not. */
const readItem: Step = async (work, { hub }, { what }) => {
  const item = pick(work.items, what);
  if (!item) return;
  const { answer } = await attempt(hub.get(`/v1/items/${item.id}`));
  if (work.now >= item.until) expect(answer).toBeUndefined();
};

const wait: Step = async (work, _by, { how }) => work.place.clock.advanceDays((how % 6) + 1);

const steps = { submit, openCase, intervene, join, leave, act, look, exchange, addItem, readItem, wait };
const weights: Readonly<Record<keyof typeof steps, number>> = {
  submit: 3,
  openCase: 4,
  intervene: 2,
  join: 2,
  leave: 1,
  act: 10,
  look: 4,
  exchange: 3,
  addItem: 2,
  readItem: 2,
  wait: 1,
};
const names = (Object.keys(steps) as (keyof typeof steps)[]).flatMap((name) =>
  Array<typeof name>(weights[name]).fill(name),
);

type Work = fc.AsyncCommand<object, RegionAtWork>;

const large = fc.nat({ max: 10_000 });

/** People of four organisations, and somebody of a fifth, who do something. */
export const anything: fc.Arbitrary<Work> = fc
  .record({ name: fc.constantFrom(...names), who: large, what: large, how: large })
  .map(({ name, ...thrown }) => ({
    check: () => true,
    run: async (_model, work) => {
      const by = pick(work.workers, thrown.who);
      if (by) await steps[name](work, by, thrown);
    },
    toString: () => `${name}(${Object.values(thrown).join(', ')})`,
  }));
