import { PassThrough, Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { Context } from '../src/index.ts';

function contextOn(isTTY: boolean, env: NodeJS.ProcessEnv = {}): Context {
  const output = Object.assign(new PassThrough(), { isTTY });
  return new Context({ env, input: Object.assign(Readable.from([]), { isTTY }), output, errors: output });
}

test('colours are for terminals, and not with NO_COLOR', () => {
  expect(contextOn(true).paint('red', 'no')).toBe('\u001b[31mno\u001b[39m');
  expect(contextOn(true, { NO_COLOR: '1' }).paint('red', 'no')).toBe('no');
  expect(contextOn(false).paint('red', 'no')).toBe('no');
});

test('the profile is the one that was asked for, else the one of the environment, else the operator', () => {
  const context = contextOn(false, { KOPPEL_PROFILE: 'police' });
  expect(context.profileName).toBe('police');
  context.options = { profile: 'tax' };
  expect(context.profileName).toBe('tax');
  expect(contextOn(false).profileName).toBe('operator');
});

test('a question off a terminal is a usage error until somebody said --yes', async () => {
  const context = contextOn(false);
  await expect(context.confirm('Really?')).rejects.toThrow('Really? Add --yes');
  context.options = { yes: true };
  await expect(context.confirm('Really?')).resolves.toBeUndefined();
});

test('a document that nobody named is what is piped in, and never a terminal that waits in silence', () => {
  expect(contextOn(false).placeOf(undefined)).toBe('-');
  expect(() => contextOn(true).placeOf(undefined)).toThrow('or "-" to type it here');
  expect(contextOn(true).placeOf('-')).toBe('-');
  expect(contextOn(true).placeOf('case.json')).toBe('case.json');
});
