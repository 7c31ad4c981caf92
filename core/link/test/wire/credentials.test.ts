import { expect, test } from '@jest/globals';
import { Prefix } from '@nats-io/nkeys';
import { encodeUser, fmtCreds } from '@nats-io/jwt';
import { createNkey } from '../../src/authority/nkey.ts';
import { authenticatorFor, ownerOf } from '../../src/wire/credentials.ts';

const account = createNkey(Prefix.Account);

async function credentialsFor(name: string): Promise<string> {
  const user = createNkey(Prefix.User);
  return Buffer.from(fmtCreds(await encodeUser(name, user, account), user)).toString();
}

test('Credentials tell whose they are and where their answers arrive', async () => {
  const { address, inboxPrefix } = ownerOf(await credentialsFor('00000001001234567000-registry'));
  expect(address).toEqual({ oin: '00000001001234567000', client: 'registry' });
  expect(inboxPrefix).toBe('_INBOX.00000001001234567000.registry');
  expect(ownerOf(await credentialsFor('hub'))).toMatchObject({ address: undefined, inboxPrefix: '_INBOX.hub' });
});

test.each([
  ['of somebody else', () => credentialsFor('system')],
  ['without a token', async () => (await credentialsFor('hub')).replace(/eyJ.*/, '')],
  ['without a seed', async () => (await credentialsFor('hub')).replace(/SU.*/, '')],
  ['with a damaged seed', async () => (await credentialsFor('hub')).replace(/SUA/, 'SUB')],
  ['that are empty', async () => ''],
])('Credentials %s are refused without repeating them', async (_what, make) => {
  const text = await make();
  const read = (): unknown => [ownerOf(text), authenticatorFor(text)];
  expect(read).toThrow(expect.objectContaining({ code: 'config.invalid' }));
});
