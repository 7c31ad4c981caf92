import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { brpPath, startBrp } from '../../src/brp/start-brp.ts';
import { createPopulation } from '../../src/population/population.ts';
import { story } from '../../src/population/story.ts';
import type { RunningSource } from '../../src/source/open-source.ts';
import { describeSource } from '../source/source.contract.ts';

const apiKey = 'key-of-this-test';
const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
const population = createPopulation({ households: 20 });

describeSource({
  start: (options) => startBrp({ ...options, apiKey }),
  operation: 'RaadpleegMetBurgerservicenummer',
  question: async (url) => ({
    url: `${url}${brpPath}`,
    headers,
    body: JSON.stringify({
      type: 'RaadpleegMetBurgerservicenummer',
      burgerservicenummer: [story.knownPerson.bsn],
      fields: ['burgerservicenummer', 'naam'],
    }),
  }),
});

describe('the persons register', () => {
  let source: RunningSource;
  beforeAll(async () => {
    source = await startBrp({ population, apiKey, now: () => new Date('2026-04-10T12:00:00Z') });
  });
  afterAll(() => source.close());

  const post = (body: unknown): Promise<Response> =>
    fetch(`${source.url}${brpPath}`, { method: 'POST', headers, body: JSON.stringify(body) });

  const ask = async (body: unknown): Promise<unknown> => {
    const answer = await post(body);
    expect([answer.status, answer.headers.get('api-version')]).toEqual([200, '2.5.0']);
    return answer.json();
  };

  const refusal = async (body: unknown): Promise<Record<string, unknown>> => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    return (await answer.json()) as Record<string, unknown>;
  };

  const byBsn = { type: 'RaadpleegMetBurgerservicenummer', burgerservicenummer: [story.knownPerson.bsn] };
  const byAddress = {
    type: 'ZoekMetAdresseerbaarObjectIdentificatie',
    adresseerbaarObjectIdentificatie: story.address.id,
  };

  test('gives the asked fields of a person and nothing else', async () => {
    expect(
      await ask({ ...byBsn, fields: ['naam.voornamen', 'leeftijd', 'verblijfplaats.verblijfadres.postcode'] }),
    ).toEqual({
      type: 'RaadpleegMetBurgerservicenummer',
      personen: [
        {
          naam: { voornamen: 'Alfa' },
          leeftijd: 46,
          verblijfplaats: { type: 'Adres', verblijfadres: { postcode: '9001QX' } },
        },
      ],
    });
  });

  test('gives a group whole when the group is asked, and a date whole when a part of it is asked', async () => {
    expect(await ask({ ...byBsn, fields: ['naam', 'geboorte.datum.datum'] })).toEqual({
      type: byBsn.type,
      personen: [
        {
          naam: {
            voornamen: 'Alfa',
            geslachtsnaam: 'Voorbeeld-Populier',
            voorletters: 'A.',
            volledigeNaam: 'Alfa Voorbeeld-Populier',
          },
          geboorte: { datum: { type: 'Datum', datum: '1979-04-11', langFormaat: '11 april 1979' } },
        },
      ],
    });
  });

  test('finds a household by its address and by its postcode and house number', async () => {
    const household = story.household.map(({ bsn }) => ({ burgerservicenummer: bsn }));
    const fields = ['burgerservicenummer'];
    expect(await ask({ ...byAddress, fields })).toEqual({ type: byAddress.type, personen: household });
    const byPostcode = { type: 'ZoekMetPostcodeEnHuisnummer', postcode: '9001 qx', huisnummer: 1, fields };
    expect(await ask(byPostcode)).toEqual({ type: byPostcode.type, personen: household });
  });

  test('answers with no persons when nobody is found', async () => {
    expect(await ask({ ...byBsn, burgerservicenummer: ['111222333'], fields: ['leeftijd'] })).toMatchObject({
      personen: [],
    });
    expect(
      await ask({ ...byAddress, adresseerbaarObjectIdentificatie: '9990010099999999', fields: ['leeftijd'] }),
    ).toMatchObject({ personen: [] });
  });

  test('gives a person once, however often asked', async () => {
    const answer = await ask({
      ...byBsn,
      burgerservicenummer: Array(3).fill(story.knownPerson.bsn),
      fields: ['leeftijd'],
    });
    expect(answer).toMatchObject({ personen: [{ leeftijd: 46 }] });
  });

  test('refuses a question without fields', async () => {
    expect(await refusal(byBsn)).toEqual({
      type: 'about:blank',
      title: 'Een of meerdere parameters zijn niet correct.',
      status: 400,
      detail: 'De foutieve parameter(s) zijn: fields.',
      instance: brpPath,
      code: 'paramsValidation',
      invalidParams: [{ name: 'fields', code: 'required', reason: 'Parameter is verplicht.' }],
    });
  });

  test.each([
    ['no fields at all', { ...byBsn, fields: [] }, ['fields minItems']],
    ['fields that are no list', { ...byBsn, fields: 'naam' }, ['fields array']],
    ['a field that does not exist', { ...byBsn, fields: ['naam', 'schoenmaat'] }, ['fields[1] fields']],
    ['a field that a search does not give', { ...byAddress, fields: ['verblijfplaats'] }, ['fields[0] fields']],
    [
      '21 bsns',
      { ...byBsn, burgerservicenummer: Array(21).fill('999990019'), fields: ['naam'] },
      ['burgerservicenummer maxItems'],
    ],
    [
      'a bsn of eight digits',
      { ...byBsn, burgerservicenummer: ['12345678'], fields: ['naam'] },
      ['burgerservicenummer[0] pattern'],
    ],
    ['an unknown search', { type: 'ZoekMetSchoenmaat', fields: ['naam'] }, ['type value']],
    ['a search named after a built-in', { type: 'constructor', fields: ['naam'] }, ['type value']],
    ['no search', { fields: ['naam'] }, ['type required']],
    ['an unknown parameter', { ...byBsn, fields: ['naam'], schoenmaat: 43 }, ['body unknownParam']],
    [
      'a house number as text',
      { type: 'ZoekMetPostcodeEnHuisnummer', huisnummer: '1' },
      ['postcode required', 'huisnummer integer', 'fields required'],
    ],
  ])('refuses %s, naming every fault', async (_title, body, faults) => {
    const { invalidParams } = (await refusal(body)) as { invalidParams: { name: string; code: string }[] };
    expect(invalidParams.map(({ name, code }) => `${name} ${code}`)).toEqual(faults);
  });

  test('repeats no part of an unreadable body', async () => {
    const body = `{"bsn": ${story.knownPerson.bsn} oops`;
    const answer = await fetch(`${source.url}${brpPath}`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain(story.knownPerson.bsn);
  });

  test('refuses other content types', async () => {
    const answer = await fetch(`${source.url}${brpPath}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/xml' },
      body: '<x/>',
    });
    expect(answer.status).toBe(415);
  });
});
