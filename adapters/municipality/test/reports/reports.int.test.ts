import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compileSchema, EventMessage } from '@koppel/contract';
import { waitUntil } from '@koppel/testkit';
import { concernRaised } from '../../src/reports/concern-raised.ts';
import { address, MunicipalityWorld } from '../municipality-world.ts';

let world: MunicipalityWorld;
beforeAll(async () => {
  world = await MunicipalityWorld.open({ isWatching: true });
});
afterAll(() => world?.close());

const told = (count: number) => waitUntil(() => world.adapter.events.length >= count, `${count} events`);
const kenmerk = '01938c5e-8c00-7000-8000-0000000000e1';

test('a report at the desk of the municipality becomes an event for the hub, under the id of the report', async () => {
  await world.report({
    kenmerk,
    toelichting: 'Vans come at night',
    adres: { postcode: address.postcode, huisnummer: address.houseNumber },
    kvkNummer: '90000017',
  });
  await world.report({ kenmerk, toelichting: 'Written twice' });
  await world.report({ toelichting: 'Cash only' });
  await told(2);
  const [first, second] = world.adapter.events;
  const payload = { summary: 'Vans come at night', address: '9001QX-1', kvkNumber: '90000017' };
  expect(first).toMatchObject({ id: kenmerk, type: concernRaised.type, version: concernRaised.version, payload });
  expect(second?.payload).toEqual({ summary: 'Cash only' });
  for (const event of world.adapter.events) {
    expect(compileSchema(EventMessage).faultsOf(event)).toEqual([]);
    expect(compileSchema(concernRaised.schema).faultsOf(event.payload)).toEqual([]);
  }
});

test('the desk is asked with its key for what is new only, and what is written while it fails is told afterwards', async () => {
  world.brp.faults.set({ failWith: 500 });
  await world.report({ toelichting: 'Third report' });
  const isLogged = () =>
    world.adapter.log.lines.some(({ fields }) => 'code' in fields && fields.code === 'source.failed');
  await waitUntil(isLogged, 'the adapter said that the desk fails');
  world.brp.faults.clear();
  await told(3);
  expect(world.adapter.events.map(({ payload }) => payload['summary']).at(-1)).toBe('Third report');
  expect(world.adapter.events).toHaveLength(3);
  const looks = world.recorder.requests.filter(({ method }) => method === 'GET');
  expect(looks.at(-1)?.path).toMatch(/^[/]meldingen[?]na=[23]$/);
  expect(looks.every(({ headers }) => headers['x-api-key'] === world.secrets['brp-api-key'])).toBe(true);
  expect(world.adapter.log.text()).not.toContain('report');
});
