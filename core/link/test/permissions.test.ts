import { describe, expect, test } from '@jest/globals';
import { clientPermissions, hubPermissions, matchesSubject } from '../src/permissions.ts';

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
    ['*.b', 'a.c', false],
    ['a.b', 'a.b.c', false],
  ])('%s, %s: %s', (pattern, subject, expected) => {
    expect(matchesSubject(pattern, subject)).toBe(expected);
  });
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
