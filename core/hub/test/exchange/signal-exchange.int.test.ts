import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KoppelError } from '@koppel/contract';
import type { HubClient } from '@koppel/local';
import { bodyFor } from '../faults/witness.ts';
import { people } from '../process-people.ts';
import { ProcessRegion } from '../process-region.ts';

/** A signal of the police that nobody has weighed yet, and agreements to ask the municipality about it. */
let place: ProcessRegion;
let signal: string;
let match: string;
let content: string;
const absent = '01938c5e-8c00-7000-8000-00000000abcd';

beforeAll(async () => {
  place = await ProcessRegion.open();
  const submitted = await place.as('detective').post<{ id: string }>('/v1/signals', {
    body: place.bodies.conference,
    title: 'Doorgangsweg',
    summary: 'Wisselende bewoners',
    subjects: [{ kind: 'person', role: 'suspect', identifiers: [{ kind: 'bsn', value: '999990019' }] }],
  });
  signal = submitted.id;
  match = (await place.region.agree({ mode: 'match', grantedFields: [] })).agreement.id;
  content = (await place.region.agree()).agreement.id;
}, 60_000);
afterAll(() => place?.close());

const { person } = people.detective;

const bodyOf = (agreement: string, id: string, actor: string = person) =>
  bodyFor(agreement, { case: id, actor: { id: actor, role: 'partner' } });

/** The answer, or the code of the refusal. */
const ask = (by: HubClient, body: object): Promise<unknown> =>
  by.post('/v1/exchanges', body).catch((reason: unknown) => (reason as KoppelError).code);

describe('a system that asks for a signal of its organisation', () => {
  test('may ask for a match', async () => {
    expect(await ask(place.partners.police, bodyOf(match, signal))).toMatchObject({ hit: true });
  });

  test('may not ask for content, before the signal has been accepted', async () => {
    expect(await ask(place.partners.police, bodyOf(content, signal))).toBe('case.mode-refused');
  });

  test('is told of a signal of others what it is told of one that is not there', async () => {
    const others = await place.as('reporter').post<{ id: string }>('/v1/signals', {
      body: place.bodies.conference,
      title: 'Achterpad',
      summary: 'Niemand weet ervan',
      subjects: [],
    });
    expect(await ask(place.partners.police, bodyOf(match, others.id))).toBe('case.not-joined');
    expect(await ask(place.partners.police, bodyOf(match, absent))).toBe('case.not-joined');
  });
});

describe('a person who asks for a signal', () => {
  test.each([
    ['one that they work on', () => signal],
    ['one that is not there', () => absent],
  ])('is sent to its information requests, for %s, and nobody is asked', async (_title, id) => {
    const [entries, asked] = [(await place.region.ledger()).length, place.region.questions.length];
    expect(await ask(place.as('detective'), bodyOf(match, id()))).toBe('case.ask-through-request');
    expect([(await place.region.ledger()).length, place.region.questions.length]).toEqual([entries, asked]);
  });

  test('may ask for none at all, under their own name', async () => {
    const { case: _none, ...rest } = bodyOf(match, signal) as { case: string };
    expect(await ask(place.as('detective'), rest)).toMatchObject({ hit: true });
  });
});

test('nobody asks in the name of a colleague', async () => {
  expect(await ask(place.as('steeringMember'), bodyFor(match, { actor: { id: person, role: 'partner' } }))).toBe(
    'request.invalid',
  );
});
