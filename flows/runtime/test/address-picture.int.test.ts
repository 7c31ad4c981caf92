import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { isTransaction } from '@koppel/contract';
import { FlowProcess } from './fixture/flow-process.ts';
import type { Behaviour } from './fixture/scripted-link.ts';

const environment = {
  KOPPEL_AGREEMENT_MUNICIPALITY: '0197b7a2-0000-7abc-8abc-00000000000a',
  KOPPEL_AGREEMENT_POLICE: '0197b7a2-0000-7abc-8abc-00000000000b',
  KOPPEL_AGREEMENT_TAX: '0197b7a2-0000-7abc-8abc-00000000000c',
  KOPPEL_ADDRESS_PICTURE_PURPOSE: 'prevent-and-detect-offences',
};
const municipality = 'municipality.find-permits';
const police = 'police.find-incidents';
const tax = 'tax.find-relations';
const allAnswer: Record<string, Behaviour> = {
  [municipality]: { content: { permits: [{ kind: 'catering' }] } },
  [police]: { hit: true },
  [tax]: { content: { relations: [] } },
};
const question = { postcode: '1234AB', houseNumber: 12, actor: { id: 'employee-0042', role: 'analyst' } };

interface Picture {
  address: object;
  transaction: string;
  picture: Record<string, { content?: unknown; hit?: boolean; ledger: object; withheld: string[] }>;
  gaps: { source: string; code: string; retryable: boolean }[];
}

let flow: FlowProcess;

async function pictureOf(body: object, headers?: Record<string, string>): Promise<Picture> {
  const response = await flow.post('/hooks/address-picture', body, headers);
  expect(response.status).toBe(200);
  return (await response.json()) as Picture;
}

describe('the picture of an address', () => {
  beforeAll(async () => {
    flow = await FlowProcess.open({ environment });
  });

  afterAll(async () => {
    await flow.close();
  });

  test('holds what each partner granted, with what was withheld and where it is logged', async () => {
    await flow.script(allAnswer);
    const answer = await pictureOf(question);
    const proof = { withheld: ['some.field'], ledger: { requestIndex: 10, replyIndex: 11 } };
    expect(answer).toMatchObject({
      address: { postcode: '1234AB', houseNumber: 12 },
      picture: {
        municipality: { content: { permits: [{ kind: 'catering' }] }, ...proof },
        police: { hit: true, ...proof },
        tax: { content: { relations: [] }, ...proof },
      },
      gaps: [],
    });
  });

  test('asks each partner under its own agreement, on behalf of the same employee', async () => {
    await flow.script(allAnswer);
    await pictureOf(question);
    const asked = Object.fromEntries(flow.asked.map(({ request }) => [request.operation, request]));
    const common = {
      purpose: 'prevent-and-detect-offences',
      actor: question.actor,
      request: { address: { postcode: '1234AB', houseNumber: 12 } },
    };
    expect(asked).toMatchObject({
      [municipality]: { ...common, agreement: environment.KOPPEL_AGREEMENT_MUNICIPALITY },
      [police]: { ...common, agreement: environment.KOPPEL_AGREEMENT_POLICE, mode: 'match' },
      [tax]: { ...common, agreement: environment.KOPPEL_AGREEMENT_TAX },
    });
  });

  test('names a refusal, a failure and a passed deadline as gaps with their codes; nothing is dropped', async () => {
    await flow.script({
      [municipality]: { code: 'exchange.deadline' },
      [police]: { code: 'agreement.suspended', ledgerIndex: 7 },
      [tax]: { code: 'source.failed' },
    });
    const answer = await pictureOf(question);
    expect(answer.picture).toEqual({});
    expect(answer.gaps).toHaveLength(3);
    expect(answer.gaps).toEqual(
      expect.arrayContaining([
        { source: 'municipality', code: 'exchange.deadline', retryable: true },
        { source: 'police', code: 'agreement.suspended', retryable: false, ledgerIndex: 7 },
        { source: 'tax', code: 'source.failed', retryable: true },
      ]),
    );
  });

  test('is one transaction: the caller’s own, or a new one that the answer tells', async () => {
    await flow.script(allAnswer);
    const { transaction } = await pictureOf(question);
    expect(isTransaction(transaction)).toBe(true);
    const mine = '0197b7a2-2222-7abc-8abc-000000000002';
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await flow.script(allAnswer);
    await expect(pictureOf(question, { 'Fsc-Transaction-Id': mine, traceparent })).resolves.toHaveProperty(
      'transaction',
      mine,
    );
    expect(flow.asked.map(({ trace }) => trace)).toEqual(Array(3).fill({ transaction: mine, traceparent }));
  });

  test('of one address never holds an answer about another, however many are asked at once', async () => {
    await flow.script({ [municipality]: 'echo', [police]: { hit: false }, [tax]: 'echo' });
    const numbers = Array.from({ length: 20 }, (_, i) => i + 1);
    const answers = await Promise.all(numbers.map((houseNumber) => pictureOf({ ...question, houseNumber })));
    for (const [i, { picture }] of answers.entries()) {
      const content = { address: { postcode: '1234AB', houseNumber: numbers[i] } };
      expect(picture).toMatchObject({ municipality: { content }, tax: { content } });
    }
  });

  test.each([
    ['no postcode', { houseNumber: 12, actor: question.actor }],
    ['another form of postcode', { ...question, postcode: '1234 AB' }],
    ['a house number that is text', { ...question, houseNumber: '12' }],
    ['half a house', { ...question, houseNumber: 1.5 }],
    ['nobody on whose behalf', { postcode: '1234AB', houseNumber: 12 }],
    ['a list', [question]],
  ])('is refused for %s, before anybody is asked', async (_case, body) => {
    await flow.script(allAnswer);
    const response = await flow.post('/hooks/address-picture', body);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      expect.stringContaining('application/problem+json'),
    ]);
    await expect(response.json()).resolves.toMatchObject({ code: 'request.invalid', status: 400 });
    expect(flow.asked).toEqual([]);
  });

  test('leaves no trace of a person in the log of the process', async () => {
    const planted = { postcode: '9876ZX', houseNumber: 98_765, actor: { id: 'planted-employee', role: 'analyst' } };
    const words = 'J. Planted, 999990019';
    await flow.script({
      [municipality]: 'echo',
      [police]: { code: 'source.failed', words },
      [tax]: { code: 'hub.failed', words },
    });
    await pictureOf(planted);
    await flow.post('/hooks/address-picture', { ...planted, actor: 'planted-employee' });
    expect(flow.log + flow.output).not.toMatch(/9876ZX|98765|planted-employee|Planted|999990019/);
  });
});

describe('the address picture of an installation', () => {
  afterEach(async () => {
    await flow.close();
  });

  test('has a gap where an agreement is not configured', async () => {
    flow = await FlowProcess.open({ environment: { ...environment, KOPPEL_AGREEMENT_TAX: '' } });
    await flow.script(allAnswer);
    const { gaps, picture } = await pictureOf(question);
    expect(gaps).toEqual([{ source: 'tax', code: 'request.invalid', retryable: false }]);
    expect(Object.keys(picture).toSorted()).toEqual(['municipality', 'police']);
  });

  test('does not wait for a partner beyond its own deadline', async () => {
    const shipped = await readFile(new URL('../flows/address-picture.json', import.meta.url), 'utf8');
    const nodes = JSON.parse(shipped) as { type: string }[];
    const hasty = nodes.map((node) => (node.type === 'join' ? { ...node, timeout: '0.2' } : node));
    flow = await FlowProcess.open({ environment, flows: { 'address-picture.json': hasty } });
    await flow.script({ ...allAnswer, [police]: 'silent' });
    const { gaps, picture } = await pictureOf(question);
    expect(gaps).toEqual([{ source: 'police', code: 'exchange.deadline', retryable: true }]);
    expect(Object.keys(picture).toSorted()).toEqual(['municipality', 'tax']);
  });
});
