import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { GoodTokens } from '../../src/identity/good-tokens.ts';
import { oins } from '../fixtures.ts';
import { callerOf } from './clients.ts';

const { publicKey } = generateKeyPairSync('ed25519');
const bearer = { caller: callerOf(oins.requester, ['exchange']), kids: ['client-key'] };
const until = (expiresAtMs: number) => ({ bearer, publicKey, expiresAtMs });

describe('tokens that were verified', () => {
  test('are found until their last moment, and not in it', () => {
    const good = new GoodTokens<typeof bearer>();
    good.keep('token', until(1000), 0);
    expect(good.find('token', publicKey, 999)).toBe(bearer);
    expect(good.find('token', publicKey, 1000)).toBeUndefined();
  });

  test('are not taken for tokens of another key, or for another token', () => {
    const good = new GoodTokens<typeof bearer>();
    good.keep('token', until(1000), 0);
    expect(good.find('token', generateKeyPairSync('ed25519').publicKey, 1)).toBeUndefined();
    expect(good.find('tokem', publicKey, 1)).toBeUndefined();
  });

  test('are forgotten when their time is up, and the oldest when there are too many', () => {
    const good = new GoodTokens<typeof bearer>(2);
    good.keep('ended', until(10), 0);
    good.keep('first', until(1000), 10);
    expect(good.size).toBe(1);
    good.keep('second', until(1000), 10);
    good.keep('third', until(1000), 10);
    expect(good.size).toBe(2);
    expect(good.find('first', publicKey, 10)).toBeUndefined();
    expect(good.find('third', publicKey, 10)).toBe(bearer);
  });
});
