import { expect, test } from '@jest/globals';
import type { Guard, ReferenceModel } from '@koppel/process';
import { caseKnownFor } from '../../../src/platform/process/case-of-part.ts';
import type { ProcessDesk } from '../../../src/platform/process/process-desk.ts';
import type { ProcessRecord } from '../../../src/platform/process/process-record.ts';

const part = { id: 'a-task', root: 'a-case', collaboration: 'example-region' } as ProcessRecord;
const desk = {
  findWithin: (_collaborations: unknown, id: string) => Promise.resolve({ id, version: 7, state: 'open-file' }),
} as unknown as ProcessDesk;

const known = (guard: Guard, action = 'begin') => {
  const model = {
    machines: { task: { transitions: [{ id: 'begin', guards: [guard] }] } },
  } as unknown as ReferenceModel;
  return caseKnownFor(desk, part, { model, machine: 'task', action });
};

test('an action that asks for a state of the case rests on the case as it is', async () => {
  expect(await known({ rule: 'case-in', states: ['open-file'] })).toEqual({
    known: { caseState: 'open-file' },
    relyingOn: [{ id: 'a-case', version: 7 }],
  });
});

test('any other goes on while others change the case', async () => {
  const nothing = { known: {}, relyingOn: [] };
  expect(await known({ rule: 'owner-acts' })).toEqual(nothing);
  expect(await known({ rule: 'case-in', states: ['open-file'] }, 'no-such-action')).toEqual(nothing);
});
