import { afterAll, beforeAll, expect, test } from '@jest/globals';
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

/** The answer, or the code of the refusal. */
function ask(by: HubClient, agreement: string, actor: string = person): Promise<unknown> {
  const body = bodyFor(agreement, { case: signal, actor: { id: actor, role: 'partner' } });
  return by.post('/v1/exchanges', body).catch((reason: unknown) => (reason as KoppelError).code);
}

test('a match may be asked for a signal by somebody who works on it', async () => {
  expect(await ask(place.as('detective'), match)).toMatchObject({ hit: true });
});

test('content may not, before the signal has been accepted', async () => {
  expect(await ask(place.as('detective'), content)).toBe('case.mode-refused');
});

test('a colleague without a mandate there is told what somebody is told who is not joined', async () => {
  const colleague = { partner: 'police', person: 'pol-9999' } as const;
  expect(await ask(place.hubOf(colleague), match, colleague.person)).toBe('case.not-joined');
});

test('nobody asks in the name of a colleague', async () => {
  expect(await ask(place.as('steeringMember'), match)).toBe('request.invalid');
});
