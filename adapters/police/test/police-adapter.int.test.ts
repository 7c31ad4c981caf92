import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { checkManifest, manifestOf } from '@koppel/contract';
import { incidentsXsdUrl, story } from '@koppel/sources';
import { adapter } from '../src/index.ts';
import { address, bsn, byAddress, byPerson, PoliceWorld, population } from './police-world.ts';

const quiet = { postcode: story.quietAddress.postcode, houseNumber: story.quietAddress.houseNumber };
const storyIncident = {
  incidentId: story.incident.id,
  occurredAt: '2025-11-08T22:41:00.000Z',
  category: 'money-laundering',
  status: 'under-investigation',
  suspects: [{ bsn }],
  victims: [],
  thirdParties: [],
  convicts: [],
};

describe('the police adapter', () => {
  let world: PoliceWorld;

  beforeAll(async () => {
    world = await PoliceWorld.open();
  });
  afterEach(() => world.reset());
  afterAll(() => world.close());

  test('has a manifest that the hub accepts, examples included', () => {
    expect(checkManifest(manifestOf(adapter, '00000001001234567000')).operations).toHaveLength(2);
  });

  test('tells the incidents at an address, and whom they are about', async () => {
    expect(await world.adapter.ask(byAddress, { request: { address } })).toEqual({
      content: { incidents: [storyIncident] },
      subjects: [
        { kind: 'address', value: '9001QX 1' },
        { kind: 'bsn', value: bsn },
      ],
    });
  });

  test('tells the incidents of a person', async () => {
    expect(await world.adapter.ask(byPerson, { request: { bsn } })).toEqual({
      content: { incidents: [storyIncident] },
      subjects: [{ kind: 'bsn', value: bsn }],
    });
  });

  test('releases nobody in a role that was not granted, and names nobody else as a subject', async () => {
    const fields = ['incidents[].category', 'incidents[].victims[].bsn'];
    expect(await world.adapter.ask(byAddress, { request: { address }, fields })).toEqual({
      content: { incidents: [{ category: 'money-laundering', victims: [] }] },
      subjects: [{ kind: 'address', value: '9001QX 1' }],
    });
  });

  test('puts everybody of the whole population in the list of their role', async () => {
    const roles = { suspect: 'suspects', victim: 'victims', 'third-party': 'thirdParties', convicted: 'convicts' };
    for (const { involved, id } of population.incidents) {
      for (const person of involved) {
        const answer = await world.adapter.ask(byPerson, { request: { bsn: person.bsn } });
        const { incidents } = (answer as { content: { incidents: Record<string, unknown>[] } }).content;
        const incident = incidents.find(({ incidentId }) => incidentId === id);
        expect(incident?.[roles[person.role]]).toContainEqual({ bsn: person.bsn });
      }
    }
  });

  test('answers a match with hit or no hit, and asks the police for no more than that', async () => {
    const mode = 'match';
    expect(await world.adapter.ask(byAddress, { request: { address }, mode })).toEqual({
      hit: true,
      subjects: [{ kind: 'address', value: '9001QX 1' }],
    });
    expect(await world.adapter.ask(byAddress, { request: { address: quiet }, mode })).toMatchObject({ hit: false });
    expect(await world.adapter.ask(byPerson, { request: { bsn }, mode })).toEqual({
      hit: true,
      subjects: [{ kind: 'bsn', value: bsn }],
    });
    expect(await world.adapter.ask(byPerson, { request: { bsn: story.unknownPerson.bsn }, mode })).toMatchObject({
      hit: false,
    });
    expect(world.recorder.requests.map(({ headers }) => String(headers['soapaction']).replace(/.*:/, ''))).toEqual([
      'MatchAddress"',
      'MatchAddress"',
      'MatchPerson"',
      'MatchPerson"',
    ]);
  });

  test('answers with an empty list about whom or what the police do not know', async () => {
    expect(await world.adapter.ask(byPerson, { request: { bsn: '111222333' } })).toEqual({
      content: { incidents: [] },
      subjects: [{ kind: 'bsn', value: '111222333' }],
    });
    const nowhere = { postcode: '9999ZZ', houseNumber: 1 };
    expect(await world.adapter.ask(byAddress, { request: { address: nowhere } })).toMatchObject({
      content: { incidents: [] },
    });
  });

  test('passes the transaction and the trace on to the police', async () => {
    const transaction = '0199c1de-aaaa-7bbb-8ccc-1234567890ab';
    await world.adapter.ask(byPerson, { request: { bsn }, transaction });
    expect(world.recorder.requests[0]?.headers).toMatchObject({
      'fsc-transaction-id': transaction,
      traceparent: world.adapter.traceparent,
    });
  });

  test('holds the schema that the service publishes', async () => {
    const ours = new URL('../src/incidents.xsd', import.meta.url);
    expect(await readFile(ours, 'utf8')).toBe(await readFile(incidentsXsdUrl, 'utf8'));
  });
});
