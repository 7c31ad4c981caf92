import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { checkManifest, manifestOf } from '@koppel/contract';
import { story } from '@koppel/sources';
import { adapter } from '../src/index.ts';
import {
  address,
  bsn,
  codeOf,
  MunicipalityWorld,
  permits,
  population,
  resident,
  residents,
} from './municipality-world.ts';

const place = { kind: 'address', value: '9001QX 1' };
const nowhere = { postcode: '9999ZZ', houseNumber: 1 };

describe('the municipality adapter', () => {
  let world: MunicipalityWorld;

  beforeAll(async () => {
    world = await MunicipalityWorld.open();
  });
  afterEach(() => world.reset());
  afterAll(() => world.close());

  const askedFields = (): unknown[] =>
    world.recorder.requests.map(({ body }) => (JSON.parse(body) as { fields: unknown }).fields);

  test('has a manifest that the hub accepts, examples included', () => {
    expect(checkManifest(manifestOf(adapter, '00000001001234567000')).operations).toHaveLength(3);
  });

  test('tells who lives at an address', async () => {
    const fields = ['residents[].bsn', 'residents[].givenNames', 'residents[].familyName', 'residents[].birthDate'];
    const household = story.household.map((person) => ({
      bsn: person.bsn,
      givenNames: person.givenNames,
      familyName: person.familyName,
      birthDate: person.dateOfBirth,
    }));
    expect(await world.ask(residents, { address }, fields)).toEqual({
      content: { residents: household },
      subjects: [place, ...household.map((person) => ({ kind: 'bsn', value: person.bsn }))],
    });
  });

  test('tells every field that it offers', async () => {
    const { content } = (await world.ask(residents, { address })) as { content: { residents: object[] } };
    expect(content.residents[0]).toEqual({
      bsn,
      givenNames: 'Alfa',
      familyName: 'Voorbeeld-Populier',
      sex: 'male',
      birthDate: '1979-04-11',
      age: expect.any(Number),
      addressLine1: 'Voorbeeldstraat 1',
      addressLine2: '9001 QX  VOORBEELDSTAD',
    });
    expect(await world.ask(resident, { bsn })).toEqual({
      content: {
        residents: [
          {
            ...content.residents[0],
            birthPlace: 'Voorbeeldstad',
            residentSince: '2019-03-01',
            street: 'Voorbeeldstraat',
            houseNumber: 1,
            postcode: '9001QX',
            city: 'Voorbeeldstad',
          },
        ],
      },
      subjects: [{ kind: 'bsn', value: bsn }],
    });
  });

  test('asks the register for the granted fields only, and for the bsn that the log needs', async () => {
    expect(await world.ask(residents, { address }, ['residents[].familyName', 'residents[].birthDate'])).toEqual({
      content: {
        residents: story.household.map(({ familyName, dateOfBirth }) => ({ familyName, birthDate: dateOfBirth })),
      },
      subjects: [place, ...story.household.map(({ bsn: value }) => ({ kind: 'bsn', value }))],
    });
    await world.ask(resident, { bsn }, ['residents[].city']);
    expect(askedFields()).toEqual([
      ['burgerservicenummer', 'naam.geslachtsnaam', 'geboorte.datum'],
      ['burgerservicenummer', 'verblijfplaats.verblijfadres.woonplaats'],
    ]);
  });

  test('asks the register for each field by a path of its own', async () => {
    for (const field of world.adapter.fieldsOf(resident)) {
      world.recorder.requests.length = 0;
      const { content } = (await world.ask(resident, { bsn }, [field])) as { content: { residents: object[] } };
      expect(Object.keys(content.residents[0] ?? {})).toEqual([field.replace('residents[].', '')]);
      expect((askedFields()[0] as string[]).length).toBe(field.endsWith('.bsn') ? 1 : 2);
    }
  });

  test('answers with an empty list about whom or what the municipality does not know', async () => {
    expect(await world.ask(residents, { address: nowhere })).toEqual({
      content: { residents: [] },
      subjects: expect.anything(),
    });
    expect(await world.ask(resident, { bsn: '111222333' })).toMatchObject({ content: { residents: [] } });
    expect(await world.ask(permits, { address: nowhere })).toMatchObject({ content: { premises: [], permits: [] } });
  });

  test('tells the premises and permits at an address, and the firms they are about', async () => {
    expect(await world.ask(permits, { address })).toEqual({
      content: {
        premises: [
          {
            premisesId: 'PR-0001',
            name: story.premises.name,
            use: 'catering',
            floorAreaM2: 140,
            operatorKvkNumber: story.firm.kvkNumber,
          },
        ],
        permits: [
          {
            permitId: 'PT-0001',
            premisesId: 'PR-0001',
            kind: 'operating',
            status: 'granted',
            holderKvkNumber: story.firm.kvkNumber,
            grantedOn: '2019-06-20',
            expiresOn: '2029-06-20',
          },
        ],
      },
      subjects: [place, { kind: 'kvk', value: story.firm.kvkNumber }],
    });
  });

  test('tells the permits of every address of the population', async () => {
    const premisesOf = Map.groupBy(population.premises, ({ addressId }) => addressId);
    for (const { id, postcode, houseNumber } of population.addresses) {
      const fields = ['premises[].premisesId', 'permits[].permitId'];
      const ids = (premisesOf.get(id) ?? []).map((premises) => premises.id);
      const expected = population.permits.filter(({ premisesId }) => ids.includes(premisesId));
      expect(await world.ask(permits, { address: { postcode, houseNumber } }, fields)).toMatchObject({
        content: {
          premises: ids.toSorted().map((premisesId) => ({ premisesId })),
          permits: expected
            .map(({ id: permitId }) => permitId)
            .toSorted()
            .map((permitId) => ({ permitId })),
        },
      });
    }
  });

  test('selects the granted columns only, and the firm that the log needs', async () => {
    const { reader } = world;
    await world.sql(`REVOKE SELECT ON permits.permit, permits.premises FROM ${reader};
      GRANT SELECT (id, address_id, name) ON permits.premises TO ${reader};
      GRANT SELECT (premises_id, id, kind, holder_kvk_number) ON permits.permit TO ${reader}`);
    try {
      expect(await world.ask(permits, { address }, ['permits[].kind'])).toEqual({
        content: { permits: [{ kind: 'operating' }] },
        subjects: [place, { kind: 'kvk', value: story.firm.kvkNumber }],
      });
      expect(await codeOf(world.ask(permits, { address }, ['permits[].status']))).toBe('source.refused');
      expect(await codeOf(world.ask(permits, { address }, ['premises[].name']))).toBe('source.refused');
    } finally {
      await world.sql(`GRANT SELECT ON permits.permit, permits.premises TO ${reader}`);
    }
  });

  test('holds no more sessions than its pool may have', async () => {
    await Promise.all(Array.from({ length: 40 }, () => world.ask(permits, { address })));
    const sessions = await world.sql(`SELECT 1 FROM pg_stat_activity WHERE usename = '${world.reader}'`);
    expect(sessions.length).toBeGreaterThan(0);
    expect(sessions.length).toBeLessThanOrEqual(4);
  });

  test('passes the transaction and the trace on', async () => {
    const transaction = '0199c1de-aaaa-7bbb-8ccc-1234567890ab';
    await world.adapter.ask(resident, { request: { bsn }, transaction });
    expect(world.recorder.requests[0]?.headers).toMatchObject({
      'fsc-transaction-id': transaction,
      traceparent: world.adapter.traceparent,
    });
    await world.adapter.ask(permits, { request: { address }, transaction });
    const last = await world.sql(`SELECT query FROM pg_stat_activity WHERE usename = '${world.reader}'`);
    expect(JSON.stringify(last)).toContain(`fsc-transaction-id='${transaction}'`);
  });
});
