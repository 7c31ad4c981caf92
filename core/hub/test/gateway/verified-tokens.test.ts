import { beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError, type ProblemCode } from '@koppel/contract';
import { defaultTrustLimits, requireScope, VerifiedTokens } from '../../src/gateway/verified-tokens.ts';
import type { Caller } from '../../src/platform/actions.ts';
import { oins } from '../fixtures.ts';
import { expectCode } from '../identity/clients.ts';

const start = 1_000_000_000;
const caller: Caller = { oin: oins.requester, client: 'intake', scopes: ['exchange'] };
const headerOf = (name: string, expSeconds = start / 1000 + 300) =>
  `Bearer ${[name, JSON.stringify({ exp: expSeconds }), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.')}`;
const good = headerOf('good');

/** An identity room that a test plays. */
class Identity {
  readonly clock = { time: start, now: () => this.clock.time };
  asked = 0;
  answer: () => Promise<Caller> = async () => caller;

  readonly tokens = (limits = defaultTrustLimits) =>
    new VerifiedTokens({
      verify: () => {
        this.asked += 1;
        return this.answer();
      },
      clock: this.clock,
      limits,
    });

  refuse(code: ProblemCode): void {
    this.answer = async () => {
      throw new KoppelError(code);
    };
  }
}

let identity: Identity;
let tokens: VerifiedTokens;
beforeEach(() => {
  identity = new Identity();
  tokens = identity.tokens();
});

const settled = () => new Promise((done) => void setImmediate(done));

describe('a verified token', () => {
  test('is found without asking identity again', async () => {
    for (const header of [undefined, good]) expect(tokens.find(header)).toBeUndefined();
    expect(await tokens.verify(good)).toEqual(caller);
    expect(tokens.find(good)).toEqual(caller);
    expect(identity.asked).toBe(1);
  });

  test('is verified once for all requests that wait for it', async () => {
    await Promise.all([tokens.verify(good), tokens.verify(good), tokens.verify(good)]);
    expect(identity.asked).toBe(1);
  });

  test('is not found from the moment it expires', async () => {
    const header = headerOf('short', start / 1000 + 1);
    await tokens.verify(header);
    identity.clock.time += 999;
    expect(tokens.find(header)).toEqual(caller);
    identity.clock.time += 1;
    expect(tokens.find(header)).toBeUndefined();
  });

  test('of a client that keeps asking is confirmed behind its requests, which never wait', async () => {
    await tokens.verify(good);
    for (let i = 0; i < 10; i += 1) {
      identity.clock.time += 750;
      expect(tokens.find(good)).toEqual(caller);
      expect(identity.asked).toBe(i + 1);
      identity.clock.time += 1;
      expect(tokens.find(good)).toEqual(caller);
      await settled();
      expect(identity.asked).toBe(i + 2);
    }
  });

  test('is trusted for a second and a half without a confirmation, however quiet identity is', async () => {
    await tokens.verify(good);
    identity.refuse('hub.unavailable');
    identity.clock.time += 1_500;
    expect(tokens.find(good)).toEqual(caller);
    await settled();
    expect(tokens.find(good)).toEqual(caller);
    identity.clock.time += 1;
    expect(tokens.find(good)).toBeUndefined();
    await expectCode(tokens.verify(good), 'hub.unavailable');
  });

  test('is not trusted longer because the clock was set back', async () => {
    await tokens.verify(good);
    identity.clock.time -= 60_000;
    expect(tokens.find(good)).toBeUndefined();
  });

  test('is dropped as soon as a confirmation behind a request is refused', async () => {
    await tokens.verify(good);
    identity.refuse('token.invalid');
    identity.clock.time += defaultTrustLimits.renewAfterMs + 1;
    expect(tokens.find(good)).toEqual(caller);
    await settled();
    await expectCode(() => tokens.find(good), 'token.invalid');
  });

  test('that was revoked is refused within two seconds even when nobody told', async () => {
    await tokens.verify(good);
    identity.refuse('token.invalid');
    const isTrusted = () => {
      try {
        return tokens.find(good) !== undefined;
      } catch {
        return false;
      }
    };
    let lastTrustedMs = 0;
    for (let elapsed = 0; elapsed <= 2_000; elapsed += 50) {
      identity.clock.time = start + elapsed;
      if (isTrusted()) lastTrustedMs = elapsed;
      await settled();
    }
    expect(lastTrustedMs).toBeLessThan(2_000);
    await expectCode(tokens.verify(good), 'token.invalid');
  });

  test('is forgotten at once when its organisation changed, and no other', async () => {
    const other = headerOf('other');
    await tokens.verify(good);
    identity.answer = async () => ({ ...caller, oin: oins.provider });
    await tokens.verify(other);
    tokens.forget(oins.requester);
    expect(tokens.find(good)).toBeUndefined();
    expect(tokens.find(other)).toBeDefined();
    tokens.forget();
    expect(tokens.find(other)).toBeUndefined();
  });

  test('whose verification was underway when its organisation changed is not kept', async () => {
    const { promise, resolve } = Promise.withResolvers<Caller>();
    identity.answer = () => promise;
    const verification = tokens.verify(good);
    tokens.forget(oins.requester);
    resolve(caller);
    await verification;
    expect(tokens.find(good)).toBeUndefined();
  });

  test('makes room for others: no more than so many are kept, the least recently confirmed go first', async () => {
    const few = identity.tokens({ ...defaultTrustLimits, maxTokens: 2 });
    const [first, second, third] = [headerOf('a'), headerOf('b'), headerOf('c')] as const;
    await few.verify(first);
    await few.verify(second);
    await few.verify(first);
    await few.verify(third);
    expect([first, second, third].map((header) => few.find(header) !== undefined)).toEqual([true, false, true]);
  });

  test('that was refused is refused for a second without asking again, and not longer', async () => {
    identity.refuse('token.expired');
    await expectCode(tokens.verify(good), 'token.expired');
    identity.clock.time += 999;
    await expectCode(() => tokens.find(good), 'token.expired');
    identity.clock.time += 1;
    expect(tokens.find(good)).toBeUndefined();
    expect(identity.asked).toBe(1);
  });

  test('that was refused is asked about when the clock was set back, which proves nothing', async () => {
    identity.refuse('token.expired');
    await expectCode(tokens.verify(good), 'token.expired');
    identity.clock.time -= 1;
    expect(tokens.find(good)).toBeUndefined();
  });

  test('that was refused and then confirmed is not refused when it had to make room', async () => {
    const few = identity.tokens({ ...defaultTrustLimits, maxTokens: 1 });
    identity.refuse('token.invalid');
    await expectCode(few.verify(good), 'token.invalid');
    identity.answer = async () => caller;
    for (const header of [good, headerOf('other')]) await few.verify(header);
    expect(few.find(good)).toBeUndefined();
  });

  test('is kept with 20 000 others, and a refusal with a thousand', async () => {
    const headers = Array.from({ length: 20_001 }, (_, place) => headerOf(`token ${place}`));
    for (const header of headers) await tokens.verify(header);
    expect(headers.slice(0, 2).map((header) => tokens.find(header))).toEqual([undefined, caller]);
    identity.refuse('token.invalid');
    for (const header of headers.slice(0, 1001)) await expectCode(tokens.verify(header), 'token.invalid');
    expect(tokens.find(String(headers[0]))).toBeUndefined();
    await expectCode(() => tokens.find(String(headers[1])), 'token.invalid');
  });

  test('that was refused is asked about anew when an organisation changed', async () => {
    identity.refuse('organisation.inactive');
    await expectCode(tokens.verify(good), 'organisation.inactive');
    tokens.forget(oins.requester);
    identity.answer = async () => caller;
    expect(tokens.find(good)).toBeUndefined();
    expect(await tokens.verify(good)).toEqual(caller);
  });

  test('that could not be verified is not remembered as refused', async () => {
    identity.refuse('hub.unavailable');
    await expectCode(tokens.verify(good), 'hub.unavailable');
    expect(tokens.find(good)).toBeUndefined();
  });
});

test.each<[string | undefined, ProblemCode]>([
  [undefined, 'token.missing'],
  ['Basic dXNlcjpwYXNz', 'token.missing'],
  ['Bearer a.b', 'token.invalid'],
  [`Bearer ${'x'.repeat(4096)}.b.c`, 'token.invalid'],
])('the Authorization header %j holds no token that identity is bothered with', async (header, code) => {
  await expectCode(tokens.verify(header), code);
  expect(identity.asked).toBe(0);
});

test('a scope is required, any one of those that are named', async () => {
  expect(() => requireScope(caller, ['operate', 'exchange'])).not.toThrow();
  const error = await expectCode(() => requireScope(caller, ['operate', 'ledger']), 'token.insufficient-scope');
  expect(error.details['scope']).toBe('operate ledger');
});
