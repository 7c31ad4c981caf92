import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { checkManifest, manifestOf } from '@koppel/contract';
import { incomesPath, relationsPath, story } from '@koppel/sources';
import { adapter } from '../src/index.ts';
import { address, bsn, income, personRelations, relations, TaxWorld } from './tax-world.ts';

const firm = { kvkNumber: story.firm.kvkNumber, name: story.firm.name, legalForm: 'private-limited-company' };
const director = { firm, person: { bsn }, role: 'director', since: '2019-05-14' };
const former = {
  firm,
  person: { bsn: story.household[1].bsn },
  role: 'shareholder',
  since: '2019-05-14',
  until: '2023-06-30',
};

describe('the tax adapter', () => {
  let world: TaxWorld;

  beforeAll(async () => {
    world = await TaxWorld.open();
  });
  afterEach(() => world.reset());
  afterAll(() => world.close());

  test('has a manifest that the hub accepts, examples included', () => {
    expect(checkManifest(manifestOf(adapter, '00000001001234567000')).operations).toHaveLength(3);
  });

  test('marks everything that it tells as under tax secrecy', () => {
    const replies = JSON.stringify(adapter.manifest.operations.map(({ reply }) => reply));
    expect(replies.match(/"secrecy":"(\w+)"/g)?.filter((mark) => !mark.includes('awr67'))).toEqual([]);
  });

  test('tells the income of a person in one year, in whole cents', async () => {
    expect(await world.adapter.ask(income, { request: { bsn, year: 2025 } })).toEqual({
      content: { incomes: [{ year: 2025, kind: 'business-profit', amountCents: -240_000 }] },
      subjects: [{ kind: 'bsn', value: bsn }],
    });
    expect(await world.adapter.ask(income, { request: { bsn, year: 2024 } })).toMatchObject({
      content: { incomes: [{ amountCents: 1_812_050 }] },
    });
  });

  test('tells the business relations at an address', async () => {
    expect(await world.adapter.ask(relations, { request: { address } })).toEqual({
      content: { relations: [director, former] },
      subjects: [
        { kind: 'address', value: '9001QX 1' },
        { kind: 'kvk', value: story.firm.kvkNumber },
        { kind: 'bsn', value: bsn },
        { kind: 'bsn', value: story.household[1].bsn },
      ],
    });
  });

  test('tells the business relations of a person', async () => {
    expect(await world.adapter.ask(personRelations, { request: { bsn } })).toEqual({
      content: { relations: [director] },
      subjects: [
        { kind: 'bsn', value: bsn },
        { kind: 'kvk', value: story.firm.kvkNumber },
      ],
    });
  });

  test('names those as subjects whom the released part is about, granted identifier or not', async () => {
    const ask = (field: string) => world.adapter.ask(relations, { request: { address }, fields: [field] });
    const place = { kind: 'address', value: '9001QX 1' };
    expect(await ask('relations[].firm.name')).toEqual({
      content: { relations: [{ firm: { name: firm.name } }, { firm: { name: firm.name } }] },
      subjects: [place, { kind: 'kvk', value: firm.kvkNumber }],
    });
    expect(await ask('relations[].role')).toEqual({
      content: { relations: [{ role: 'director' }, { role: 'shareholder' }] },
      subjects: [place, { kind: 'bsn', value: bsn }, { kind: 'bsn', value: story.household[1].bsn }],
    });
  });

  test('answers with an empty list about whom or what the tax authority does not know', async () => {
    const unknown = '111222333';
    const nowhere = { postcode: '9999ZZ', houseNumber: 1 };
    for (const [name, request] of [
      [income, { bsn: unknown, year: 2025 }],
      [personRelations, { bsn: unknown }],
      [relations, { address: nowhere }],
      [income, { bsn, year: 1999 }],
    ] as const) {
      const { content } = (await world.adapter.ask(name, { request })) as { content: object };
      expect(Object.values(content)).toEqual([[]]);
    }
  });

  test('asks the tax authority about the asked year only', async () => {
    await world.askIncome();
    const { body = '' } = world.recorder.requests.find(({ path }) => path === incomesPath) ?? {};
    expect(JSON.parse(body)).toEqual({ bsn, years: [2025] });
  });

  test('passes the transaction and the trace on', async () => {
    const transaction = '0199c1de-aaaa-7bbb-8ccc-1234567890ab';
    await world.adapter.ask(personRelations, { request: { bsn }, transaction });
    const { headers } = world.recorder.requests.find(({ path }) => path === relationsPath) ?? {};
    expect(headers).toMatchObject({ 'fsc-transaction-id': transaction, traceparent: world.adapter.traceparent });
  });
});
