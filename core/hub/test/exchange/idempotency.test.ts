import { describe, expect, test } from '@jest/globals';
import { KoppelError } from '@koppel/contract';
import { aRequest } from '../fixtures.ts';
import type { LedgerEntryDraft } from '../../src/platform/actions.ts';
import { goodContent, House } from './house.ts';

const key = 'a3bb1895-7f2c-4d0c-9f5e-1c2d3e4f5a6b';

describe('an idempotency key', () => {
  test('joins the exchange in flight: one question, one answer', async () => {
    const house = new House();
    const { promise, resolve } = Promise.withResolvers<void>();
    house.answer = async () => {
      await promise;
      return { client: 'records', content: goodContent, subjects: [] };
    };
    const replies = [house.ask(aRequest(), key), house.ask(aRequest(), key)];
    resolve();
    const [one, other] = await Promise.all(replies);
    expect(one).toEqual(other);
    expect(house.asked).toHaveLength(1);
  });

  test('is refused for another body, in flight and afterwards', async () => {
    const house = new House();
    const first = house.ask(aRequest(), key);
    const other = aRequest({ request: { bsn: '999990020' } });
    await Promise.all([first, expect(house.ask(other, key)).rejects.toMatchObject({ code: 'exchange.key-reused' })]);
    await expect(house.ask(other, key)).rejects.toMatchObject({ code: 'exchange.key-reused' });
    expect(house.asked).toHaveLength(1);
  });

  test('tells afterwards under which index it was answered, and asks nothing', async () => {
    const house = new House();
    await house.ask(aRequest(), key);
    await expect(house.ask(aRequest(), key)).rejects.toMatchObject({
      code: 'exchange.already-answered',
      details: { ledgerIndex: 1 },
    });
    expect(house.asked).toHaveLength(1);
  });

  test('may be used again when nothing was released', async () => {
    const house = new House();
    const good = house.answer;
    house.answer = () => Promise.reject(new KoppelError('source.failed'));
    await expect(house.ask(aRequest(), key)).rejects.toMatchObject({ code: 'source.failed' });
    house.answer = good;
    await expect(house.ask(aRequest(), key)).resolves.toMatchObject({ content: goodContent });
  });

  test('is given back when the question could not be logged and so never left', async () => {
    const house = new House();
    house.beforeAppend = () => {
      throw new KoppelError('ledger.unavailable');
    };
    await expect(house.ask(aRequest(), key)).rejects.toMatchObject({ code: 'ledger.unavailable' });
    house.beforeAppend = () => undefined;
    await expect(house.ask(aRequest(), key)).resolves.toMatchObject({ content: goodContent });
  });

  test('held by another node is in progress until its deadline is certainly past', async () => {
    const house = new House();
    await house.ask(aRequest(), key);
    const [[digest, claim] = []] = house.keyStore.claims;
    if (digest === undefined || claim === undefined) throw new Error('the key was claimed');
    house.keyStore.claims.set(digest, { ...claim, exchange: '01938c5e-8c00-7000-8000-00000000beef' });
    const inProgress = { code: 'exchange.in-progress', details: { retryAfterMs: 1000 } };
    await expect(house.ask(aRequest(), key)).rejects.toMatchObject(inProgress);
    house.clock.time += 70_000;
    await house.lease.refresh();
    await expect(house.ask(aRequest(), key)).rejects.toMatchObject(inProgress);
    house.clock.time += 1;
    await house.lease.refresh();
    await expect(house.ask(aRequest(), key)).resolves.toMatchObject({ content: goodContent });
  });

  test('whose question was logged and has no answer yet is in progress', async () => {
    const house = new House();
    await house.ask(aRequest(), key);
    house.ledger.pop();
    await expect(house.ask(aRequest(), key)).rejects.toMatchObject({ code: 'exchange.in-progress' });
    expect(house.asked).toHaveLength(1);
  });

  test('that another node took over first stays in progress here', async () => {
    const house = new House();
    await house.ask(aRequest(), key);
    house.ledger.pop();
    const other = { code: 'source.failed' } as const;
    house.ledger.push({ ...(house.ledger[0] as LedgerEntryDraft), type: 'reply.failed', ...other });
    house.keyStore.replace = async () => false;
    await expect(house.ask(aRequest(), key)).rejects.toMatchObject({ code: 'exchange.in-progress' });
    expect(house.asked).toHaveLength(1);
  });

  test('that can be neither claimed for good nor given back still tells why', async () => {
    const house = new House();
    house.keyStore.release = () => Promise.reject(new Error('connection lost'));
    house.beforeAppend = () => {
      throw new KoppelError('ledger.unavailable');
    };
    await expect(house.ask(aRequest(), key)).rejects.toMatchObject({ code: 'ledger.unavailable' });
  });

  test('joins nothing any more once the exchange is over', async () => {
    const house = new House();
    const good = house.answer;
    house.answer = () => Promise.reject(new KoppelError('source.failed'));
    await expect(house.ask(aRequest(), key)).rejects.toMatchObject({ code: 'source.failed' });
    house.answer = good;
    const other = aRequest({ request: { bsn: '999990020' } });
    await expect(house.ask(other, key)).rejects.toMatchObject({ code: 'exchange.key-reused' });
    await expect(house.ask(aRequest(), key)).resolves.toMatchObject({ content: goodContent });
    expect(house.asked).toHaveLength(2);
  });

  test('is not claimed by a request that the gate refused', async () => {
    const house = new House();
    await expect(house.ask(aRequest({ purpose: 'curiosity' }), key)).rejects.toMatchObject({
      code: 'agreement.purpose-mismatch',
    });
    expect(house.keyStore.claims.size).toBe(0);
  });

  test('leaves digests behind from which neither key nor body can be guessed', async () => {
    const house = new House();
    await house.ask(aRequest(), key);
    const [claim] = house.keyStore.claims.values();
    expect(claim?.keyDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(claim?.bodyDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(claim)).not.toContain(key);
  });
});

describe('without an idempotency key', () => {
  test('each question is an exchange of its own, and nothing of it is remembered', async () => {
    const house = new House();
    const [one, other] = await Promise.all([house.ask(), house.ask()]);
    expect(one.exchange).not.toBe(other.exchange);
    expect(house.asked).toHaveLength(2);
    expect(house.keyStore.claims.size).toBe(0);
  });

  test('a question that could not be logged says so and nothing else', async () => {
    const house = new House();
    house.beforeAppend = () => {
      throw new KoppelError('ledger.unavailable');
    };
    await expect(house.ask()).rejects.toMatchObject({ code: 'ledger.unavailable' });
  });
});
