import { describe, expect, test } from '@jest/globals';
import { exchangeFromLink } from '../../src/adapters/inlet.ts';
import type { Call, ParamsOf } from '../../src/platform/actions.ts';
import { aRequest, oins } from '../fixtures.ts';

const from = { oin: oins.requester, client: 'flows' };
const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const transaction = '01938c5e-8c00-7000-8000-0000000000aa';

async function send(message: { body?: unknown; traceparent?: string; transaction?: string }) {
  const calls: ParamsOf<'exchange.perform'>[] = [];
  const call = (async (_name: string, params: ParamsOf<'exchange.perform'>) => calls.push(params)) as Call;
  await exchangeFromLink({ from, body: aRequest(), traceparent, transaction, ...message }, { call });
  return calls[0];
}

describe('a request over the link', () => {
  test('is the client that the subject names, with the right to exchange and nothing else', async () => {
    expect((await send({}))?.caller).toEqual({ ...from, scopes: ['exchange'] });
  });

  test('keeps its transaction and trace, or gets new ones', async () => {
    expect((await send({}))?.context).toEqual({ transaction, traceparent });
    const fresh = (await send({ transaction: '', traceparent: 'nonsense' }))?.context;
    expect(fresh?.transaction).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(fresh?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  });

  test.each([
    ['a body that is no request', { body: { agreement: 'x' } }],
    ['a body that claims to be somebody', { body: { ...aRequest(), requester: oins.stranger } }],
    ['a transaction that is no UUID', { transaction: '999990019' }],
    ['a transaction of another version', { transaction: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736' }],
  ])('is refused with %s', async (_title, message) => {
    await expect(send(message)).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
