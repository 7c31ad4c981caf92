import { describe, expect, test } from '@jest/globals';
import { checkAddress, hubSubject, linkName, parseHubSubject, parseLinkName } from '../src/address.ts';

const address = { oin: '00000001001234567000', client: 'registry-2' };

describe('An address', () => {
  test('is read back from its name and from its subject', () => {
    expect(parseLinkName(linkName(address))).toEqual(address);
    expect(checkAddress(address)).toEqual(address);
    expect(parseLinkName('registry')).toBeUndefined();
    expect(parseHubSubject(hubSubject(address, 'register'))).toEqual({ from: address, verb: 'register' });
  });

  test.each([
    { oin: '0000000100123456700', client: 'registry' },
    { oin: '00000001001234567000', client: '*' },
    { oin: '00000001001234567000', client: '>' },
    { oin: '*', client: 'registry' },
    { oin: '00000001001234567000', client: 'a.b' },
    { oin: '00000001001234567000', client: 'Registry' },
    { oin: '00000001001234567000', client: '-registry' },
    { oin: '00000001001234567000', client: 'r'.repeat(33) },
    { oin: '00000001001234567000', client: '' },
    { oin: '00000001001234567000', client: 'registry\r\nPUB x 0' },
  ])('that could widen a permission is refused: $oin $client', (wrong) => {
    expect(() => checkAddress(wrong)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });

  test.each([
    'koppel.v1.00000001001234567000.registry.adapter.exchange',
    'koppel.v1.00000001001234567000.registry.hub.anything',
    'koppel.v1.00000001001234567000.registry.hub.exchange.more',
    'koppel.v2.00000001001234567000.registry.hub.exchange',
    'x.koppel.v1.00000001001234567000.registry.hub.exchange',
  ])('is not read from %s', (subject) => {
    expect(parseHubSubject(subject)).toBeUndefined();
  });
});
