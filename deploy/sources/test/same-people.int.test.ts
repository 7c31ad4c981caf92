import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  brpPath,
  createPopulation,
  incomesPath,
  policePath,
  relationsPath,
  startBrp,
  startPolice,
  startTax,
  story,
  tokenPath,
  type RunningSource,
} from '../src/index.ts';
import { incidentsNamespace, soapNamespace } from '../src/police/soap-envelope.ts';

const credential = { username: 'name', password: 'word', clientId: 'name', clientSecret: 'word', apiKey: 'word' };
const basic = `Basic ${Buffer.from('name:word').toString('base64')}`;
const population = createPopulation({ seed: 11, households: 30 });

/** Sources that were started apart, each with a population of its own from the same seed, know the same world. */
describe('three sources with one population', () => {
  let sources: readonly [RunningSource, RunningSource, RunningSource];
  let bearer = '';

  beforeAll(async () => {
    const options = () => ({ population: createPopulation({ seed: 11, households: 30 }), ...credential });
    sources = await Promise.all([startBrp(options()), startPolice(options()), startTax(options())]);
    const answer = await fetch(`${sources[2].url}${tokenPath}`, {
      method: 'POST',
      headers: { authorization: basic },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    bearer = `Bearer ${((await answer.json()) as { access_token: string }).access_token}`;
  });
  afterAll(() => Promise.all(sources.map((source) => source.close())));

  async function postJson(url: string, headers: Record<string, string>, body: unknown): Promise<string> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
    return answer.text();
  }

  const askBrp = (body: object): Promise<string> =>
    postJson(`${sources[0].url}${brpPath}`, { 'x-api-key': credential.apiKey }, body);

  const askTax = (path: string, body: object): Promise<string> =>
    postJson(`${sources[2].url}${path}`, { authorization: bearer }, body);

  async function findIncidents(addressId: string): Promise<string> {
    const operation = 'FindIncidentsByAddress';
    const answer = await fetch(`${sources[1].url}${policePath}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', authorization: basic, soapaction: `${incidentsNamespace}:${operation}` },
      body:
        `<Envelope xmlns="${soapNamespace}"><Body><${operation} xmlns="${incidentsNamespace}">` +
        `<addressId>${addressId}</addressId></${operation}></Body></Envelope>`,
    });
    expect(answer.status).toBe(200);
    return answer.text();
  }

  test('tell the story of one address together', async () => {
    const residents = await askBrp({
      type: 'ZoekMetAdresseerbaarObjectIdentificatie',
      adresseerbaarObjectIdentificatie: story.address.id,
      fields: ['burgerservicenummer'],
    });
    const incidents = await findIncidents(story.address.id);
    const relations = await askTax(relationsPath, { addressId: story.address.id });
    for (const answer of [residents, incidents, relations]) expect(answer).toContain(story.knownPerson.bsn);
    expect(relations).toContain(story.firm.kvkNumber);
  });

  test('know everybody that any of them names', async () => {
    const involved = population.addresses.map(({ id }) => findIncidents(id));
    const bsns = new Set((await Promise.all(involved)).flatMap((answer) => answer.match(/(?<=<bsn>)\d{9}/g) ?? []));
    expect(bsns.size).toBeGreaterThan(3);
    for (const bsn of bsns) {
      const person = await askBrp({
        type: 'RaadpleegMetBurgerservicenummer',
        burgerservicenummer: [bsn],
        fields: ['burgerservicenummer'],
      });
      expect(person).toContain(bsn);
      expect(await askTax(incomesPath, { bsn })).toContain(bsn);
    }
  });
});
