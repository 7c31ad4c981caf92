import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KoppelError, type ExchangeReply } from '@koppel/contract';
import { verifyExport } from '@koppel/ledger';
import { oins } from './fixtures.ts';
import { answersWell } from './directed-adapter.ts';
import { Region } from './region.ts';

const bsn = '999990019';

async function listTypes(region: Region): Promise<string[]> {
  return (await region.ledger()).map(({ type }) => type);
}

describe('a governed exchange on real PostgreSQL and real NATS', () => {
  let region: Region;
  let agreement: string;

  beforeAll(async () => {
    region = await Region.open();
    agreement = (await region.agree()).agreement.id;
  });
  afterAll(() => region.close());
  beforeEach(() => {
    region.answer = answersWell;
    region.questions.length = 0;
  });

  test('releases the granted fields and logs both halves', async () => {
    const { body } = await region.ask(agreement);
    expect(body).toMatchObject({
      content: { residents: [{ familyName: 'Testpersoon' }], count: 1 },
      withheld: ['residents[].birthDate'],
    });
    expect((await listTypes(region)).slice(-2)).toEqual(['request.disclosed', 'reply.released']);
  });

  test('carries transaction and trace to the adapter and back', async () => {
    const transaction = '01938c5e-8c00-7000-8000-0000000000aa';
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const { headers } = await region.ask(agreement, {}, { 'Fsc-Transaction-Id': transaction, traceparent });
    expect(headers['fsc-transaction-id']).toBe(transaction);
    expect(region.questions[0]).toMatchObject({ transaction, fields: ['residents[].familyName', 'count'] });
    expect(region.questions[0]?.traceparent).toContain('a'.repeat(32));
  });

  test('over the adapter drops what was not granted before it leaves the partner', async () => {
    region.answer = async () => ({
      content: { residents: [{ familyName: 'Testpersoon', birthDate: '1980-01-01' }], count: 1 },
      subjects: [],
    });
    const { body } = await region.ask(agreement);
    expect(JSON.stringify(body)).not.toContain('1980');
  });

  test('is refused with a code, an index and an entry for another purpose', async () => {
    const error = await region
      .ask(agreement, { purpose: 'curiosity' })
      .catch((reason: unknown) => reason as KoppelError);
    expect(error).toMatchObject({ code: 'agreement.purpose-mismatch' });
    expect((await region.ledger()).at(-1)).toMatchObject({
      type: 'request.refused',
      code: 'agreement.purpose-mismatch',
    });
    expect(region.questions).toEqual([]);
  });

  test('that reaches a failing, a garbling or a slow source releases nothing', async () => {
    const cases = [
      [() => Promise.reject(new KoppelError('source.failed')), 'source.failed', 'reply.failed'],
      [async () => ({ content: { residents: 'none', count: 1 }, subjects: [] }), 'reply.invalid', 'reply.refused'],
      [() => new Promise<never>(() => undefined), 'exchange.deadline', 'reply.late'],
    ] as const;
    for (const [answer, code, type] of cases) {
      region.answer = answer;
      await expect(region.ask(agreement, { deadlineMs: 300 })).rejects.toMatchObject({ code });
      expect((await listTypes(region)).at(-1)).toBe(type);
    }
  });

  test('keeps identifiers out of the ledger, the log and the metrics', async () => {
    await region.ask(agreement);
    const rows = await region.database.query<{ body: string }>('SELECT body FROM ledger_entry');
    const metrics = await (await fetch(`${region.url}/metrics`)).text();
    for (const text of [JSON.stringify(rows), region.log.text(), metrics]) expect(text).not.toContain(bsn);
  });

  test('an idempotency key is answered once, on every later day as well', async () => {
    const key = 'a3bb1895-7f2c-4d0c-9f5e-1c2d3e4f5a6b';
    const { body } = await region.ask(agreement, {}, { 'Idempotency-Key': key });
    const { ledger } = body as ExchangeReply;
    await expect(region.ask(agreement, {}, { 'Idempotency-Key': key })).rejects.toMatchObject({
      code: 'exchange.already-answered',
      details: { ledgerIndex: ledger.replyIndex },
    });
    await expect(region.ask(agreement, { purpose: 'curiosity' }, { 'Idempotency-Key': key })).rejects.toBeInstanceOf(
      KoppelError,
    );
    await expect(region.ask(agreement, { deadlineMs: 500 }, { 'Idempotency-Key': key })).rejects.toMatchObject({
      code: 'exchange.key-reused',
    });
  });

  test('a suspended agreement refuses at once, also what is already under way', async () => {
    const { agreement: own, revision } = await region.agree();
    const { promise: isAsked, resolve: tellAsked } = Promise.withResolvers<void>();
    const { promise: maySay, resolve: letSay } = Promise.withResolvers<void>();
    region.answer = async (question) => {
      tellAsked();
      await maySay;
      return answersWell(question);
    };
    const underWay = region.ask(own.id);
    await isAsked;
    const path = `/v1/agreements/${own.id}/suspension`;
    await region.provider.post(path, { reason: 'Advice of the committee' }, { 'If-Match': `"${revision}"` });
    const outcome = Promise.allSettled([underWay]);
    await expect(region.ask(own.id)).rejects.toMatchObject({ code: 'agreement.suspended' });
    letSay();
    await expect(outcome).resolves.toMatchObject([{ status: 'rejected', reason: { code: 'agreement.suspended' } }]);
  });

  test('the whole ledger verifies offline, and tells who received what about a person', async () => {
    await region.ask(agreement);
    const lines = await region.requester.stream('/v1/ledger/export');
    await expect(verifyExport(lines)).resolves.toMatchObject({ isGood: true, faults: 0 });
    const { disclosures } = await region.requester.post<{ disclosures: { entry: { requester: { oin: string } } }[] }>(
      '/v1/ledger/disclosures',
      { subject: { kind: 'bsn', value: bsn } },
    );
    expect(disclosures.length).toBeGreaterThan(0);
    expect(disclosures[0]?.entry.requester.oin).toBe(oins.requester);
  });

  test('a restarted hub still knows agreements, adapters and its ledger', async () => {
    const before = (await region.ledger()).length;
    await region.stop();
    await region.start();
    await region.ask(agreement);
    expect(await region.ledger()).toHaveLength(before + 2);
  });
});

describe('a hub of two nodes with the rooms split between them', () => {
  let region: Region;
  beforeAll(async () => {
    region = await Region.open({
      nodes: [
        ['gateway', 'exchange'],
        ['identity', 'agreements', 'adapters', 'ledger', 'model', 'cases', 'interventions', 'privacy'],
      ],
    });
  });
  afterAll(() => region.close());

  test('exchanges as one, and carries refusals across', async () => {
    const { agreement } = await region.agree();
    await expect(region.ask(agreement.id)).resolves.toMatchObject({ status: 200 });
    await expect(region.ask(agreement.id, { purpose: 'curiosity' })).rejects.toMatchObject({
      code: 'agreement.purpose-mismatch',
      details: { ledgerIndex: expect.any(Number) },
    });
  });

  test('refuses on the gate’s node within two seconds of a suspension on the other', async () => {
    const { agreement } = await region.agree();
    await region.ask(agreement.id);
    const suspendedAt = performance.now();
    await region.provider.post(`/v1/agreements/${agreement.id}/suspension`, { reason: 'Advice of the committee' });
    await expect(region.ask(agreement.id)).rejects.toMatchObject({ code: 'agreement.suspended' });
    expect(performance.now() - suspendedAt).toBeLessThan(2000);
  });
});
