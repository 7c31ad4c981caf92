import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKeyPair } from '@koppel/local';
import { CollectorStub, waitUntil, type CollectedSpan } from '@koppel/testkit';
import type { ProcessingActivity } from '../../src/platform/processing.schema.ts';
import { oins } from '../fixtures.ts';
import { Region } from '../region.ts';

interface Page {
  readonly items: readonly ProcessingActivity[];
  readonly next?: string;
}

const isDecision = ({ name }: CollectedSpan): boolean => name === 'authorization-decision';
const idsOf = (spans: readonly Pick<CollectedSpan, 'traceId' | 'spanId'>[]): string[] =>
  spans.map(({ traceId, spanId }) => `${traceId}-${spanId}`);

/** The responses of the Authorization Decision Log, as the collector would read them. */
const decisionsAt = ({ spans }: CollectorStub): [boolean, string | undefined][] =>
  spans
    .flatMap(({ attributes }) => attributes.filter(({ key }) => key === 'adl.response'))
    .map(({ value }) => JSON.parse(value.stringValue ?? '') as { decision: boolean; context?: { code: string } })
    .map(({ decision, context }) => [decision, context?.code]);

let region: Region;
let agreement: string;
let endpoint: string;
const collector = new CollectorStub();
const address = '/v1/processing-activities';

beforeAll(async () => {
  region = await Region.open();
  agreement = (await region.agree()).agreement.id;
  await region.ask(agreement);
  await region.ask(agreement, { purpose: 'another-purpose' }).catch(() => undefined);
  await region.ask(agreement, { request: { bsn: '999990020' } });
});
afterAll(async () => {
  collector.close();
  await region.close();
});

describe('the processing activities', () => {
  test('hold a decision for every exchange, and a record for every person whose data moved', async () => {
    const { items } = await region.requester.get<Page>(address);
    expect(items.map(({ decision }) => decision.decision)).toEqual([true, false, true]);
    expect(items.map(({ records }) => records.length > 0)).toEqual([true, false, true]);
    expect(items[0]?.records[0]).toMatchObject({ status: 'Ok', processingActivityId: `urn:uuid:${agreement}` });
    const people = items.map(({ records }) => records.map(({ dataSubjectId }) => dataSubjectId));
    expect(people[0]).not.toEqual(people[2]);
  });

  test('agree with the ledger, which is the only place where they are kept', async () => {
    const { items } = await region.operator.get<Page>(address);
    const ledger = await region.ledger();
    for (const { question, answer, records } of items) {
      expect(ledger[question]?.type).toMatch(/^request[.]/);
      if (answer === undefined) continue;
      expect(records.map(({ dataSubjectId }) => dataSubjectId)).toEqual(ledger[answer]?.subjects);
    }
  });

  test('are shown to both parties and the operator, and to nobody else', async () => {
    const stranger = await region.register({ oin: oins.stranger, client: 'intake', key: await createKeyPair() });
    const counts = async (client: typeof stranger) => (await client.get<Page>(address)).items.length;
    expect(await counts(region.requester)).toBe(3);
    expect(await counts(region.provider)).toBeGreaterThan(0);
    expect(await counts(region.operator)).toBe(3);
    expect(await counts(stranger)).toBe(0);
  });

  test('come in pages, by agreement, operation and time', async () => {
    const first = await region.requester.get<Page>(`${address}?limit=1`);
    const rest = await region.requester.get<Page>(`${address}?limit=10&after=${String(first.next)}`);
    expect([first.items.length, rest.items.length]).toEqual([1, 2]);
    const found = async (query: string) => (await region.requester.get<Page>(`${address}?${query}`)).items.length;
    expect(await found('agreement=01938c5e-8c00-7000-8000-00000000ffff')).toBe(0);
    expect(await found('operation=municipality.no-such-thing')).toBe(0);
    const at = rest.items[1]?.decision.decidedAt ?? '';
    expect(await found(`since=${at}`)).toBe(1);
    expect(await found(`until=${at}`)).toBe(2);
  });

  test('name no person, neither at the keyboard nor in the question', async () => {
    const text = JSON.stringify(await region.operator.get<Page>(address));
    expect(text).not.toMatch(/99999|emp-7f3a91/);
  });
});

describe('a collector', () => {
  test('gets every decision and record over OTLP, once it is there, and nothing that names a person', async () => {
    collector.isAway = true;
    endpoint = await collector.listen();
    const processingLog = { endpoint, headers: { authorization: 'Bearer of-the-collector' }, everyMs: 100 };
    await region.stop();
    await region.startWith({ processingLog });
    await waitUntil(() => collector.turnedAway > 1, 'the collector was tried twice');
    collector.isAway = false;
    const { items } = await region.operator.get<Page>(address);
    const decisions = items.map(({ decision }) => decision);
    const records = items.flatMap((item) => item.records);
    const total = decisions.length + records.length;
    await waitUntil(() => collector.spans.length >= total, 'the collector has everything');
    expect(idsOf(collector.spans.filter(isDecision))).toEqual(idsOf(decisions));
    expect(idsOf(collector.spans.filter((span) => !isDecision(span)))).toEqual(idsOf(records));
    expect(decisionsAt(collector)).toEqual(items.map(({ decision: { decision, code } }) => [decision, code]));
    expect(JSON.stringify(collector.spans)).not.toMatch(/99999|emp-7f3a91/);
    expect(collector.authorization).toBe('Bearer of-the-collector');
  });

  test('gets what comes after a restart, and not again what it has', async () => {
    const before = collector.spans.length;
    await region.stop();
    await region.startWith({ processingLog: { endpoint, everyMs: 100 } });
    await region.ask(agreement, { request: { bsn: '999990032' } });
    await waitUntil(() => collector.spans.length > before, 'the collector has what is new');
    const ids = collector.spans.map(({ spanId }) => spanId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
