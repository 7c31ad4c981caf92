import { expect, test } from '@jest/globals';
import { compileSchema, exchangeDeadlineMs, ExchangeReply, ExchangeRequest } from '../src/index.ts';
import { agreement, municipality } from './samples.ts';

const request = {
  agreement: agreement.id,
  operation: agreement.operation,
  purpose: agreement.purpose.code,
  actor: { id: 'p-1234', role: 'analyst' },
  request: { bsn: '999990019' },
};
const schema = compileSchema(ExchangeRequest);
const rulesOf = (change: object) =>
  schema.faultsOf({ ...request, ...change }).map(({ path, rule }) => `${path} ${rule}`);

test('a request needs an agreement, an operation, a purpose, an actor and a question', () => {
  expect(schema.isValid(request)).toBe(true);
  for (const name of Object.keys(request)) {
    const { [name as 'purpose']: _gone, ...less } = request;
    expect(schema.isValid(less)).toBe(false);
  }
});

test('a request cannot say who asks, nor anything else that the connection says', () => {
  expect(rulesOf({ requester: municipality })).toEqual(['/ additionalProperties']);
  expect(rulesOf({ actor: { ...request.actor, organisation: municipality } })).toEqual(['/actor additionalProperties']);
});

test('an actor is a pseudonym: digits alone, such as a bsn, are none', () => {
  expect(rulesOf({ actor: { id: '999990019', role: 'analyst' } })).toEqual(['/actor/id pattern']);
  expect(rulesOf({ prerequisites: [{ kind: 'demand', reference: '999990019' }] })).toEqual([
    '/prerequisites/0/reference pattern',
  ]);
});

test('a deadline has bounds', () => {
  const { minimum, maximum } = exchangeDeadlineMs;
  expect(
    [minimum, exchangeDeadlineMs.default, maximum].every((deadlineMs) => schema.isValid({ ...request, deadlineMs })),
  ).toBe(true);
  expect(
    [minimum - 1, maximum + 1, 0.5 + minimum, `${minimum}`].some((deadlineMs) =>
      schema.isValid({ ...request, deadlineMs }),
    ),
  ).toBe(false);
});

test('a reply holds content or a hit, what was withheld, and where it is logged', () => {
  const reply = {
    exchange: agreement.id,
    transaction: agreement.id,
    agreement: { id: agreement.id, version: 1 },
    operation: agreement.operation,
    operationVersion: '2.1.0',
    mode: 'content',
    content: { district: 'East' },
    withheld: ['suspects[].name'],
    terms: { retention: agreement.retention, onwardDisclosure: agreement.onwardDisclosure, secrecy: ['wpg'] },
    ledger: { requestIndex: 0, replyIndex: 1 },
  };
  expect(compileSchema(ExchangeReply).faultsOf(reply)).toEqual([]);
  expect(compileSchema(ExchangeReply).isValid({ ...reply, ledger: {} })).toBe(false);
});
