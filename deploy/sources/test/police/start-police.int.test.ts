import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { XmlDocument, XsdValidator, type XmlElement } from 'libxml2-wasm';
import { BasicAuthSecurity, createClientAsync, type Client } from 'soap';
import { incidentsXsdUrl, policePath, startPolice } from '../../src/police/start-police.ts';
import { incidentsNamespace, soapNamespace } from '../../src/police/soap-envelope.ts';
import { createPopulation } from '../../src/population/population.ts';
import { story } from '../../src/population/story.ts';
import type { RunningSource } from '../../src/source/open-source.ts';
import { describeSource } from '../source/source.contract.ts';

const credential = { username: 'koppel', password: 'password-of-this-test' };
const authorization = `Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString('base64')}`;
const population = createPopulation({ households: 40 });
const { bsn } = story.knownPerson;

const actionHeaders = (operation: string): Record<string, string> => ({
  'content-type': 'text/xml; charset=utf-8',
  soapaction: `"${incidentsNamespace}:${operation}"`,
  authorization,
});

const envelope = (question: string): string =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="${soapNamespace}" xmlns:inc="${incidentsNamespace}">` +
  `<s:Body>${question}</s:Body></s:Envelope>`;

const aboutPerson = (operation: string, value = bsn): string =>
  envelope(`<inc:${operation}><inc:bsn>${value}</inc:bsn></inc:${operation}>`);

describeSource({
  start: (options) => startPolice({ ...options, ...credential }),
  operation: 'FindIncidentsByPerson',
  question: async (url) => ({
    url: `${url}${policePath}`,
    headers: actionHeaders('FindIncidentsByPerson'),
    body: aboutPerson('FindIncidentsByPerson'),
  }),
});

describe('the police', () => {
  let source: RunningSource;
  let client: Client;
  beforeAll(async () => {
    source = await startPolice({ population, ...credential });
    client = await createClientAsync(`${source.url}${policePath}?wsdl`);
    client.setSecurity(new BasicAuthSecurity(credential.username, credential.password));
  });
  afterAll(() => source.close());

  const post = (body: string, operation = 'FindIncidentsByPerson'): Promise<Response> =>
    fetch(`${source.url}${policePath}`, { method: 'POST', headers: actionHeaders(operation), body });

  const ask = async (operation: string, question: unknown): Promise<unknown> => {
    const [answer] = (await client[`${operation}Async`](question)) as [unknown];
    return answer;
  };

  const incident = {
    incidentId: story.incident.id,
    occurredAt: new Date(story.incident.occurredAt),
    category: 'money-laundering',
    status: 'under-investigation',
    addressId: story.address.id,
    Involved: [{ bsn, role: 'suspect' }],
  };

  test('finds incidents by address and by person for a client that knows only the WSDL', async () => {
    expect(await ask('FindIncidentsByAddress', { addressId: story.address.id })).toEqual({ Incident: [incident] });
    expect(await ask('FindIncidentsByPerson', { bsn })).toEqual({ Incident: [incident] });
  });

  test('finds an address by its postcode and house number as well', async () => {
    const { postcode, houseNumber } = story.address;
    expect(await ask('FindIncidentsByAddress', { postcode, houseNumber })).toEqual({ Incident: [incident] });
    expect(await ask('MatchAddress', { postcode, houseNumber })).toEqual({ match: true });
    expect(await ask('MatchAddress', { postcode, houseNumber: 99_999 })).toEqual({ match: false });
  });

  test('answers with no incidents when there are none', async () => {
    expect(await ask('FindIncidentsByPerson', { bsn: story.unknownPerson.bsn })).toBeNull();
    expect(await ask('FindIncidentsByAddress', { addressId: story.quietAddress.id })).toBeNull();
  });

  test('says only yes or no to a match', async () => {
    expect(await ask('MatchPerson', { bsn })).toEqual({ match: true });
    expect(await ask('MatchPerson', { bsn: story.unknownPerson.bsn })).toEqual({ match: false });
    expect(await ask('MatchAddress', { addressId: story.address.id })).toEqual({ match: true });
    expect(await ask('MatchAddress', { addressId: story.quietAddress.id })).toEqual({ match: false });
  });

  test('answers by its own schema about everybody', async () => {
    using schema = XmlDocument.fromString(await readFile(incidentsXsdUrl, 'utf8'));
    using validator = XsdValidator.fromDoc(schema);
    for (const person of population.persons) {
      using message = XmlDocument.fromString(
        await (await post(aboutPerson('FindIncidentsByPerson', person.bsn))).text(),
      );
      const answer = message.get('/soap:Envelope/soap:Body/*', { soap: soapNamespace }) as XmlElement;
      expect(answer.name).toBe('FindIncidentsByPersonResponse');
      expect(() => validator.validate(answer)).not.toThrow();
    }
  });

  test('serves a WSDL that names its own address, and the schema that it includes', async () => {
    const wsdl = await (await fetch(`${source.url}${policePath}?wsdl`)).text();
    expect(wsdl).toContain(`<soap:address location="${source.url}${policePath}"/>`);
    const schema = await fetch(`${source.url}${policePath}.xsd`);
    expect(await schema.text()).toBe(await readFile(incidentsXsdUrl, 'utf8'));
  });

  test('refuses a document type before it looks at the question', async () => {
    const plain = aboutPerson('FindIncidentsByPerson', '&planted;');
    const body = plain.replace('?>', `?><!DOCTYPE s:Envelope [<!ENTITY planted "${bsn}">]>`);
    const answer = await post(body);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('<faultstring>a document type is not allowed</faultstring>');
  });

  test.each([
    ['no XML', 'nonsense'],
    ['unbalanced XML', '<s:Envelope>'],
    ['another envelope', `<Envelope><Body><bsn>${bsn}</bsn></Body></Envelope>`],
    ['an empty body', envelope('')],
    ['two questions', aboutPerson('FindIncidentsByPerson').replace('</s:Body>', '<x/></s:Body>')],
    ['another question than its SOAPAction names', aboutPerson('MatchPerson')],
    ['an answer', aboutPerson('FindIncidentsByPersonResponse')],
    ['a bsn of eight digits', aboutPerson('FindIncidentsByPerson', '12345678')],
    ['a question in another namespace', aboutPerson('FindIncidentsByPerson').replace(incidentsNamespace, 'urn:other')],
  ])('answers %s with a client fault that repeats nothing', async (_title, body) => {
    const answer = await post(body);
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).toContain('<faultcode>soap:Client</faultcode>');
    expect(text).not.toContain(bsn);
  });

  test('answers an unknown SOAPAction with a client fault', async () => {
    const answer = await post(aboutPerson('DeleteIncidents'), 'DeleteIncidents');
    expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('no such SOAPAction')]);
  });

  test('refuses JSON', async () => {
    const headers = { ...actionHeaders('MatchPerson'), 'content-type': 'application/json' };
    const answer = await fetch(`${source.url}${policePath}`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(415);
  });
});
