import { describe, expect, test } from '@jest/globals';
import { clientPermissions, hubPermissions, leafPermissions, matchesSubject } from '../src/permissions.ts';

describe('A subject falls under a pattern', () => {
  test.each([
    ['a.b', 'a.b', true],
    ['a.*', 'a.b', true],
    ['a.>', 'a.b.c', true],
    ['>', 'a', true],
    ['a.b', 'a.c', false],
    ['a.*', 'a.b.c', false],
    ['a.*', 'a', false],
    ['a.>', 'a', false],
    ['a.*.>', 'a', false],
    ['a.*.>', 'a.b', false],
    ['a.b.c', 'a.b', false],
    ['*.b', 'a.c', false],
    ['a.b', 'a.b.c', false],
  ])('%s, %s: %s', (pattern, subject, expected) => {
    expect(matchesSubject(pattern, subject)).toBe(expected);
  });
});

test('Only a client may answer on the reply subject of a question; hub and leaf publish where they are named', () => {
  const address = { oin: '00000001001234567000', client: 'registry' };
  const all = [clientPermissions(address), leafPermissions([address.oin]), hubPermissions];
  expect(all.map(({ mayRespond }) => mayRespond)).toEqual([true, false, false]);
});

test('The permissions of two clients have no subject of their own in common', () => {
  const one = clientPermissions({ oin: '00000001001234567000', client: 'registry' });
  const other = clientPermissions({ oin: '00000001001234567000', client: 'registry-2' });
  const shared = [...one.publish, ...one.subscribe].filter((subject) =>
    [...other.publish, ...other.subscribe].includes(subject),
  );
  expect(shared).toEqual(['$SRV.PING', '$SRV.INFO', '$SRV.STATS']);
});

test('The hub cannot ask in the name of a client, nor listen to the questions of its adapters', () => {
  const mayPublish = (subject: string): boolean => hubPermissions.publish.some((one) => matchesSubject(one, subject));
  const mayHear = (subject: string): boolean => hubPermissions.subscribe.some((one) => matchesSubject(one, subject));
  expect(mayPublish('koppel.v1.00000001001234567000.registry.hub.exchange')).toBe(false);
  expect(mayHear('koppel.v1.00000001001234567000.registry.adapter.registry.find-permits')).toBe(false);
  expect(mayHear('_INBOX.00000001001234567000.registry.1')).toBe(false);
});

test('A leaf node carries what its organisations may say and hear, and nothing of another', () => {
  const [own, other] = ['00000001001234567000', '00000001009876543000'];
  const { publish, subscribe } = leafPermissions([own]);
  const isAmong = (patterns: readonly string[], subject: string) =>
    patterns.some((one) => matchesSubject(one, subject));
  expect(isAmong(publish, `koppel.v1.${own}.registry.hub.exchange`)).toBe(true);
  expect(isAmong(publish, `koppel.v1.${other}.flows.hub.exchange`)).toBe(false);
  expect(isAmong(publish, `koppel.v1.${own}.registry.adapter.registry.find-permits`)).toBe(false);
  expect(isAmong(subscribe, `koppel.v1.${own}.registry.adapter.registry.find-permits`)).toBe(true);
  expect(isAmong(subscribe, `koppel.v1.${other}.flows.adapter.registry.find-permits`)).toBe(false);
  expect(isAmong(subscribe, `_INBOX.${other}.flows.1`)).toBe(false);
  expect(isAmong(subscribe, '_INBOX.hub.1')).toBe(false);
  expect(() => leafPermissions(['*'])).toThrow();
});
