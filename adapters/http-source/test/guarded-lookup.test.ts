import { describe, expect, test } from '@jest/globals';
import { guardLookup, isPossible } from '../src/guarded-lookup.ts';

describe('an address at which a source can be', () => {
  test.each(['10.1.2.3', '192.168.1.1', '172.16.0.9', '203.0.113.5', '2001:db8::1', 'fd00::1', '64:ff9b::203.0.113.5'])(
    'may be %s',
    (address) => {
      expect(isPossible(address, 'source.example')).toBe(true);
    },
  );

  test.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fd00:ec2::254',
    '2002:a9fe:a9fe::1',
    '2001:0:1234::1',
    '64:ff9b::169.254.169.254',
    '64:ff9b::127.0.0.1',
    '::ffff:0:a9fe:a9fe',
    '127.0.0.1',
    '127.8.9.10',
    '::1',
    '::ffff:127.0.0.1',
  ])('is not %s', (address) => {
    expect(isPossible(address, 'source.example')).toBe(false);
  });

  test.each([
    ['127.0.0.1', 'localhost'],
    ['::1', 'localhost'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
  ])('is %s for the host %s of this machine', (address, host) => {
    expect(isPossible(address, host)).toBe(true);
  });
});

describe('the lookup of a source', () => {
  const resolve = (hostname: string, all: boolean): Promise<unknown[]> =>
    new Promise((settle) => guardLookup()(hostname, { all }, (...answer) => settle(answer)));

  test('gives one address or all of them, as the socket asks', async () => {
    expect(await resolve('localhost', false)).toEqual([
      null,
      expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
      expect.any(Number),
    ]);
    expect(await resolve('localhost', true)).toEqual([
      null,
      expect.arrayContaining([expect.objectContaining({ family: expect.any(Number) })]),
    ]);
  });

  test('finds nothing when a name leads where no source can be', async () => {
    const [error] = await resolve('169.254.169.254', true);
    expect(error).toMatchObject({ code: 'ENOTFOUND' });
  });
});
