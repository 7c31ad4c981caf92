import { describe, expect, test } from '@jest/globals';
import type { EventMessage } from '@koppel/contract';
import { eventFromLink } from '../../src/adapters/event-inlet.ts';
import { AdapterRegistry } from '../../src/adapters/registry.ts';
import type { Call } from '../../src/platform/actions.ts';
import { oins } from '../fixtures.ts';
import { aManifest } from '../manifests.ts';

const from = { oin: oins.provider, client: 'records' };
const event: EventMessage = {
  id: '01938c5e-8c00-7000-8000-0000000000f1',
  type: 'permit.refused',
  version: '1.0.0',
  occurredAt: '2026-06-01T12:00:00Z',
  payload: { summary: 'The third permit in a year', address: '1234AB-1' },
};

const text = { nl: 'Voorbeeld', en: 'Example' };
const registry = new AdapterRegistry();
registry.put({
  ...from,
  manifest: aManifest({
    events: [
      {
        type: 'permit.refused',
        version: '1.0.0',
        title: text,
        schema: {
          type: 'object',
          properties: {
            summary: { type: 'string', maxLength: 100 },
            address: { type: 'string', maxLength: 20 },
          },
          required: ['summary'],
          additionalProperties: false,
        },
        example: { summary: 'The third permit in a year' },
      },
    ],
  }),
});

async function publish(body: unknown, by = from) {
  const calls: unknown[] = [];
  const call = (async (name: string, params: unknown) => calls.push([name, params])) as unknown as Call;
  const fault = await eventFromLink({ from: by, body }, { call, registry }).catch((error: unknown) => error);
  return { calls, fault };
}

describe('an event over the link', () => {
  test('is handed on as the client’s that the subject names', async () => {
    const { id, type, payload } = event;
    expect(await publish(event)).toEqual({
      calls: [['cases.takeInSignal', { ...from, id, type, payload }]],
      fault: undefined,
    });
  });

  test('names the body that it is meant for when it does', async () => {
    const body = '01938c5e-8c00-7000-8000-0000000000b1';
    const { calls } = await publish({ ...event, body });
    expect(calls).toEqual([['cases.takeInSignal', expect.objectContaining({ body })]]);
  });

  test.each([
    ['whose id is none', { ...event, id: 'first' }, '/id'],
    ['that claims to be of somebody', { ...event, oin: oins.stranger }, '/'],
    ['of a type that the manifest does not name', { ...event, type: 'permit.granted' }, '/type'],
    ['of a version that the manifest does not name', { ...event, version: '2.0.0' }, '/type'],
    ['whose payload breaks its schema', { ...event, payload: { address: '1234AB-1' } }, '/payload'],
  ])('is refused when it is one %s', async (_title, body, path) => {
    const { calls, fault } = await publish(body);
    expect(fault).toMatchObject({ code: 'request.invalid' });
    const { faults } = (fault as { details: { faults: { path: string }[] } }).details;
    expect(faults.map((each) => each.path).join(' ')).toContain(path);
    expect(calls).toEqual([]);
  });

  test('is refused when the adapter never registered', async () => {
    const { fault } = await publish(event, { ...from, client: 'other' });
    expect(fault).toMatchObject({ code: 'request.invalid' });
  });
});
