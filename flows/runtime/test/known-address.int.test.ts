import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FlowProcess } from './fixture/flow-process.ts';

const agreement = '0197b7a2-0000-7abc-8abc-00000000000b';
const purpose = 'prevent-and-detect-offences';
const operation = 'police.find-incidents';
const question = { postcode: '1234AB', houseNumber: 12, actor: { id: 'employee-0042', role: 'analyst' } };
const hook = '/hooks/undermining/known-address';

let flow: FlowProcess;
beforeAll(async () => {
  flow = await FlowProcess.open({
    flows: {},
    environment: {
      KOPPEL_FLOW_THEMES: '["@koppel/theme-undermining"]',
      KOPPEL_AGREEMENT_POLICE: agreement,
      KOPPEL_ADDRESS_PICTURE_PURPOSE: purpose,
    },
  });
});
afterAll(() => flow?.close());

const answerOf = async (body: object): Promise<{ status: number; body: object }> => {
  const response = await flow.post(hook, body);
  return { status: response.status, body: (await response.json()) as object };
};

describe('the flow of the theme that asks whether an address is known', () => {
  test.each([true, false])('answers yes or no (%s), with the transaction and the ledger entries', async (hit) => {
    await flow.script({ [operation]: { hit } });
    const { status, body } = await answerOf(question);
    expect(status).toBe(200);
    expect(body).toMatchObject({ known: hit, transaction: expect.any(String), ledger: { requestIndex: 10 } });
    expect(flow.asked.map(({ request }) => request)).toMatchObject([
      {
        agreement,
        operation,
        purpose,
        mode: 'match',
        actor: question.actor,
        request: { address: { houseNumber: 12 } },
      },
    ]);
  });

  test('asks once more when the source wants rest, and no more often', async () => {
    await flow.script({ [operation]: { code: 'source.rate-limited' } });
    const { status, body } = await answerOf(question);
    expect([status, body]).toMatchObject([502, { code: 'source.rate-limited', retryable: true }]);
    expect(flow.asked).toHaveLength(2);
  });

  test('tells a refusal by its code, at once', async () => {
    await flow.script({ [operation]: { code: 'agreement.suspended', ledgerIndex: 7 } });
    const { status, body } = await answerOf(question);
    expect([status, body]).toMatchObject([502, { code: 'agreement.suspended', ledgerIndex: 7 }]);
    expect(flow.asked).toHaveLength(1);
  });

  test.each([{}, { ...question, postcode: '1234ab' }, { ...question, actor: {} }])(
    'asks nobody what is no question: %j',
    async (body) => {
      await flow.script({});
      expect(await answerOf(body)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
      expect(flow.asked).toEqual([]);
    },
  );
});
