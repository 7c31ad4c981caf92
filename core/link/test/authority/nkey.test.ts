import { expect, test } from '@jest/globals';
import { Prefix, fromPublic, fromSeed } from '@nats-io/nkeys';
import { createNkey, readNkey } from '../../src/authority/nkey.ts';

test.each([Prefix.Operator, Prefix.Account, Prefix.User])(
  'A key of kind %i is the same key to the library',
  (prefix) => {
    const key = createNkey(prefix);
    const same = fromSeed(key.getSeed());
    expect(key.getPublicKey()).toBe(same.getPublicKey());
    const message = Buffer.from('nonce');
    expect(Buffer.from(key.sign(message))).toEqual(Buffer.from(same.sign(message)));
    expect(fromPublic(key.getPublicKey()).verify(message, key.sign(message))).toBe(true);
    expect(readNkey(Buffer.from(key.getSeed()).toString()).getPublicKey()).toBe(key.getPublicKey());
  },
);

test('A seed with one wrong character, or of another length, is refused', () => {
  const seed = Buffer.from(createNkey(Prefix.User).getSeed()).toString();
  const wrong = `${seed.slice(0, 20)}${seed[20] === 'A' ? 'B' : 'A'}${seed.slice(21)}`;
  for (const text of [wrong, seed.slice(0, -1), '', seed.toLowerCase(), `${seed}\n`]) {
    expect(() => readNkey(text)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  }
});
